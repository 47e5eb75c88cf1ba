package io.tongban.ledger.witness;

import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.FaultSink;
import io.tongban.hub.Nearest;
import io.tongban.hub.SourceSpec;
import io.tongban.ledger.VerifierKey;
import io.tongban.ledger.WitnessPolicySpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code kind: WitnessPolicy}. A hub has one at most. */
@ApplicationScoped
class WitnessPolicyKind implements DefinitionKind<WitnessPolicySpec> {
  private static final int MOST = 32;
  private static final int MAX_KEY = 400;
  private static final Pattern PATH =
      Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,99}){1,9}");

  private final Cosigner own;

  @Inject
  WitnessPolicyKind(Cosigner own) {
    this.own = own;
  }

  @Override
  public String kind() {
    return "WitnessPolicy";
  }

  @Override
  public Class<WitnessPolicySpec> specType() {
    return WitnessPolicySpec.class;
  }

  @Override
  public void check(
      Definition<WitnessPolicySpec> definition, DefinitionView view, FaultSink faults) {
    view.all(WitnessPolicySpec.class).stream()
        .filter(other -> !other.name().equals(definition.name()))
        .forEach(
            other ->
                faults.fault(
                    "/metadata/name",
                    "a hub has one WitnessPolicy, and \"" + other.name() + "\" is one already",
                    "name it \"" + other.name() + "\" to change that one"));
    WitnessPolicySpec spec = definition.spec();
    int count = spec.witnesses().size();
    if (count > MOST) {
      faults.fault("/spec/witnesses", "there are " + count + " witnesses", "name at most " + MOST);
    }
    if (spec.quorum() < 1 || spec.quorum() > count) {
      faults.fault(
          "/spec/quorum",
          "a quorum of " + spec.quorum() + " of " + count + " witnesses cannot be",
          "write a number from 1 to the number of witnesses");
    }
    Set<String> seen = new HashSet<>();
    spec.witnesses().forEach((name, party) -> check(name, party, seen, view, faults));
  }

  private void check(
      String name,
      WitnessPolicySpec.Party party,
      Set<String> seen,
      DefinitionView view,
      FaultSink faults) {
    String pointer = "/spec/witnesses/" + name.replace("~", "~0").replace("/", "~1");
    source(party, pointer + "/source", view, faults);
    if (party.path() != null && !PATH.matcher(party.path()).matches()) {
      faults.fault(
          pointer + "/path",
          "it is no path below the Source's URL",
          "write steps of letters and digits, each with a / in front, none at the end");
    }
    Optional<VerifierKey> key = key(party.key(), pointer + "/key", faults);
    key.filter(found -> found.key().equals(own.key().key()))
        .ifPresent(
            found ->
                faults.fault(
                    pointer + "/key",
                    "that is this hub's own key as a witness",
                    "name others: who witnesses oneself proves nothing"));
    key.filter(found -> !seen.add(found.key()))
        .ifPresent(
            found ->
                faults.fault(
                    pointer + "/key",
                    "another witness has the same key",
                    "name each witness once; a quorum counts each once"));
  }

  private static void source(
      WitnessPolicySpec.Party party, String pointer, DefinitionView view, FaultSink faults) {
    Optional<Definition<SourceSpec>> source = view.find(SourceSpec.class, party.source());
    if (source.isEmpty()) {
      List<String> known = view.all(SourceSpec.class).stream().map(Definition::name).toList();
      faults.fault(
          pointer,
          "there is no Source named " + party.source(),
          Nearest.fix(party.source(), known, "sources"));
    } else if (source.get().spec().http() == null) {
      faults.fault(
          pointer,
          "nothing can be posted to the Source " + party.source() + ", which is no web service",
          "name a Source with http");
    }
  }

  private static Optional<VerifierKey> key(String text, String pointer, FaultSink faults) {
    try {
      if (text.length() > MAX_KEY) {
        throw new IllegalArgumentException("a key has at most " + MAX_KEY + " characters");
      }
      return Optional.of(VerifierKey.parseWitness(text));
    } catch (IllegalArgumentException e) {
      faults.fault(
          pointer,
          "it is no witness's key: " + e.getMessage(),
          "copy the witness's verifier key name+hash+base64, with signature type 0x04 (C2SP"
              + " tlog-cosignature, Ed25519)");
      return Optional.empty();
    }
  }
}
