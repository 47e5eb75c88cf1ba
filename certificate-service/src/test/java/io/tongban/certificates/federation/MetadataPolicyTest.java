package io.tongban.certificates.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.PlainWallet;
import io.tongban.certificates.federation.ChainException.Fault;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenID Federation 1.0, section 6.1.3.1, operator by operator. */
class MetadataPolicyTest {
  private static JsonNode json(String text) {
    return PlainWallet.json(text.replace('\'', '"'));
  }

  private static ObjectNode wrapped(String parameter, JsonNode value) {
    ObjectNode type = JsonNodeFactory.instance.objectNode();
    if (value != null) {
      type.set(parameter, value);
    }
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    metadata.set("t", type);
    return metadata;
  }

  private static JsonNode applied(String parameter, String policy, String found)
      throws ChainException {
    ObjectNode merged = MetadataPolicy.merged(List.of(wrapped(parameter, json(policy))));
    return MetadataPolicy.applied(merged, wrapped(parameter, found == null ? null : json(found)))
        .get("t")
        .path(parameter);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'value':'a'} | 'b' | 'a'",
        "{'value':[1,2]} | | [1,2]",
        "{'value':null} | 'b' | ",
        "{'value':false,'essential':true} | true | false",
        "{'add':['a','b']} | ['b','c'] | ['b','c','a']",
        "{'add':['a']} | | ['a']",
        "{'add':[{'k':1}]} | [{'k':2}] | [{'k':2},{'k':1}]",
        "{'default':'a'} | | 'a'",
        "{'default':'a'} | 'b' | 'b'",
        "{'default':'a','essential':true} | | 'a'",
        "{'one_of':['a','b']} | 'b' | 'b'",
        "{'one_of':['a']} | | ",
        "{'one_of':[1,2]} | 1.0 | 1.0",
        "{'subset_of':['a','b','c'],'essential':true} | ['a','e'] | ['a']",
        "{'subset_of':['a','b','c'],'essential':true} | ['d','e'] | []",
        "{'subset_of':['a','b','c'],'essential':false} | | ",
        "{'superset_of':['a']} | ['b','a'] | ['b','a']",
        "{'add':['a'],'superset_of':['a']} | ['b'] | ['b','a']",
        "{'subset_of':['a','b'],'superset_of':['a']} | ['a','c'] | ['a']",
        "{'value':'a','one_of':['a','b']} | 'x' | 'a'",
        "{'value':['a'],'subset_of':['a','b']} | 'x' | ['a']",
        "{'regexp':'.*'} | 'x' | 'x'",
      })
  void applies(String policy, String found, String result) throws ChainException {
    JsonNode applied = applied("p", policy, found);
    assertThat(applied.isMissingNode() ? null : applied)
        .isEqualTo(result == null ? null : json(result));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'one_of':['a']} | 'c'",
        "{'superset_of':['a']} | ['b']",
        "{'essential':true} | ",
        "{'subset_of':['a'],'essential':true} | ",
        "{'subset_of':['a']} | 'a'",
        "{'add':['a']} | 'a'",
        "{'value':null,'essential':true} | 'a'",
        "{'value':null,'default':'a'} | 'a'",
        "{'value':'x','one_of':['a']} | 'a'",
        "{'value':['a'],'add':['b']} | ",
        "{'value':['c'],'subset_of':['a']} | ",
        "{'value':['a'],'superset_of':['b']} | ",
        "{'one_of':['a'],'add':['a']} | 'a'",
        "{'add':['a'],'subset_of':['b']} | ['b']",
        "{'superset_of':['a'],'subset_of':['b']} | ['b']",
        "{'default':null} | ",
        "{'one_of':[]} | ",
        "{'essential':'yes'} | 'a'",
        "'a' | 'a'",
      })
  void refuses(String policy, String found) {
    assertThatThrownBy(() -> applied("p", policy, found))
        .isInstanceOfSatisfying(
            ChainException.class, e -> assertThat(e.fault()).isEqualTo(Fault.POLICY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'one_of':['a','b']} | {'one_of':['b','c']} | {'one_of':['b']}",
        "{'subset_of':['a']} | {'subset_of':['b']} | {'subset_of':[]}",
        "{'superset_of':['a']} | {'superset_of':['b']} | {'superset_of':['a','b']}",
        "{'add':['a']} | {'add':['b','a']} | {'add':['a','b']}",
        "{'essential':true} | {'essential':false} | {'essential':true}",
        "{'essential':false} | {'essential':true} | {'essential':true}",
        "{'value':[1,2]} | {'value':[2,1]} | {'value':[1,2]}",
        "{'default':'a'} | {'one_of':['a']} | {'default':'a','one_of':['a']}",
        "{'one_of':['a','b']} | {'one_of':['c']} | ",
        "{'value':'a'} | {'value':'b'} | ",
        "{'default':'a'} | {'default':'b'} | ",
        "{'value':'a'} | {'one_of':['b']} | ",
        "{'value':null} | {'essential':true} | ",
      })
  void merges(String above, String below, String result) throws ChainException {
    List<JsonNode> both = List.of(wrapped("p", json(above)), wrapped("p", json(below)));
    if (result == null) {
      assertThatThrownBy(() -> MetadataPolicy.merged(both)).isInstanceOf(ChainException.class);
    } else {
      assertThat(MetadataPolicy.merged(both).get("t").get("p")).isEqualTo(json(result));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'subset_of':['a','b']} | 'b c' | 'b'",
        "{'superset_of':['b']} | 'c b' | 'b c'",
        "{'add':['d']} | 'c' | 'c d'",
        "{'default':['x','y']} | | 'x y'",
        "{'subset_of':'a b'} | 'a' | 'a'",
      })
  void readsScopesAsAnArray(String policy, String found, String result) throws ChainException {
    assertThat(applied("scope", policy, found)).isEqualTo(json(result));
  }

  @Property(tries = 300)
  void noEntityBelowWidensWhatOneAboveAllows(
      @ForAll @Size(max = 4) Set<Letter> above,
      @ForAll @Size(max = 4) Set<Letter> below,
      @ForAll @Size(max = 4) Set<Letter> found)
      throws ChainException {
    ObjectNode merged =
        MetadataPolicy.merged(List.of(wrapped("p", subset(above)), wrapped("p", subset(below))));
    JsonNode result = MetadataPolicy.applied(merged, wrapped("p", array(found))).get("t").get("p");
    Set<Letter> expected = new LinkedHashSet<>(found);
    expected.retainAll(above);
    expected.retainAll(below);
    List<String> names = new ArrayList<>();
    result.forEach(name -> names.add(name.asText()));
    assertThat(names)
        .containsExactlyInAnyOrderElementsOf(expected.stream().map(Enum::name).toList());
  }

  enum Letter {
    A,
    B,
    C,
    D,
    E
  }

  private static JsonNode array(Set<Letter> letters) {
    var array = JsonNodeFactory.instance.arrayNode();
    letters.forEach(letter -> array.add(letter.name()));
    return array;
  }

  private static JsonNode subset(Set<Letter> letters) {
    ObjectNode policy = JsonNodeFactory.instance.objectNode();
    policy.set("subset_of", array(letters));
    return policy;
  }
}
