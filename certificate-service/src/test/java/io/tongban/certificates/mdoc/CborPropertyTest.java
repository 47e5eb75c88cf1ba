package io.tongban.certificates.mdoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tongban.certificates.format.CredentialException;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strict CBOR: what is written is read, and nothing else is. */
class CborPropertyTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @Provide
  Arbitrary<JsonNode> values() {
    Arbitrary<JsonNode> leaves =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(30).map(CborPropertyTest::text),
            Arbitraries.longs().map(LongNode::valueOf),
            Arbitraries.longs().between(-1L << 33, 1L << 33).map(LongNode::valueOf),
            Arbitraries.of(true, false).map(BooleanNode::valueOf),
            Arbitraries.just(NullNode.getInstance()));
    return Arbitraries.recursive(() -> leaves, CborPropertyTest::nested, 0, 3);
  }

  /** Unpaired surrogates are no text in UTF-8. */
  private static JsonNode text(String text) {
    return TextNode.valueOf(
        new String(
            text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
            java.nio.charset.StandardCharsets.UTF_8));
  }

  private static Arbitrary<JsonNode> nested(Arbitrary<JsonNode> inner) {
    return Arbitraries.oneOf(
        inner
            .list()
            .ofMaxSize(5)
            .map(
                list -> {
                  ArrayNode array = JSON.arrayNode();
                  list.forEach(array::add);
                  return array;
                }),
        Arbitraries.maps(Arbitraries.strings().alpha().ofMaxLength(30), inner)
            .ofMaxSize(5)
            .map(
                map -> {
                  ObjectNode object = JSON.objectNode();
                  map.forEach(object::set);
                  return object;
                }));
  }

  @Property(tries = 150)
  void whatIsWrittenIsRead(@ForAll("values") JsonNode value) throws CredentialException {
    byte[] bytes = Cbor.of(value).encode();
    JsonNode read = Cbor.json(Cbor.read(bytes));
    assertThat(read.toString()).isEqualTo(value.toString());
  }

  @Property(tries = 150)
  void neitherAPartNorMoreIsRead(@ForAll("values") JsonNode value, @ForAll byte more) {
    byte[] bytes = Cbor.of(value).encode();
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    longer[bytes.length] = more;
    assertThatThrownBy(() -> Cbor.read(longer)).isInstanceOf(CredentialException.class);
    byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
    assertThatThrownBy(() -> Cbor.read(shorter)).isInstanceOf(CredentialException.class);
  }

  /** Whatever comes is refused by name or read: nothing else is thrown. */
  @Property(tries = 1000)
  void noiseIsReadOrRefused(@ForAll byte[] noise) {
    try {
      assertThat(Cbor.json(Cbor.read(noise))).isNotNull();
    } catch (CredentialException refused) {
      assertThat(refused).hasMessageContaining("CBOR");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a2616101616102, a CBOR key stands twice",
    "a201010102, a CBOR key stands twice",
    "a1410101, a CBOR key is neither",
    "a1f401, a CBOR key is neither",
    "1801, not in its shortest form",
    "190001, not in its shortest form",
    "1a00000001, not in its shortest form",
    "1b0000000000000001, not in its shortest form",
    "d80001, not in its shortest form",
    "a261610178016102, a CBOR key stands twice",
    "b90002616101616102, a CBOR key stands twice",
    "9f01ff, indefinite",
    "bf616101ff, indefinite",
    "5f4101ff, indefinite",
    "7f6161ff, indefinite",
    "1c, indefinite or reserved",
    "ff, has no meaning",
    "f7, has no meaning",
    "e0, has no meaning",
    "f820, has no meaning",
    "61ff, not UTF-8",
    "62c080, not UTF-8",
    "0101, stands behind",
    "'', cut short",
    "9b7fffffffffffffff, cut short",
    "bbffffffffffffffff, cut short",
    "5bffffffffffffffff, cut short",
    "820001ff, stands behind",
    "8201, cut short",
    "fb00, cut short",
    "c0, cut short"
  })
  void whatHasTwoMeaningsIsRefusedForThat(String hex, String why) {
    assertThatThrownBy(() -> Cbor.read(HexFormat.of().parseHex(hex)))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining(why);
  }

  /** As the most used encoder of JavaScript writes lengths. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"b90001616101 | {\"a\":1}", "98018100 | [[0]]", "7900016b | \"k\"", "5800 | \"\""})
  void lengthsMayBeLongerThanNeeded(String hex, String json) throws CredentialException {
    assertThat(Cbor.json(Cbor.read(HexFormat.of().parseHex(hex)))).hasToString(json);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x81, 0xc1})
  void whatIsNestedTooDeeplyIsRefused(int head) throws CredentialException {
    byte[] deep = new byte[18];
    Arrays.fill(deep, (byte) head);
    deep[17] = 0;
    assertThatThrownBy(() -> Cbor.read(deep))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("too deeply");
    assertThat(Cbor.read(Arrays.copyOfRange(deep, 1, 18))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {512 * 1024 - 4, 512 * 1024 - 5})
  void whatIsTooLongIsRefused(int length) {
    byte[] bytes = new byte[length + 5];
    bytes[0] = 0x5a;
    bytes[2] = (byte) (length >> 16);
    bytes[3] = (byte) (length >> 8);
    bytes[4] = (byte) length;
    if (bytes.length > 512 * 1024) {
      assertThatThrownBy(() -> Cbor.read(bytes)).hasMessageContaining("too long");
    } else {
      assertThat(bytes).satisfies(Cbor::read);
    }
  }
}
