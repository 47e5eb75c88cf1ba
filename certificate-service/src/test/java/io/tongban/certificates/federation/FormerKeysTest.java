package io.tongban.certificates.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.SignedJWT;
import io.tongban.certificates.PlainWallet;
import io.tongban.certificates.Town;
import io.tongban.certificates.TrustFederation;
import io.tongban.hub.test.TestHub;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Federation keys that follow one another. */
class FormerKeysTest {
  private static final String KEYS =
      """
      apiVersion: tongban.io/v1
      kind: FederationKey
      metadata: {name: first-of-2026, title: {zh: 密钥, en: Key}}
      spec: {from: 2026-01-14, until: 2026-02-01}
      ---
      apiVersion: tongban.io/v1
      kind: FederationKey
      metadata: {name: next, title: {zh: 密钥, en: Key}}
      spec: {from: 2026-02-01}
      """;

  private static JsonNode claims(String jwt) throws Exception {
    return PlainWallet.json(SignedJWT.parse(jwt).getPayload().toString());
  }

  private static String signer(String jwt) throws Exception {
    return SignedJWT.parse(jwt).getHeader().getKeyID();
  }

  @Test
  void aSuperiorKnowsTheNextKeyBeforeItSignsAndFormerOnesAreKept() throws Exception {
    try (TestHub hub = TestHub.onH2()) {
      Town.build(hub);
      TrustFederation federation = hub.get(TrustFederation.class);
      String undeclared = signer(federation.configuration(null));
      assertThat(claims(federation.historicalKeys(null)).get("keys")).isEmpty();
      Town.apply(hub, KEYS);
      JsonNode now = claims(federation.configuration(null)).at("/jwks/keys");
      assertThat(now).hasSize(2);
      assertThat(now.toString()).doesNotContain(undeclared);
      String history = federation.historicalKeys(null);
      assertThat(SignedJWT.parse(history).getHeader().getType().getType()).isEqualTo("jwk-set+jwt");
      assertThat(claims(history).at("/keys/0/kid").asText()).isEqualTo(undeclared);
      assertThat(claims(history).at("/keys/0/exp").asLong()).isPositive();
      String first = signer(history);
      hub.clock().advance(Duration.ofDays(30));
      assertThat(signer(federation.configuration(null))).isNotEqualTo(first);
      assertThat(claims(federation.historicalKeys(null)).get("keys").toString())
          .contains(first, undeclared);
    }
  }
}
