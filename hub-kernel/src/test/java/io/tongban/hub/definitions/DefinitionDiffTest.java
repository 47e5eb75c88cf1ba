package io.tongban.hub.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.Difference;
import io.tongban.hub.Label;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Differences in words. */
class DefinitionDiffTest {
  private static List<Difference> between(String before, String after) {
    return DefinitionDiff.between(definition(before), definition(after));
  }

  private static Definition<JsonNode> definition(String spec) {
    return new Definition<>(
        "Note",
        "one",
        Label.of("one"),
        CanonicalJson.read(spec.replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
        1,
        spec,
        Map.of());
  }

  @Example
  void membersOfAListAreComparedByTheirName() {
    assertThat(
            between(
                "{'items':[{'name':'a','element':'x'},{'name':'b','element':'y'}]}",
                "{'items':[{'name':'new','element':'z'},{'name':'a','element':'w'}]}"))
        .containsExactlyInAnyOrder(
            new Difference(
                "/spec/items/0",
                null,
                "{\"element\":\"z\",\"name\":\"new\"}",
                new Label(
                    "新增 items[new]：{\"element\":\"z\",\"name\":\"new\"}",
                    "items[new] is added: {\"element\":\"z\",\"name\":\"new\"}")),
            new Difference(
                "/spec/items/1/element",
                "\"x\"",
                "\"w\"",
                new Label(
                    "items[a].element 由 \"x\" 改为 \"w\"",
                    "items[a].element changes from \"x\" to \"w\"")),
            new Difference(
                "/spec/items/1",
                "{\"element\":\"y\",\"name\":\"b\"}",
                null,
                new Label(
                    "删除 items[b]（原为 {\"element\":\"y\",\"name\":\"b\"}）",
                    "items[b] is removed (it was {\"element\":\"y\",\"name\":\"b\"})")));
  }

  @Example
  void anotherOrderIsOneDifference() {
    assertThat(between("{'l':[{'name':'a'},{'name':'b'}]}", "{'l':[{'name':'b'},{'name':'a'}]}"))
        .singleElement()
        .satisfies(d -> assertThat(d.text().en()).isEqualTo("the order of l changes"));
  }

  @Example
  void nothingSaidInTwoWaysIsNoDifference() {
    assertThat(between("{'a':null,'b':[],'c':1}", "{'c':1.0}")).isEmpty();
  }

  @Example
  void longValuesAreCutInWordsAndWholeInTheDifference() {
    String sql = "S".repeat(500);
    assertThat(between("{'sql':'a'}", "{'sql':'" + sql + "'}"))
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.after()).contains(sql);
              assertThat(d.text().en()).hasSizeLessThan(200).endsWith("…");
            });
  }

  @Property(tries = 200)
  void aSpecDoesNotDifferFromItself(
      @ForAll @Size(max = 6) Map<@StringLength(max = 5) String, List<Integer>> spec) {
    Definition<Object> one = new Definition<>("Note", "n", Label.of("n"), spec, 1, "d", Map.of());
    assertThat(DefinitionDiff.between(one, one)).isEmpty();
  }
}
