package io.tongban.ledger.witness;

import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import io.tongban.hub.HubSettings;
import io.tongban.ledger.PlainText;
import io.tongban.ledger.VerifierKey;
import io.tongban.ledger.WitnessedLogSpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** {@code kind: WitnessedLog}. */
@ApplicationScoped
class WitnessedLogKind implements DefinitionKind<WitnessedLogSpec> {
  private static final int MAX_ORIGIN = 400;
  private final String own;

  @Inject
  WitnessedLogKind(HubSettings settings) {
    this.own = settings.origin();
  }

  @Override
  public String kind() {
    return "WitnessedLog";
  }

  @Override
  public Class<WitnessedLogSpec> specType() {
    return WitnessedLogSpec.class;
  }

  @Override
  public void check(
      Definition<WitnessedLogSpec> definition, DefinitionView view, FaultSink faults) {
    WitnessedLogSpec spec = definition.spec();
    origin(definition, view, faults);
    if (spec.keys().isEmpty()) {
      faults.fault("/spec/keys", "no key is named", "give the log's verifier key");
    }
    for (int i = 0; i < spec.keys().size(); i++) {
      try {
        VerifierKey.parse(spec.keys().get(i));
      } catch (IllegalArgumentException e) {
        faults.fault(
            "/spec/keys/" + i,
            "it is no log's key: " + e.getMessage(),
            "copy the log's verifier key name+hash+base64, with signature type 0x01 (C2SP"
                + " signed-note, Ed25519)");
      }
    }
  }

  private void origin(
      Definition<WitnessedLogSpec> definition, DefinitionView view, FaultSink faults) {
    String origin = definition.spec().origin();
    if (origin.isEmpty() || origin.length() > MAX_ORIGIN || !PlainText.is(origin)) {
      faults.fault(
          "/spec/origin",
          "it is no name of a log",
          "copy the first line of the log's checkpoint, at most " + MAX_ORIGIN + " characters");
    }
    if (origin.equals(own)) {
      faults.fault(
          "/spec/origin",
          "that is this hub's own log",
          "name others' logs: who witnesses oneself proves nothing");
    }
    view.all(WitnessedLogSpec.class).stream()
        .filter(other -> !other.name().equals(definition.name()))
        .filter(other -> other.spec().origin().equals(origin))
        .forEach(
            other ->
                faults.fault(
                    "/spec/origin",
                    "the WitnessedLog " + other.name() + " has the same origin",
                    "declare each log once, with all its keys"));
  }
}
