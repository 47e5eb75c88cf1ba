package io.tongban.connectors.mapping;

import com.google.re2j.Pattern;
import io.tongban.connectors.ConnectorProblem;
import io.tongban.connectors.ConnectorSpec;
import io.tongban.connectors.CrosswalkSpec;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionView;
import io.tongban.hub.HubProblem;
import io.tongban.hub.Sources;
import io.tongban.registry.Code;
import io.tongban.registry.CodeLists;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import javax.sql.DataSource;

/**
 * What look-ups need, each read once a run, however many items use it: tables of databases,
 * confirmed crosswalks with what can be suggested for them, and the names of divisions.
 */
public final class CrosswalkTables {
  private static final int FETCH = 1000;
  private static final int PAGE = 5000;

  /** A larger one belongs into a query of its own, not into memory. */
  private static final int MOST_ROWS = 2_000_000;

  private final Sources sources;
  private final DefinitionView definitions;
  private final CodeLists codeLists;
  private final LocalDate today;
  private final Map<Place, Map<String, String>> tables = new HashMap<>();
  private final Map<String, Map<String, String>> confirmed = new HashMap<>();
  private final Map<String, List<FuzzyNames.Candidate>> candidates = new HashMap<>();
  private final Map<String, FuzzyNames> names = new HashMap<>();
  private final Map<String, DivisionNames> divisions = new HashMap<>();

  /**
   * @param today the day on which codes that are suggested must hold
   */
  public CrosswalkTables(
      Sources sources, DefinitionView definitions, CodeLists codeLists, LocalDate today) {
    this.sources = sources;
    this.definitions = definitions;
    this.codeLists = codeLists;
    this.today = today;
  }

  private record Place(String source, String query) {}

  /** How texts are compared: trimmed and case-blind. */
  public static String normal(String text) {
    return TextStep.trim(text).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  /** The table of a step: value by normalised key; the first of equal keys counts. */
  Map<String, String> table(ConnectorSpec.Step step) {
    return step.table() != null
        ? confirmed.computeIfAbsent(step.table(), this::confirmed)
        : rows(step);
  }

  private Map<String, String> confirmed(String crosswalk) {
    CrosswalkSpec spec = spec(crosswalk);
    Map<String, String> table = new HashMap<>();
    spec.confirmed().forEach(entry -> table.putIfAbsent(normal(entry.from()), entry.to()));
    if (Boolean.TRUE.equals(spec.exact())) {
      exact(candidates(crosswalk)).forEach(table::putIfAbsent);
    }
    return table;
  }

  /** Names that one candidate alone has. */
  private static Map<String, String> exact(List<FuzzyNames.Candidate> candidates) {
    Map<String, String> once = new HashMap<>();
    Set<String> several = new HashSet<>();
    for (FuzzyNames.Candidate candidate : candidates) {
      String name = normal(candidate.name());
      String before = once.putIfAbsent(name, candidate.value());
      if (before != null && !before.equals(candidate.value())) {
        several.add(name);
      }
    }
    once.keySet().removeAll(several);
    return once;
  }

  private CrosswalkSpec spec(String crosswalk) {
    return definitions
        .find(CrosswalkSpec.class, crosswalk)
        .map(Definition::spec)
        .orElseThrow(
            () ->
                ConnectorProblem.CROSSWALK_UNKNOWN.problem(
                    "no crosswalk is called \"" + crosswalk + "\""));
  }

  /** What the texts of a crosswalk can mean. */
  public FuzzyNames names(String crosswalk) {
    return names.computeIfAbsent(crosswalk, c -> new FuzzyNames(candidates(c)));
  }

  /** What entries of a crosswalk may lead to; empty where it declares nothing. */
  public List<FuzzyNames.Candidate> candidates(String crosswalk) {
    return candidates.computeIfAbsent(crosswalk, this::loadCandidates);
  }

  private List<FuzzyNames.Candidate> loadCandidates(String crosswalk) {
    CrosswalkSpec.Candidates from = spec(crosswalk).candidates();
    if (from == null) {
      return List.of();
    }
    List<FuzzyNames.Candidate> found = new ArrayList<>();
    if (from.codeList() == null) {
      Place place = new Place(from.source(), from.query());
      load(place, (name, value) -> found.add(new FuzzyNames.Candidate(value, name, "")));
      return found;
    }
    Pattern pattern = from.pattern() == null ? null : Pattern.compile(from.pattern());
    for (Code code : codes(from.codeList())) {
      if (code.validOn(today) && (pattern == null || pattern.matches(code.code()))) {
        String place = String.join(" ", code.parents());
        found.add(new FuzzyNames.Candidate(code.code(), code.label().zh(), place));
        if (!code.label().en().equals(code.label().zh())) {
          found.add(new FuzzyNames.Candidate(code.code(), code.label().en(), place));
        }
      }
    }
    return found;
  }

  private List<Code> codes(String list) {
    List<Code> codes = new ArrayList<>();
    String after = null;
    for (List<Code> page = codeLists.page(list, after, PAGE);
        !page.isEmpty();
        page = codeLists.page(list, after, PAGE)) {
      codes.addAll(page);
      after = page.get(page.size() - 1).code();
    }
    return codes;
  }

  /** The names of a list of divisions. */
  DivisionNames divisions(String list) {
    return divisions.computeIfAbsent(list, name -> new DivisionNames(codeLists, name));
  }

  private Map<String, String> rows(ConnectorSpec.Step step) {
    return tables.computeIfAbsent(new Place(step.source(), step.query()), this::load);
  }

  private Map<String, String> load(Place place) {
    Map<String, String> table = new HashMap<>();
    load(place, (key, value) -> table.putIfAbsent(normal(key), value));
    return table;
  }

  private void load(Place place, BiConsumer<String, String> target) {
    DataSource source = sources.jdbc(place.source());
    try (Connection connection = open(source, place)) {
      // PostgreSQL's driver streams only inside a transaction
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(FETCH);
        try (ResultSet rows = statement.executeQuery(place.query())) {
          read(rows, place, target);
        }
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw ConnectorProblem.QUERY_FAILED.problem(
          "the crosswalk query on source \"%s\" failed (SQL state %s): %s"
              .formatted(place.source(), e.getSQLState(), place.query()),
          e);
    }
  }

  private static Connection open(DataSource source, Place place) {
    try {
      return source.getConnection();
    } catch (SQLException e) {
      throw HubProblem.SOURCE_UNREACHABLE.problem(
          "no connection to the database of source \"" + place.source() + "\"", e);
    }
  }

  private static void read(ResultSet rows, Place place, BiConsumer<String, String> target)
      throws SQLException {
    if (rows.getMetaData().getColumnCount() != 2) {
      throw ConnectorProblem.QUERY_FAILED.problem(
          "the crosswalk query on source \"%s\" must give two columns, key and value: %s"
              .formatted(place.source(), place.query()));
    }
    long count = 0;
    while (rows.next()) {
      String key = rows.getString(1);
      String value = rows.getString(2);
      if (key != null && value != null && !value.isBlank()) {
        target.accept(key, TextStep.trim(value));
        count++;
      }
      if (count > MOST_ROWS) {
        throw ConnectorProblem.QUERY_FAILED.problem(
            "the crosswalk query on source \"%s\" gives more than %d rows"
                .formatted(place.source(), MOST_ROWS));
      }
    }
  }
}
