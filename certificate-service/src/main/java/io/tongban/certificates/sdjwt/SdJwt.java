package io.tongban.certificates.sdjwt;

import static io.tongban.certificates.sdjwt.SdJwtException.Fault.MALFORMED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An SD-JWT or SD-JWT+KB in compact form (RFC 9901, section 4), taken apart but not verified: it
 * says nothing about signatures.
 *
 * @param issuerJwt the issuer-signed JWT
 * @param header its header
 * @param payload its payload with digests
 * @param disclosures in the order they came
 * @param keyBinding the KB-JWT, or null
 * @param bound what the KB-JWT's {@code sd_hash} is taken over: everything up to the last tilde
 */
public record SdJwt(
    String issuerJwt,
    ObjectNode header,
    ObjectNode payload,
    List<Disclosure> disclosures,
    String keyBinding,
    String bound) {
  private static final int MAX_LENGTH = 256 * 1024;
  private static final int MAX_DISCLOSURES = 1024;

  public SdJwt {
    disclosures = List.copyOf(disclosures);
  }

  /** Takes a compact text apart. */
  public static SdJwt parse(String compact) throws SdJwtException {
    if (compact == null || compact.length() > MAX_LENGTH) {
      throw new SdJwtException(MALFORMED, "the presentation is missing or too long");
    }
    String[] parts = compact.split("~", -1);
    if (parts.length < 2 || parts.length > MAX_DISCLOSURES + 2) {
      throw new SdJwtException(MALFORMED, "an SD-JWT has tilde-separated parts");
    }
    List<Disclosure> disclosures = new ArrayList<>();
    for (int i = 1; i < parts.length - 1; i++) {
      disclosures.add(Disclosure.parse(parts[i]));
    }
    String keyBinding = parts[parts.length - 1].isEmpty() ? null : parts[parts.length - 1];
    String[] jwt = parts(parts[0]);
    return new SdJwt(
        parts[0],
        object(jwt[0]),
        object(jwt[1]),
        disclosures,
        keyBinding,
        compact.substring(0, compact.lastIndexOf('~') + 1));
  }

  private static String[] parts(String jwt) throws SdJwtException {
    String[] parts = jwt.split("\\.", -1);
    if (parts.length != 3) {
      throw new SdJwtException(MALFORMED, "a JWT has three parts");
    }
    Strict.decode(parts[2]);
    return parts;
  }

  private static ObjectNode object(String encoded) throws SdJwtException {
    JsonNode value = Strict.json(Strict.decode(encoded));
    if (value instanceof ObjectNode object) {
      return object;
    }
    throw new SdJwtException(MALFORMED, "a JWT's header and payload are JSON objects");
  }

  /** The value the KB-JWT's {@code sd_hash} must have (section 4.3.1). */
  public String sdHash() {
    return Disclosure.digestOf(bound);
  }

  /** The KB-JWT, if there is one. */
  public Optional<String> keyBindingJwt() {
    return Optional.ofNullable(keyBinding);
  }

  /**
   * The processed payload (section 7.1, step 3): disclosed members in place, digests gone.
   *
   * @throws SdJwtException {@link SdJwtException.Fault#DISCLOSURES} for each reason section 7.1
   *     gives to reject
   */
  public ObjectNode processed() throws SdJwtException {
    return new Unfolding(disclosures).of(payload);
  }
}
