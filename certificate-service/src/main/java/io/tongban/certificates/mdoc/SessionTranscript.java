package io.tongban.certificates.mdoc;

import com.authlete.cbor.CBORByteArray;
import com.authlete.cbor.CBORItem;
import com.authlete.cbor.CBORNull;
import com.authlete.cbor.CBORString;
import io.tongban.certificates.format.Challenge;
import io.tongban.certificates.sdjwt.SdJwtException;
import io.tongban.certificates.sdjwt.Strict;
import io.tongban.hub.CanonicalJson;
import java.util.Optional;

/** What a device signature is bound to (OpenID4VP 1.0, appendix B.2.6.1). */
final class SessionTranscript {
  private SessionTranscript() {}

  /** The transcript of a response to be encrypted; empty where the challenge is of no such one. */
  static Optional<CBORItem> of(Challenge challenge) {
    if (challenge.nonce() == null
        || challenge.audience() == null
        || challenge.responseUri() == null
        || challenge.encryptionKey() == null) {
      return Optional.empty();
    }
    CBORItem info =
        Cbor.list(
            new CBORString(challenge.audience()),
            new CBORString(challenge.nonce()),
            new CBORByteArray(thumbprint(challenge)),
            new CBORString(challenge.responseUri()));
    CBORItem handover =
        Cbor.list(
            new CBORString("OpenID4VPHandover"),
            new CBORByteArray(CanonicalJson.sha256(info.encode())));
    return Optional.of(Cbor.list(CBORNull.INSTANCE, CBORNull.INSTANCE, handover));
  }

  private static byte[] thumbprint(Challenge challenge) {
    try {
      return Strict.decode(challenge.encryptionKey());
    } catch (SdJwtException e) {
      throw new IllegalArgumentException("a thumbprint is base64url", e);
    }
  }
}
