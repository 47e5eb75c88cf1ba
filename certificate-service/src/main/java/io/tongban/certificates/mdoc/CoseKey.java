package io.tongban.certificates.mdoc;

import com.authlete.cbor.CBORByteArray;
import com.authlete.cbor.CBORInteger;
import com.authlete.cbor.CBORItem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tongban.certificates.format.CredentialException;
import io.tongban.certificates.jose.Jwks;
import io.tongban.certificates.sdjwt.SdJwtException;
import io.tongban.certificates.sdjwt.Strict;
import java.security.interfaces.ECPublicKey;
import java.util.Map;
import java.util.Optional;

/**
 * Public keys on P-256 as COSE has them (RFC 9053, section 7.1.1), both coordinates written out.
 */
final class CoseKey {
  private static final int KEY_TYPE = 1;
  private static final int EC2 = 2;
  private static final int CURVE = -1;
  private static final int P256 = 1;
  private static final int X = -2;
  private static final int Y = -3;

  private CoseKey() {}

  static CBORItem of(ECPublicKey key) {
    JsonNode jwk = Jwks.json(key);
    return Cbor.map(
        Cbor.pair(KEY_TYPE, new CBORInteger(EC2)),
        Cbor.pair(CURVE, new CBORInteger(P256)),
        Cbor.pair(X, coordinate(jwk.get("x"))),
        Cbor.pair(Y, coordinate(jwk.get("y"))));
  }

  private static CBORItem coordinate(JsonNode text) {
    try {
      return new CBORByteArray(Strict.decode(text.textValue()));
    } catch (SdJwtException e) {
      throw new IllegalStateException("a JWK that was just made holds base64url", e);
    }
  }

  /** The key; empty where it is of another kind or no point of the curve. */
  static Optional<ECPublicKey> read(CBORItem item) throws CredentialException {
    Map<Object, CBORItem> key = Cbor.map(item);
    if (!isValue(key.get(KEY_TYPE), EC2)
        || !isValue(key.get(CURVE), P256)
        || !(key.get(X) instanceof CBORByteArray x)
        || !(key.get(Y) instanceof CBORByteArray y)) {
      return Optional.empty();
    }
    return Jwks.p256(
        JsonNodeFactory.instance
            .objectNode()
            .put("kty", "EC")
            .put("crv", "P-256")
            .put("x", Strict.encode(x.getValue()))
            .put("y", Strict.encode(y.getValue())));
  }

  private static boolean isValue(CBORItem item, int value) {
    return item != null && Integer.valueOf(value).equals(item.parse());
  }
}
