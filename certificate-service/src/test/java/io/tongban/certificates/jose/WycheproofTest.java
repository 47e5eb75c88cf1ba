package io.tongban.certificates.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import io.tongban.certificates.Suites;
import io.tongban.certificates.corretto.FastEcdsa;
import io.tongban.certificates.sdjwt.SdJwtException;
import io.tongban.certificates.sdjwt.Strict;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Project Wycheproof's hostile signatures against what verifies ours. */
class WycheproofTest {
  @Test
  void acceptsAndRejectsEveryEs256SignatureAsWycheproofSays() throws Exception {
    int checked = 0;
    for (JsonNode group : Suites.read("wycheproof/es256-p1363.json").get("testGroups")) {
      ECPublicKey key = key(group.get("publicKeyDer").asText());
      for (JsonNode test : group.get("tests")) {
        assertThat(verifies(key, test))
            .as("%s %s", test.get("tcId"), test.get("comment"))
            .isEqualTo(test.get("result").asText().equals("valid"));
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(200);
  }

  private static boolean verifies(ECPublicKey key, JsonNode test) throws Exception {
    ECDSAVerifier verifier = new ECDSAVerifier(key);
    FastEcdsa.provider().ifPresent(verifier.getJCAContext()::setProvider);
    return verifier.verify(
        new JWSHeader(JWSAlgorithm.ES256),
        bytes(test, "msg"),
        Base64URL.encode(bytes(test, "sig")));
  }

  private static byte[] bytes(JsonNode test, String member) {
    return HexFormat.of().parseHex(test.get(member).asText());
  }

  private static ECPublicKey key(String der) throws Exception {
    return (ECPublicKey)
        KeyFactory.getInstance("EC")
            .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(der)));
  }

  @Test
  void acceptsTheValidJwsAndNoOther() {
    for (JsonNode group : Suites.read("wycheproof/jws-es256.json").get("testGroups")) {
      PublicKey key = Jwks.p256(publicOnly(group.get("public"))).orElseThrow();
      for (JsonNode test : group.get("tests")) {
        assertThat(accepts(key, test.get("jws").asText()))
            .as("%s %s", test.get("tcId"), test.get("comment"))
            .isEqualTo(test.get("result").asText().equals("valid"));
      }
    }
  }

  private static ObjectNode publicOnly(JsonNode jwk) {
    ObjectNode copy = jwk.deepCopy();
    copy.remove(java.util.List.of("use", "key_ops", "alg", "kid"));
    return copy;
  }

  /** As {@link Jws#parse} does, but for the payload: theirs are no JSON objects. */
  private static boolean accepts(PublicKey key, String jws) {
    String[] parts = jws.split("\\.", -1);
    try {
      return parts.length == 3
          && Strict.decode(parts[2]) != null
          && Strict.json(Strict.decode(parts[0])) instanceof ObjectNode header
          && new Jws(jws, header, header.objectNode()).signedBy(key);
    } catch (SdJwtException e) {
      return false;
    }
  }
}
