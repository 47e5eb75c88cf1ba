package io.tongban.connectors.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.connectors.ConnectorProblem;
import io.tongban.connectors.Connectors.Candidate;
import io.tongban.connectors.Connectors.Unmatched;
import io.tongban.connectors.CrosswalkSpec;
import io.tongban.connectors.CrosswalkSpec.Entry;
import io.tongban.connectors.jdbc.RunStore;
import io.tongban.connectors.mapping.CrosswalkTables;
import io.tongban.connectors.mapping.FuzzyNames;
import io.tongban.hub.ApplyReport;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Definitions;
import io.tongban.hub.Nearest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Shows what crosswalks do not know and takes what people confirm into their definitions. */
@ApplicationScoped
class Crosswalks {
  private static final int SUGGESTED = 5;
  private final Definitions definitions;
  private final RunStore store;
  private final Loader loader;

  @Inject
  Crosswalks(Definitions definitions, RunStore store, Loader loader) {
    this.definitions = definitions;
    this.store = store;
    this.loader = loader;
  }

  List<Unmatched> unmatched(String crosswalk, int limit) {
    find(crosswalk);
    FuzzyNames names = loader.context().crosswalks().names(crosswalk);
    List<Unmatched> found = new ArrayList<>();
    store
        .unmatched(crosswalk, limit)
        .forEach(
            (key, rows) ->
                found.add(new Unmatched(key, rows, candidates(names.suggest(key, SUGGESTED)))));
    return found;
  }

  static List<Candidate> candidates(List<FuzzyNames.Suggestion> suggestions) {
    return suggestions.stream()
        .map(s -> new Candidate(s.value(), s.name(), s.place(), s.score(), s.why()))
        .toList();
  }

  private Definition<CrosswalkSpec> find(String crosswalk) {
    return definitions
        .find(CrosswalkSpec.class, crosswalk)
        .orElseThrow(
            () ->
                ConnectorProblem.CROSSWALK_UNKNOWN.problem(
                    "no crosswalk is called \"%s\"; %s"
                        .formatted(
                            crosswalk,
                            Nearest.fix(
                                crosswalk,
                                definitions.all(CrosswalkSpec.class).stream()
                                    .map(Definition::name)
                                    .toList(),
                                "crosswalks"))));
  }

  /** One at a time on this node, so that of two confirmations none is lost. */
  synchronized ApplyReport confirm(String crosswalk, Map<String, String> added, String by) {
    Definition<CrosswalkSpec> definition = find(crosswalk);
    var context = loader.context();
    Set<String> values =
        context.crosswalks().candidates(crosswalk).stream()
            .map(FuzzyNames.Candidate::value)
            .collect(Collectors.toSet());
    Set<String> known =
        definition.spec().confirmed().stream()
            .map(entry -> CrosswalkTables.normal(entry.from()))
            .collect(Collectors.toSet());
    List<Entry> entries = new ArrayList<>(definition.spec().confirmed());
    for (Map.Entry<String, String> entry : added.entrySet()) {
      check(definition, entry, values, known);
      entries.add(new Entry(entry.getKey(), entry.getValue(), by, context.today()));
    }
    ApplyReport report =
        definitions.apply(
            List.of(new DefinitionFile("crosswalk.yaml", document(definition, entries))), false);
    store.matched(crosswalk, List.copyOf(added.keySet()));
    return report;
  }

  private static void check(
      Definition<CrosswalkSpec> definition,
      Map.Entry<String, String> entry,
      Set<String> values,
      Set<String> known) {
    if (!known.add(CrosswalkTables.normal(entry.getKey()))) {
      throw ConnectorProblem.ENTRY_REFUSED.problem(
          "crosswalk \"%s\" has an entry for that text already; change it in the definition"
              .formatted(definition.name()));
    }
    if (definition.spec().candidates() != null && !values.contains(entry.getValue())) {
      throw ConnectorProblem.ENTRY_REFUSED.problem(
          "\"%s\" is none of the candidates of crosswalk \"%s\""
              .formatted(entry.getValue(), definition.name()));
    }
  }

  /** The definition with its entries as a file; JSON is YAML. */
  private static byte[] document(Definition<CrosswalkSpec> definition, List<Entry> entries) {
    ObjectMapper json = CanonicalJson.mapper();
    ObjectNode document = json.createObjectNode();
    document.put("apiVersion", "tongban.io/v1").put("kind", definition.kind());
    ObjectNode metadata = document.putObject("metadata").put("name", definition.name());
    metadata
        .putObject("title")
        .put("zh", definition.title().zh())
        .put("en", definition.title().en());
    ObjectNode spec = document.putObject("spec");
    CrosswalkSpec.Candidates from = definition.spec().candidates();
    if (from != null) {
      ObjectNode candidates = spec.putObject("candidates");
      put(candidates, "codeList", from.codeList());
      put(candidates, "pattern", from.pattern());
      put(candidates, "source", from.source());
      put(candidates, "query", from.query());
    }
    if (definition.spec().exact() != null) {
      spec.put("exact", definition.spec().exact());
    }
    ArrayNode list = spec.putArray("entries");
    for (Entry entry : entries) {
      ObjectNode node = list.addObject().put("from", entry.from()).put("to", entry.to());
      put(node, "confirmedBy", entry.confirmedBy());
      LocalDate day = entry.confirmedOn();
      put(node, "confirmedOn", day == null ? null : day.toString());
    }
    try {
      return json.writeValueAsBytes(document);
    } catch (IOException e) {
      throw new UncheckedIOException("texts can be written as JSON", e);
    }
  }

  private static void put(ObjectNode node, String name, String value) {
    if (value != null) {
      node.put(name, value);
    }
  }
}
