package io.tongban.certificates.issue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.CertificateTypeSpec.Claim;
import io.tongban.certificates.IssuerError;
import io.tongban.federation.Answer.AnswerColumn;
import io.tongban.federation.Federation.Unsettled;
import io.tongban.hub.CanonicalJson;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A certificate's claims out of a data service's answer.
 *
 * @param open claims everybody sees
 * @param disclosable claims the holder may withhold
 * @param days names of the claims that are dates
 * @param number the certificate's number
 */
public record Claims(
    Map<String, JsonNode> open,
    Map<String, JsonNode> disclosable,
    Set<String> days,
    String number) {

  /** The claims of the answer's one row; an answer that cannot make a certificate is refused. */
  public static Claims of(CertificateTypeSpec spec, Unsettled answer) {
    if (answer.rows().size() != 1) {
      throw IssuerError.CREDENTIAL_REQUEST_DENIED.because(
          answer.rows().isEmpty()
              ? "the authority's records do not hold what the offer names"
              : "the authority's records hold more than one match for what the offer names");
    }
    List<Object> row = answer.rows().get(0);
    Map<String, JsonNode> open = new LinkedHashMap<>();
    Map<String, JsonNode> disclosable = new LinkedHashMap<>();
    Set<String> days = new HashSet<>();
    String number = null;
    for (Claim claim : spec.claims()) {
      Object value = row.get(column(answer.columns(), claim));
      if (value == null) {
        continue;
      }
      (Boolean.FALSE.equals(claim.disclosable()) ? open : disclosable)
          .put(claim.name(), json(value));
      if (value instanceof LocalDate) {
        days.add(claim.name());
      }
      if (claim.name().equals(spec.numberClaim())) {
        number = json(value).asText();
      }
    }
    if (number == null || number.isBlank()) {
      throw IssuerError.CREDENTIAL_REQUEST_DENIED.because(
          "the authority's record has no value for the certificate's number");
    }
    return new Claims(open, disclosable, days, number);
  }

  /** These claims and one more, which the holder may withhold. */
  Claims with(String name, String value) {
    Map<String, JsonNode> more = new LinkedHashMap<>(disclosable);
    more.put(name, TextNode.valueOf(value));
    return new Claims(open, more, days, number);
  }

  private static int column(List<AnswerColumn> columns, Claim claim) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equalsIgnoreCase(claim.column())) {
        if (columns.get(i).masked()) {
          throw IssuerError.CREDENTIAL_REQUEST_DENIED.because(
              "the authority may see the claim " + claim.name() + " masked only");
        }
        return i;
      }
    }
    throw IssuerError.CREDENTIAL_REQUEST_DENIED.because(
        "the data service gives no column for the claim " + claim.name());
  }

  /** Decimals as text: a JSON number would lose digits in readers that use binary floats. */
  private static JsonNode json(Object value) {
    return value instanceof BigDecimal decimal
        ? TextNode.valueOf(decimal.toPlainString())
        : CanonicalJson.mapper().valueToTree(value);
  }
}
