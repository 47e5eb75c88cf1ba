package io.tongban.certificates;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.tongban.access.ClientSpec;
import java.util.List;

/**
 * {@code kind: Wallet}: a wallet that may ask for certificates by the authorization code flow. The
 * title is what the holder reads before agreeing.
 */
public record WalletSpec(
    @JsonProperty(required = true) @JsonPropertyDescription("The wallet's client_id")
        String clientId,
    @JsonProperty(required = true)
        @JsonPropertyDescription("Where holders may be sent back to; compared exactly")
        List<String> redirectUris,
    @JsonPropertyDescription(
            "P-256 keys of who attests this wallet; with them each of its requests must be attested")
        ClientSpec.KeySet attesters,
    @JsonPropertyDescription(
            "P-256 keys of who attests this wallet's keys, which certificate types may require")
        ClientSpec.KeySet keyAttesters) {}
