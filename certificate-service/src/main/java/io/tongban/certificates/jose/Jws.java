package io.tongban.certificates.jose;

import static io.tongban.certificates.sdjwt.SdJwtException.Fault.MALFORMED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.util.Base64URL;
import io.tongban.certificates.SignatureSuite;
import io.tongban.certificates.sdjwt.SdJwtException;
import io.tongban.certificates.sdjwt.Strict;
import io.tongban.certificates.signature.Signatures;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

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
        : SignatureSuite.ofAlgorithm(algorithm.textValue());
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

  /** Whether {@code iat}, {@code nbf} and {@code exp} are times, where they are there. */
  public boolean hasReadableTimes() {
    return Stream.of("iat", "nbf", "exp").noneMatch(c -> payload.has(c) && instant(c).isEmpty());
  }

  /** The later of {@code iat} and {@code nbf}. */
  public Optional<Instant> validFrom() {
    return Stream.of("iat", "nbf").flatMap(c -> instant(c).stream()).max(Instant::compareTo);
  }

  private static long clamp(long seconds) {
    return Math.max(Instant.MIN.getEpochSecond(), Math.min(Instant.MAX.getEpochSecond(), seconds));
  }

  /**
   * Whether that key signed it with a suite of ours. Any doubt is a no: also a header that cannot
   * be read or asks for extensions ({@code crit}, RFC 7515, section 4.1.11).
   */
  public boolean signedBy(PublicKey key) {
    return suite().filter(suite -> isPlain() && verifies(suite, key)).isPresent();
  }

  private boolean isPlain() {
    return !header.has("crit") && !header.has("b64");
  }

  private boolean verifies(SignatureSuite suite, PublicKey key) {
    int dot = compact.lastIndexOf('.');
    return Signatures.verify(
        suite,
        key,
        compact.substring(0, dot).getBytes(StandardCharsets.US_ASCII),
        new Base64URL(compact.substring(dot + 1)).decode());
  }
}
