package io.tongban.certificates.sdjwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tongban.certificates.sdjwt.SdJwtException.Fault;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every reason RFC 9901, section 7.1, gives to reject. */
class RejectionsTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Disclosure NAME = Disclosure.of("name", TextNode.valueOf("a"), RANDOM);

  @Test
  void rejectsADisclosureWithoutDigest() {
    assertRejected("{}", NAME);
  }

  @Test
  void rejectsADisclosureGivenTwice() {
    assertRejected("{\"_sd\":[\"" + NAME.digest() + "\"]}", NAME, NAME);
  }

  @Test
  void rejectsADigestThatStandsTwice() {
    assertRejected("{\"_sd\":[\"" + NAME.digest() + "\",\"" + NAME.digest() + "\"]}", NAME);
    assertRejected("{\"_sd\":[\"x\",\"x\"]}");
  }

  @Test
  void rejectsANameThatIsThereAlready() {
    assertRejected("{\"name\":\"b\",\"_sd\":[\"" + NAME.digest() + "\"]}", NAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"_sd", "..."})
  void rejectsReservedNames(String name) {
    Disclosure reserved = Disclosure.of(name, TextNode.valueOf("a"), RANDOM);
    assertRejected("{\"_sd\":[\"" + reserved.digest() + "\"]}", reserved);
  }

  @Test
  void rejectsAnotherHash() {
    assertRejected("{\"_sd_alg\":\"md5\"}");
  }

  @Test
  void rejectsAnElementInTheplaceOfAMemberAndTheOtherWayRound() throws SdJwtException {
    Disclosure element =
        Disclosure.parse(Strict.encode("[\"salt\",\"v\"]".getBytes(StandardCharsets.UTF_8)));
    assertRejected("{\"_sd\":[\"" + element.digest() + "\"]}", element);
    assertRejected("{\"list\":[{\"...\":\"" + NAME.digest() + "\"}]}", NAME);
  }

  @Test
  void rejectsDigestsThatAreNoTexts() {
    assertRejected("{\"_sd\":[1]}");
    assertRejected("{\"_sd\":\"x\"}");
  }

  @Test
  void dropsWithheldElementsAndKeepsEmptyObjects() throws SdJwtException {
    SdJwt parsed = unsigned("{\"list\":[{\"...\":\"x\"},1],\"o\":{\"_sd\":[\"y\"]}}");
    assertThat(parsed.processed().toString()).isEqualTo("{\"list\":[1],\"o\":{}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "~",
        "a.b.c",
        "a.b.c~",
        "e30.e30~",
        "e30.e30.AA~~",
        "e30.W10.AA~",
        "e30.e30.AB~",
        "e30.e30.AA==~",
        "e30.e31.AA~",
        "e30.e30.AA~W10~",
        "e30.e30.AA~WyJzIiwxLDJd~",
        "e30.e30.AA~WyJzIiwibiIsMiwzXQ~",
        "e30 .e30.AA~"
      })
  void callsWhatItCannotReadMalformed(String text) {
    assertThatThrownBy(() -> SdJwt.parse(text))
        .isInstanceOfSatisfying(
            SdJwtException.class, e -> assertThat(e.fault()).isEqualTo(Fault.MALFORMED));
  }

  @Test
  void readsJsonOneWayOnly() {
    for (String json : new String[] {"{\"a\":1,\"a\":2}", "{} {}", "{", "", "\"\\", "nul"}) {
      assertThatThrownBy(() -> Strict.json(json.getBytes(StandardCharsets.UTF_8)))
          .as(json)
          .isInstanceOf(SdJwtException.class);
    }
    assertThatThrownBy(() -> Strict.json(new byte[] {'"', (byte) 0xC3, '"'}))
        .isInstanceOf(SdJwtException.class);
    assertThatThrownBy(() -> Strict.json("[".repeat(10_000).getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(SdJwtException.class);
  }

  @Test
  void draftsHideTheClaimsAndTellThemToTheHolder() throws SdJwtException {
    ObjectNode open = JsonNodeFactory.instance.objectNode().put("iss", "i");
    SdJwtDraft draft = SdJwtDraft.of(open, Map.of("secret", TextNode.valueOf("value-x")), RANDOM);
    assertThat(draft.payload().toString()).doesNotContain("secret", "value-x").contains("_sd_alg");
    SdJwt parsed = SdJwt.parse(draft.compact(jwt(draft.payload().toString())));
    assertThat(parsed.processed().get("secret").asText()).isEqualTo("value-x");
    assertThat(parsed.processed().has("_sd_alg")).isFalse();
  }

  private static void assertRejected(String payload, Disclosure... disclosures) {
    assertThatThrownBy(() -> unsigned(payload, disclosures).processed())
        .isInstanceOfSatisfying(
            SdJwtException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DISCLOSURES));
  }

  private static SdJwt unsigned(String payload, Disclosure... disclosures) throws SdJwtException {
    StringBuilder text = new StringBuilder(jwt(payload)).append('~');
    for (Disclosure disclosure : disclosures) {
      text.append(disclosure.encoded()).append('~');
    }
    return SdJwt.parse(text.toString());
  }

  private static String jwt(String payload) {
    return "e30." + Strict.encode(payload.getBytes(StandardCharsets.UTF_8)) + ".AA";
  }
}
