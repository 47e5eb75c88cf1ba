package io.tongban.certificates.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.SigningKey;
import io.tongban.hub.Definition;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a certificate is to say, in whatever format.
 *
 * @param key the authority's, to sign with
 * @param open claims everybody sees, where the format can tell them apart
 * @param disclosable claims the holder may withhold
 * @param days names of the claims that are dates
 * @param holder the holder's public key, on P-256
 * @param issued in whole seconds
 * @param expires in whole seconds
 * @param status its place in a status list
 */
public record Content(
    Definition<CertificateTypeSpec> type,
    SigningKey key,
    Map<String, JsonNode> open,
    Map<String, JsonNode> disclosable,
    Set<String> days,
    ECPublicKey holder,
    Instant issued,
    Instant expires,
    StatusReference status) {

  /** Every claim. */
  public Map<String, JsonNode> claims() {
    Map<String, JsonNode> all = new LinkedHashMap<>(open);
    all.putAll(disclosable);
    return all;
  }
}
