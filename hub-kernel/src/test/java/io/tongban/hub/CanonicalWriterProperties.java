package io.tongban.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.erdtman.jcs.JsonCanonicalizer;

/** The library canonicalises texts; the writer must come to the same bytes from trees. */
class CanonicalWriterProperties {
  @Property
  void agreesWithTheLibrary(@ForAll("documents") Map<String, Object> document) throws IOException {
    byte[] text = CanonicalJson.mapper().writeValueAsBytes(document);
    String expected =
        new String(new JsonCanonicalizer(text).getEncodedUTF8(), StandardCharsets.UTF_8);
    assertThat(new String(CanonicalJson.bytes(document), StandardCharsets.UTF_8))
        .isEqualTo(expected);
    JsonNode tree = CanonicalJson.read(text);
    assertThat(new String(CanonicalJson.bytes(tree), StandardCharsets.UTF_8)).isEqualTo(expected);
  }

  @Provide
  Arbitrary<Map<String, Object>> documents() {
    Arbitrary<String> texts =
        Arbitraries.strings().withCharRange('\u0000', '\ud7ff').ofMaxLength(12);
    Arbitrary<Object> scalars =
        Arbitraries.oneOf(
            texts.map(t -> (Object) t),
            Arbitraries.longs().map(n -> (Object) n),
            Arbitraries.integers().map(n -> (Object) n),
            Arbitraries.doubles().map(n -> (Object) n),
            Arbitraries.bigDecimals().ofScale(3).map(n -> (Object) n),
            Arbitraries.of(Boolean.TRUE, Boolean.FALSE).map(b -> (Object) b),
            Arbitraries.just((Object) JsonNodeFactory.instance.nullNode()));
    Arbitrary<Object> lists = scalars.list().ofMaxSize(4).map(l -> (Object) List.copyOf(l));
    Arbitrary<Object> values = Arbitraries.oneOf(scalars, lists);
    Arbitrary<Map<String, Object>> flat = maps(texts, values);
    return maps(texts, Arbitraries.oneOf(values, flat.map(m -> (Object) m)));
  }

  private static Arbitrary<Map<String, Object>> maps(
      Arbitrary<String> names, Arbitrary<Object> values) {
    return Arbitraries.maps(names, values).ofMaxSize(5).map(LinkedHashMap::new);
  }
}
