package io.tongban.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** {@code kind: WitnessedLog}: a log that this hub witnesses (C2SP tlog-witness). */
public record WitnessedLogSpec(
    @JsonProperty(required = true)
        @JsonPropertyDescription("The log's name: the first line of its checkpoints")
        String origin,
    @JsonProperty(required = true)
        @JsonPropertyDescription(
            "Its verifier keys, name+hash+base64; one, or old and new while it changes its key (a"
                + " hub serves its own at /v1/ledger/key)")
        List<String> keys) {}
