package io.tongban.api.department;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.federation.Answer.AnswerColumn;
import io.tongban.hub.CanonicalJson;
import io.tongban.ledger.Receipt;
import io.tongban.registry.DataType;
import jakarta.ws.rs.core.Response;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where the receipt of an answer without an envelope is. */
class AnswerFormatTest {
  private static final UUID ID = UUID.fromString("019bc0de-0000-7000-8000-000000000001");

  private static Response response(AnswerFormat format, int proof, String next) {
    var receipt = new Receipt(ID, 17, "leaf", "nonce", "x".repeat(proof));
    return format
        .response(
            new Released(
                List.of(new AnswerColumn("id", DataType.STRING, false)),
                List.of(List.of("p1")),
                true,
                List.of(),
                receipt,
                next))
        .build();
  }

  @ParameterizedTest
  @EnumSource(names = {"NDJSON", "CSV"})
  void aReceiptThatIsTooLongForAHeaderIsLinked(AnswerFormat format) {
    Response response = response(format, 6_000, "/v1/next");
    assertThat(response.getHeaderString("Tongban-Receipt")).isNull();
    assertThat(response.getStringHeaders().get("Link"))
        .containsExactly(
            "</v1/next>; rel=\"next\"", "</v1/receipts/" + ID + ">; rel=\"describedby\"");
    assertThat(response.getHeaderString("Tongban-Truncated")).isEqualTo("true");
  }

  /** base64url of n bytes is four thirds as long. */
  @ParameterizedTest
  @EnumSource(names = {"NDJSON", "CSV"})
  void theLongestReceiptOfAHeaderHasSixThousandCharacters(AnswerFormat format) {
    int rest =
        CanonicalJson.mapper()
            .valueToTree(new Receipt(ID, 17, "leaf", "nonce", ""))
            .toString()
            .length();
    Response fits = response(format, 4_500 - rest, null);
    String header = fits.getHeaderString("Tongban-Receipt");
    assertThat(header).hasSize(6_000);
    assertThat(CanonicalJson.read(Base64.getUrlDecoder().decode(header)).path("id").asText())
        .isEqualTo(ID.toString());
    assertThat(fits.getHeaderString("Link")).isNull();
    assertThat(response(format, 4_501 - rest, null).getHeaderString("Link")).isNotNull();
  }
}
