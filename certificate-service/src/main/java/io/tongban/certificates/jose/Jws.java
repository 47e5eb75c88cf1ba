package io.tongban.certificates.jose;

import static io.tongban.certificates.sdjwt.SdJwtException.Fault.MALFORMED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.corretto.FastEcdsa;
import io.tongban.certificates.sdjwt.SdJwtException;
import io.tongban.certificates.sdjwt.Strict;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.Optional;

/**
 * A JWT in compact form, read strictly, not verified until {@link #signedBy} said so.
 *
 * @param compact the text
 * @param header the protected header
 * @param payload the claims
 */
public record Jws(String compact, ObjectNode header, ObjectNode payload) {
  private static final int MAX_LENGTH = 256 * 1024;

  /** Reads a compact JWT. */
  public static Jws parse(String compact) throws SdJwtException {
    return parse(compact, MAX_LENGTH);
  }

  /**
   * Reads a compact JWT that may be longer than most.
   *
   * @param mostCharacters of the text
   */
  public static Jws parse(String compact, int mostCharacters) throws SdJwtException {
    String[] parts =
        compact == null || compact.length() > mostCharacters
            ? new String[0]
            : compact.split("\\.", -1);
    if (parts.length == 3
        && Strict.json(Strict.decode(parts[0])) instanceof ObjectNode header
        && Strict.json(Strict.decode(parts[1])) instanceof ObjectNode payload) {
      Strict.decode(parts[2]);
      return new Jws(compact, header, payload);
    }
    throw new SdJwtException(MALFORMED, "not a JWT in compact form");
  }

  /** The suite its header names, if it is one of ours; {@code none} never is. */
  public Optional<SignatureSuite> suite() {
    JsonNode algorithm = header.get("alg");
    return algorithm == null || !algorithm.isTextual()
        ? Optional.empty()
        : SignatureSuite.named(algorithm.textValue());
  }

  /** Whether the header's {@code typ} is that. */
  public boolean hasType(String type) {
    return header.path("typ").isTextual() && header.path("typ").textValue().equals(type);
  }

  /** A claim's text, or null. */
  public String text(String claim) {
    return payload.path(claim).textValue();
  }

  /** A NumericDate claim, if it is a number in range. */
  public Optional<Instant> instant(String claim) {
    JsonNode value = payload.get(claim);
    return value != null && value.isNumber() && value.canConvertToLong()
        ? Optional.of(Instant.ofEpochSecond(clamp(value.longValue())))
        : Optional.empty();
  }

  private static long clamp(long seconds) {
    return Math.max(Instant.MIN.getEpochSecond(), Math.min(Instant.MAX.getEpochSecond(), seconds));
  }

  /** Whether that key signed it with a suite of ours. Any doubt is a no. */
  public boolean signedBy(PublicKey key) {
    return suite()
        .filter(
            suite ->
                switch (suite) {
                  case ES256 -> key instanceof ECPublicKey ec && es256(ec);
                })
        .isPresent();
  }

  private boolean es256(ECPublicKey key) {
    int dot = compact.lastIndexOf('.');
    try {
      JWSHeader parsed = JWSHeader.parse(new Base64URL(compact.substring(0, compact.indexOf('.'))));
      ECDSAVerifier verifier = new ECDSAVerifier(key);
      FastEcdsa.provider().ifPresent(verifier.getJCAContext()::setProvider);
      return verifier.verify(
          parsed,
          compact.substring(0, dot).getBytes(StandardCharsets.US_ASCII),
          new Base64URL(compact.substring(dot + 1)));
    } catch (ParseException | JOSEException notThisKey) {
      // a header Nimbus refuses, or a key of another curve: the signature is not that key's
      return false;
    }
  }
}
