package io.tongban.ledger.witness;

import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.ledger.Quorum;
import io.tongban.ledger.VerifierKey;
import io.tongban.ledger.WitnessPolicySpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** The WitnessPolicy as it is declared now. */
@ApplicationScoped
class Policy {
  private final Definitions definitions;
  private volatile Current current = new Current(-1, List.of(), Quorum.NONE);

  @Inject
  Policy(Definitions definitions) {
    this.definitions = definitions;
  }

  /**
   * A witness.
   *
   * @param name in the policy
   * @param source the Source to post to
   * @param address path of add-checkpoint below it
   */
  record Party(String name, String source, String address, VerifierKey key) {
    /** What it is stored under: a witness with a new key is another one. */
    String id() {
      return key.toString();
    }
  }

  /**
   * A policy.
   *
   * @param version of the definitions it was read from
   * @param parties by name; none where there is no policy
   */
  record Current(long version, List<Party> parties, Quorum quorum) {
    List<String> ids() {
      return parties.stream().map(Party::id).toList();
    }
  }

  Current current() {
    Current known = current;
    long version = definitions.version();
    if (known.version() != version) {
      known = read(version);
      current = known;
    }
    return known;
  }

  private Current read(long version) {
    return definitions.all(WitnessPolicySpec.class).stream()
        .findFirst()
        .map(Definition::spec)
        .map(spec -> of(version, spec))
        .orElseGet(() -> new Current(version, List.of(), Quorum.NONE));
  }

  private static Current of(long version, WitnessPolicySpec spec) {
    List<Party> parties =
        spec.witnesses().entrySet().stream()
            .map(
                each ->
                    new Party(
                        each.getKey(),
                        each.getValue().source(),
                        each.getValue().address(),
                        VerifierKey.parseWitness(each.getValue().key())))
            .toList();
    List<VerifierKey> keys = parties.stream().map(Party::key).toList();
    return new Current(version, parties, new Quorum(keys, spec.quorum()));
  }
}
