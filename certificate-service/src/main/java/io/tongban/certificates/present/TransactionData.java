package io.tongban.certificates.present;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.dcql.DcqlException;
import io.tongban.certificates.dcql.DcqlQuery;
import io.tongban.certificates.dcql.DcqlQuery.CredentialQuery;
import io.tongban.certificates.dcql.QueryFormat;
import io.tongban.certificates.jose.Jws;
import io.tongban.certificates.sdjwt.SdJwt;
import io.tongban.certificates.sdjwt.SdJwtException;
import io.tongban.certificates.sdjwt.Strict;
import io.tongban.hub.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a holder agrees to by presenting (OpenID4VP 1.0, section 8.4 and appendix B.3.3): the KB-JWT
 * carries the SHA-256 of each item.
 */
final class TransactionData {
  private static final int MAX_ITEMS = 16;
  private static final int MAX_LENGTH = 16 * 1024;
  private static final String HASHES = "transaction_data_hashes";
  private static final String ALGORITHM = "transaction_data_hashes_alg";
  private static final String SHA_256 = "sha-256";

  private TransactionData() {}

  /** Each item as the wallet gets it: base64url of its JSON. */
  static List<String> encoded(List<JsonNode> items, DcqlQuery query) {
    require(items.size() <= MAX_ITEMS, "transaction_data has more than " + MAX_ITEMS + " items");
    List<String> encoded = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      JsonNode item = items.get(i);
      String at = "transaction_data/" + i;
      require(item != null && item.isObject(), at + " is not an object");
      require(!item.path("type").asText("").isBlank(), at + "/type is no text");
      requireCredentials(item.path("credential_ids"), at + "/credential_ids", query);
      require(
          !item.has(ALGORITHM) || item.get(ALGORITHM).valueStream().anyMatch(TransactionData::ours),
          at + "/" + ALGORITHM + " does not name " + SHA_256);
      String text = Strict.encode(item.toString().getBytes(StandardCharsets.UTF_8));
      require(text.length() <= MAX_LENGTH, at + " is too long");
      encoded.add(text);
    }
    return encoded;
  }

  private static boolean ours(JsonNode algorithm) {
    return SHA_256.equals(algorithm.textValue());
  }

  private static void requireCredentials(JsonNode ids, String at, DcqlQuery query) {
    require(ids.isArray() && !ids.isEmpty(), at + " is not an array of ids");
    for (JsonNode id : ids) {
      require(
          id.isTextual()
              && query
                  .credential(id.textValue())
                  .filter(CredentialQuery::holderBinding)
                  // in other formats OpenID4VP 1.0 leaves it to each type of transaction data
                  .filter(credential -> credential.format() == QueryFormat.SD_JWT_VC)
                  .isPresent(),
          at + " names no SD-JWT VC of the query with holder binding");
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw CertificateProblem.PRESENTATION_REQUEST_INVALID.problem(otherwise);
    }
  }

  /**
   * Checks that the holder agreed to each item with a certificate it names, and to nothing else. A
   * presentation whose holder did not prove itself agrees to nothing; its verdict says so.
   */
  static void require(List<String> items, List<Answer> answers) throws DcqlException {
    Set<String> asked = new HashSet<>();
    items.forEach(item -> asked.add(hash(item)));
    for (Answer answer : answers) {
      if (!asked.containsAll(hashes(answer.presentation()))) {
        throw new DcqlException("transaction data was agreed to that nobody asked for");
      }
    }
    for (String item : items) {
      JsonNode ids = decoded(item).get("credential_ids");
      boolean open = false;
      for (Answer answer : answers) {
        boolean named =
            ids.valueStream().anyMatch(id -> id.textValue().equals(answer.shown().credential()));
        open |= named && (!answer.held() || hashes(answer.presentation()).contains(hash(item)));
      }
      if (!open) {
        throw new DcqlException("the holder did not agree to the transaction data");
      }
    }
  }

  private static JsonNode decoded(String item) {
    try {
      return Strict.json(Strict.decode(item));
    } catch (SdJwtException e) {
      throw new IllegalStateException("an item that was encoded here is damaged", e);
    }
  }

  private static Set<String> hashes(String presentation) throws DcqlException {
    Set<String> hashes = new HashSet<>();
    try {
      String binding = SdJwt.parse(presentation).keyBindingJwt().orElse(null);
      if (binding == null) {
        return hashes;
      }
      JsonNode claims = Jws.parse(binding).payload();
      if (claims.has(ALGORITHM) && !SHA_256.equals(claims.get(ALGORITHM).textValue())) {
        throw new DcqlException("the transaction data is not hashed with " + SHA_256);
      }
      claims.path(HASHES).forEach(hash -> hashes.add(hash.asText()));
      return hashes;
    } catch (SdJwtException unreadable) {
      // its verdict is MALFORMED or WRONG_HOLDER
      return hashes;
    }
  }

  private static String hash(String item) {
    return Strict.encode(CanonicalJson.sha256(item.getBytes(StandardCharsets.US_ASCII)));
  }
}
