package io.tongban.certificates.dcql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.dcql.ClaimPath.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is shown is what was asked for, whatever was disclosed and whatever was asked. */
class DcqlPropertyTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @Provide
  Arbitrary<ObjectNode> credentials() {
    return objects(3);
  }

  @Provide
  Arbitrary<JsonNode> values() {
    return json(3);
  }

  private static Arbitrary<ObjectNode> objects(int depth) {
    return Arbitraries.maps(Arbitraries.of("a", "b", "c"), json(depth - 1))
        .ofMaxSize(3)
        .map(
            members -> {
              ObjectNode object = JSON.objectNode();
              members.forEach(object::set);
              return object;
            });
  }

  private static Arbitrary<JsonNode> json(int depth) {
    Arbitrary<JsonNode> leaf =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 3).map(JSON::numberNode),
            Arbitraries.of("x", "y", "").map(JSON::textNode),
            Arbitraries.of(true, false).map(JSON::booleanNode),
            Arbitraries.create(JSON::nullNode));
    if (depth <= 0) {
      return leaf;
    }
    Arbitrary<JsonNode> array =
        json(depth - 1)
            .list()
            .ofMaxSize(3)
            .map(
                items -> {
                  ArrayNode node = JSON.arrayNode();
                  items.forEach(node::add);
                  return node;
                });
    return Arbitraries.oneOf(leaf, array, objects(depth).map(o -> (JsonNode) o));
  }

  @Provide
  Arbitrary<List<ClaimPath>> paths() {
    Arbitrary<Step> member = Arbitraries.of("a", "b", "c").map(Step.Member::new);
    Arbitrary<Step> any =
        Arbitraries.oneOf(
            member,
            Arbitraries.integers().between(0, 2).map(Step.Element::new),
            Arbitraries.create(Step.All::new));
    return Combinators.combine(member, any.list().ofMaxSize(3))
        .as(
            (head, rest) -> {
              List<Step> steps = new ArrayList<>(List.of(head));
              steps.addAll(rest);
              return new ClaimPath(steps);
            })
        .list()
        .ofMaxSize(3);
  }

  @Property(tries = 500)
  void nothingIsShownThatNoPathSelects(
      @ForAll("credentials") ObjectNode credential, @ForAll("paths") List<ClaimPath> paths) {
    Set<List<Step>> covered = new HashSet<>();
    for (ClaimPath path : paths) {
      if (!path.select(credential).isEmpty()) {
        covered.add(generic(path.steps()));
      }
    }
    for (List<Step> leaf : leaves(ClaimPath.project(credential, paths))) {
      assertThat(covered).anyMatch(path -> isPrefix(path, leaf));
    }
  }

  @Property(tries = 500)
  void everythingAskedForThatIsThereIsShown(
      @ForAll("credentials") ObjectNode credential, @ForAll("paths") List<ClaimPath> paths) {
    ObjectNode shown = ClaimPath.project(credential, paths);
    for (ClaimPath path : paths) {
      // the place of an element changes where those before it are left out
      if (path.steps().stream().noneMatch(Step.Element.class::isInstance)) {
        List<JsonNode> selected = path.select(credential);
        if (!selected.isEmpty()) {
          assertThat(shown.has(QueryFormat.SD_JWT_VC.claim(path))).isTrue();
        }
        if (paths.size() == 1) {
          assertThat(path.select(shown)).isEqualTo(selected);
        }
      }
    }
  }

  @Property(tries = 500)
  void anyJsonIsReadOrRefused(@ForAll("values") JsonNode value) {
    try {
      assertThat(DcqlReader.read(value).credentials()).isNotEmpty();
    } catch (DcqlException refused) {
      assertThat(refused).hasMessageContaining(" ");
    }
  }

  /** Elements as "all": the shown value numbers them anew. */
  private static List<Step> generic(List<Step> steps) {
    return steps.stream()
        .map(step -> step instanceof Step.Element ? new Step.All() : step)
        .toList();
  }

  private static boolean isPrefix(List<Step> path, List<Step> leaf) {
    return leaf.size() >= path.size() && leaf.subList(0, path.size()).equals(path);
  }

  private static List<List<Step>> leaves(JsonNode node) {
    List<List<Step>> leaves = new ArrayList<>();
    collect(node, List.of(), leaves);
    return leaves;
  }

  private static void collect(JsonNode node, List<Step> at, List<List<Step>> leaves) {
    if (node.isObject() && (!node.isEmpty() || at.isEmpty())) {
      node.properties()
          .forEach(m -> collect(m.getValue(), plus(at, new Step.Member(m.getKey())), leaves));
    } else if (node.isArray() && !node.isEmpty()) {
      node.forEach(element -> collect(element, plus(at, new Step.All()), leaves));
    } else {
      leaves.add(at);
    }
  }

  private static List<Step> plus(List<Step> at, Step step) {
    List<Step> steps = new ArrayList<>(at);
    steps.add(step);
    return steps;
  }
}
