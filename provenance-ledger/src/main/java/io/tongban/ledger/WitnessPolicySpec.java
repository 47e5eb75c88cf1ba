package io.tongban.ledger;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Map;

/**
 * {@code kind: WitnessPolicy}: who witnesses this hub's log, and how many of them must have
 * cosigned a checkpoint before it is published (C2SP tlog-policy). A hub has one at most.
 */
public record WitnessPolicySpec(
    @JsonProperty(required = true)
        @JsonPropertyDescription(
            "How many of the witnesses must have cosigned a checkpoint, at least 1")
        int quorum,
    @JsonProperty(required = true) @JsonPropertyDescription("The witnesses, by a name of your own")
        Map<String, Party> witnesses) {

  /** A witness: another hub, or any that keeps to C2SP tlog-witness. */
  public record Party(
      @JsonProperty(required = true)
          @JsonPropertyDescription("How to reach it: a Source with http, whose URL is its")
          String source,
      @JsonPropertyDescription(
              "Its submission prefix below the Source's URL, for example /witness; without it"
                  + " add-checkpoint lies at the Source's URL itself")
          String path,
      @JsonProperty(required = true)
          @JsonPropertyDescription(
              "Its verifier key, name+hash+base64, of Ed25519 cosignatures (a hub serves its own"
                  + " at /v1/ledger/witness-key)")
          String key) {

    /** Where checkpoints are posted, below the Source's URL. */
    @JsonIgnore
    public String address() {
      return (path == null ? "" : path) + "/add-checkpoint";
    }
  }
}
