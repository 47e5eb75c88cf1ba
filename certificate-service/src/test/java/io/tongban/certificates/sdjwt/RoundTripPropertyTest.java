package io.tongban.certificates.sdjwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Whatever subset the holder shows, the verifier reads that subset and nothing more. */
class RoundTripPropertyTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @Property(tries = 300)
  void shownClaimsAreReadAndWithheldOnesAreNot(
      @ForAll @Size(max = 8)
          Map<@AlphaChars @StringLength(min = 1, max = 12) String, String> claims,
      @ForAll Set<Integer> shown)
      throws SdJwtException {
    Map<String, JsonNode> disclosable = new LinkedHashMap<>();
    claims.forEach((name, value) -> disclosable.put(name, TextNode.valueOf(wellFormed(value))));
    ObjectNode open = JsonNodeFactory.instance.objectNode().put("1", "open");
    SdJwtDraft draft = SdJwtDraft.of(open, disclosable, RANDOM);
    StringBuilder text = new StringBuilder(jwt(draft.payload().toString())).append('~');
    ObjectNode expected = open.deepCopy();
    for (int i = 0; i < draft.disclosures().size(); i++) {
      if (shown.contains(i)) {
        Disclosure disclosure = draft.disclosures().get(i);
        text.append(disclosure.encoded()).append('~');
        expected.set(disclosure.name(), disclosable.get(disclosure.name()));
      }
    }
    assertThat(SdJwt.parse(text.toString()).processed()).isEqualTo(expected);
  }

  /** Lone surrogates have no UTF-8 form. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static String jwt(String payload) {
    return "e30." + Strict.encode(payload.getBytes(StandardCharsets.UTF_8)) + ".AA";
  }
}
