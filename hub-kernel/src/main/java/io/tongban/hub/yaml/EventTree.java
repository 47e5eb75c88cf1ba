package io.tongban.hub.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.Fault;
import io.tongban.hub.Place;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/** Builds one document's JSON from the parser's events and notes every place. */
final class EventTree {
  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
  private final String path;
  private final Iterator<Event> events;
  private final NodeBudget budget;
  private final Consumer<Fault> faults;
  private final Map<String, Place> values = new HashMap<>();
  private final Map<String, Place> keys = new HashMap<>();
  private final Map<String, JsonNode> anchors = new HashMap<>();

  EventTree(String path, Iterator<Event> events, NodeBudget budget, Consumer<Fault> faults) {
    this.path = path;
    this.events = events;
    this.budget = budget;
    this.faults = faults;
  }

  /** Reads up to the document's end; nothing where the document is empty. */
  Optional<YamlDocument> document(DocumentStartEvent start) throws YamlFaultException {
    Event root = events.next();
    JsonNode content = node(root, "", 0);
    Event end = events.next();
    if (!(end instanceof DocumentEndEvent)) {
      throw broken(end);
    }
    return content.isNull()
        ? Optional.empty()
        : Optional.of(new YamlDocument(at(root), content, values, keys));
  }

  private JsonNode node(Event event, String pointer, int depth) throws YamlFaultException {
    Place place = at(event);
    budget.take(place);
    values.put(pointer, place);
    if (event instanceof AliasEvent alias) {
      return alias(alias, place);
    }
    if (depth > YamlReader.MAX_DEPTH) {
      throw new YamlFaultException(
          YamlReader.fault(
              place,
              "nested deeper than " + YamlReader.MAX_DEPTH + " levels",
              "no definition needs that depth: check the brackets and the indentation"));
    }
    JsonNode built = build(event, pointer, depth);
    if (event instanceof NodeEvent anchored && anchored.getAnchor() != null) {
      anchors.put(anchored.getAnchor(), built);
    }
    return built;
  }

  private JsonNode build(Event event, String pointer, int depth) throws YamlFaultException {
    if (event instanceof ScalarEvent scalar) {
      return Scalars.node(scalar, at(event));
    }
    if (event instanceof SequenceStartEvent list) {
      Scalars.refuseTag(list.getTag(), at(event));
      return sequence(pointer, depth);
    }
    if (event instanceof MappingStartEvent mapping) {
      Scalars.refuseTag(mapping.getTag(), at(event));
      return mapping(pointer, depth);
    }
    throw broken(event);
  }

  private ArrayNode sequence(String pointer, int depth) throws YamlFaultException {
    ArrayNode array = NODES.arrayNode();
    for (Event e = events.next(); !(e instanceof SequenceEndEvent); e = events.next()) {
      array.add(node(e, pointer + "/" + array.size(), depth + 1));
    }
    return array;
  }

  private ObjectNode mapping(String pointer, int depth) throws YamlFaultException {
    ObjectNode object = NODES.objectNode();
    for (Event e = events.next(); !(e instanceof MappingEndEvent); e = events.next()) {
      String name = key(e);
      String child = YamlDocument.child(pointer, name);
      Place first = keys.get(child);
      if (first != null && object.has(name)) {
        duplicate(e, child, name, first);
        node(events.next(), child, depth + 1);
      } else {
        keys.put(child, at(e));
        object.set(name, node(events.next(), child, depth + 1));
      }
    }
    return object;
  }

  private String key(Event event) throws YamlFaultException {
    if (event instanceof ScalarEvent scalar) {
      budget.take(at(event));
      Scalars.refuseTag(scalar.getTag(), at(event));
      return scalar.getValue();
    }
    throw new YamlFaultException(
        YamlReader.fault(at(event), "a key must be a plain text", "write 'key: value'"));
  }

  private void duplicate(Event event, String pointer, String name, Place first) {
    faults.accept(
        new Fault(
            at(event),
            pointer,
            "the key \"" + name + "\" stands here a second time",
            "keep one of them; the first is at " + first));
  }

  private JsonNode alias(AliasEvent alias, Place place) throws YamlFaultException {
    JsonNode known = anchors.get(alias.getAnchor());
    if (known == null) {
      throw new YamlFaultException(
          YamlReader.fault(
              place,
              "there is no finished anchor &" + alias.getAnchor() + " before this alias",
              "write the value out, or put the text in quotes if it begins with *"));
    }
    budget.takeAll(known, place);
    return known.deepCopy();
  }

  private YamlFaultException broken(Event event) {
    return new YamlFaultException(
        YamlReader.fault(at(event), "the structure is broken here", "check the indentation"));
  }

  private Place at(Event event) {
    return YamlReader.place(path, event.getStartMark());
  }
}
