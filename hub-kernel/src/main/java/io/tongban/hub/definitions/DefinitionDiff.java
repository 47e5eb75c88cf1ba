package io.tongban.hub.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.Difference;
import io.tongban.hub.Label;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is different between two versions of a definition, in words. Members of a list that have a
 * name are compared by it, so that one inserted item is one difference and not many.
 */
public final class DefinitionDiff {
  /** What names a member of a list, the first that all its members have. */
  private static final List<String> NAMES =
      List.of("name", "item", "code", "id", "claim", "element", "path", "column");

  private static final int LONGEST = 120;
  private final List<Difference> found = new ArrayList<>();

  private DefinitionDiff() {}

  /** The differences in title and spec, in the order of the declared definition. */
  public static List<Difference> between(Definition<?> before, Definition<?> after) {
    var diff = new DefinitionDiff();
    diff.compare("", "", content(before), content(after));
    return List.copyOf(diff.found);
  }

  private static ObjectNode content(Definition<?> definition) {
    ObjectNode content = CanonicalJson.mapper().createObjectNode();
    content.set("title", CanonicalJson.mapper().valueToTree(definition.title()));
    content.set("spec", CanonicalJson.mapper().valueToTree(definition.spec()));
    return content;
  }

  private void compare(String pointer, String path, JsonNode before, JsonNode after) {
    if (none(before) && none(after)) {
      return;
    }
    if (none(before)) {
      added(pointer, path, after);
    } else if (none(after)) {
      removed(pointer, path, before);
    } else if (before.isObject() && after.isObject()) {
      objects(pointer, path, before, after);
    } else if (before.isArray() && after.isArray()) {
      lists(pointer, path, before, after);
    } else if (!same(before, after)) {
      changed(pointer, path, before, after);
    }
  }

  /** A property that is not written and one that is written as null or empty say the same. */
  private static boolean none(JsonNode node) {
    return node == null
        || node.isNull()
        || node.isMissingNode()
        || (node.isContainerNode() && node.isEmpty());
  }

  private static boolean same(JsonNode before, JsonNode after) {
    return before.isNumber() && after.isNumber()
        ? before.decimalValue().compareTo(after.decimalValue()) == 0
        : before.equals(after);
  }

  private void objects(String pointer, String path, JsonNode before, JsonNode after) {
    Set<String> names = new LinkedHashSet<>();
    after.fieldNames().forEachRemaining(names::add);
    before.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      String below = path.isEmpty() || path.equals("spec") ? name : path + "." + name;
      compare(pointer + "/" + escaped(name), below, before.get(name), after.get(name));
    }
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private void lists(String pointer, String path, JsonNode before, JsonNode after) {
    Optional<String> by =
        NAMES.stream().filter(name -> named(before, name) && named(after, name)).findFirst();
    if (by.isPresent()) {
      members(pointer, path, byName(before, by.get()), byName(after, by.get()));
    } else if (!before.equals(after)) {
      changed(pointer, path, before, after);
    }
  }

  private static boolean named(JsonNode list, String name) {
    Set<String> seen = new LinkedHashSet<>();
    for (JsonNode member : list) {
      if (!member.path(name).isTextual() || !seen.add(member.get(name).asText())) {
        return false;
      }
    }
    return true;
  }

  private record Member(int place, JsonNode content) {}

  private static Map<String, Member> byName(JsonNode list, String name) {
    Map<String, Member> members = new LinkedHashMap<>();
    for (int i = 0; i < list.size(); i++) {
      members.put(list.get(i).get(name).asText(), new Member(i, list.get(i)));
    }
    return members;
  }

  private void members(
      String pointer, String path, Map<String, Member> before, Map<String, Member> after) {
    after.forEach(
        (name, member) -> {
          Member was = before.get(name);
          compare(
              pointer + "/" + member.place(),
              path + "[" + name + "]",
              was == null ? null : was.content(),
              member.content());
        });
    before.forEach(
        (name, member) -> {
          if (!after.containsKey(name)) {
            removed(pointer + "/" + member.place(), path + "[" + name + "]", member.content());
          }
        });
    order(pointer, path, before.keySet(), after.keySet());
  }

  private void order(String pointer, String path, Set<String> before, Set<String> after) {
    List<String> were = before.stream().filter(after::contains).toList();
    List<String> are = after.stream().filter(before::contains).toList();
    if (!were.equals(are)) {
      found.add(
          new Difference(
              pointer,
              String.join(", ", were),
              String.join(", ", are),
              new Label(path + " 的顺序有变化", "the order of " + path + " changes")));
    }
  }

  private void added(String pointer, String path, JsonNode after) {
    String value = json(after);
    found.add(
        new Difference(
            pointer,
            null,
            value,
            new Label("新增 " + path + "：" + brief(value), path + " is added: " + brief(value))));
  }

  private void removed(String pointer, String path, JsonNode before) {
    String value = json(before);
    found.add(
        new Difference(
            pointer,
            value,
            null,
            new Label(
                "删除 " + path + "（原为 " + brief(value) + "）",
                path + " is removed (it was " + brief(value) + ")")));
  }

  private void changed(String pointer, String path, JsonNode before, JsonNode after) {
    String was = json(before);
    String becomes = json(after);
    found.add(
        new Difference(
            pointer,
            was,
            becomes,
            new Label(
                path + " 由 " + brief(was) + " 改为 " + brief(becomes),
                path + " changes from " + brief(was) + " to " + brief(becomes))));
  }

  private static String json(JsonNode node) {
    return new String(CanonicalJson.bytes(node), StandardCharsets.UTF_8);
  }

  private static String brief(String json) {
    return json.codePointCount(0, json.length()) <= LONGEST
        ? json
        : json.substring(0, json.offsetByCodePoints(0, LONGEST)) + " …";
  }
}
