package io.tongban.connectors.mapping;

import io.tongban.connectors.ConnectorProblem;
import io.tongban.connectors.ConnectorSpec;
import io.tongban.hub.HubProblem;
import io.tongban.hub.Sources;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;

/** The tables of crosswalks, each read once a run, however many items use it. */
public final class CrosswalkTables {
  private static final int FETCH = 1000;

  /** A larger one belongs into a query of its own, not into memory. */
  private static final int MOST_ROWS = 2_000_000;

  private final Sources sources;
  private final Map<Place, Map<String, String>> tables = new HashMap<>();

  public CrosswalkTables(Sources sources) {
    this.sources = sources;
  }

  private record Place(String source, String query) {}

  /** How texts are compared: trimmed and case-blind. */
  static String normal(String text) {
    return TextStep.trim(text).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  /** The table of a step: value by normalised key; the first of equal keys counts. */
  Map<String, String> table(ConnectorSpec.Step step) {
    return tables.computeIfAbsent(new Place(step.source(), step.query()), this::load);
  }

  private Map<String, String> load(Place place) {
    DataSource source = sources.jdbc(place.source());
    try (Connection connection = open(source, place)) {
      // PostgreSQL's driver streams only inside a transaction
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(FETCH);
        try (ResultSet rows = statement.executeQuery(place.query())) {
          return read(rows, place);
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

  private static Map<String, String> read(ResultSet rows, Place place) throws SQLException {
    if (rows.getMetaData().getColumnCount() != 2) {
      throw ConnectorProblem.QUERY_FAILED.problem(
          "the crosswalk query on source \"%s\" must give two columns, key and value: %s"
              .formatted(place.source(), place.query()));
    }
    Map<String, String> table = new HashMap<>();
    while (rows.next()) {
      String key = rows.getString(1);
      String value = rows.getString(2);
      if (key != null && value != null && !value.isBlank()) {
        table.putIfAbsent(normal(key), TextStep.trim(value));
      }
      if (table.size() > MOST_ROWS) {
        throw ConnectorProblem.QUERY_FAILED.problem(
            "the crosswalk query on source \"%s\" gives more than %d rows"
                .formatted(place.source(), MOST_ROWS));
      }
    }
    return table;
  }
}
