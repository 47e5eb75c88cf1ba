package io.tongban.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Date;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * JDBC as a database tool does it: the published thin driver, found by its service entry in a class
 * loader that holds it and the one JAR it needs.
 */
@QuarkusTest
@TestProfile(LandProfile.class)
class JdbcDriverTest {
  private static final Calendar UTC = Calendar.getInstance(TimeZone.getTimeZone("UTC"));
  private static Driver driver;
  @Inject LandHub hub;

  @BeforeAll
  static void load() throws MalformedURLException {
    Path folder = Path.of("target/jdbc-driver");
    URL[] jars = {
      folder.resolve("avatica.jar").toUri().toURL(), folder.resolve("slf4j-api.jar").toUri().toURL()
    };
    var loader = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader());
    driver = ServiceLoader.load(Driver.class, loader).findFirst().orElseThrow();
    assertThat(driver.getClass().getClassLoader()).isSameAs(loader);
  }

  @AfterEach
  void endTokens() {
    hub.endBearers();
  }

  private String token() {
    return hub.bearer(hub.adur());
  }

  private Connection connect(String purpose, String token, String... more) throws SQLException {
    Properties properties = new Properties();
    properties.put("purpose", purpose);
    for (int i = 0; i < more.length; i += 2) {
      properties.put(more[i], more[i + 1]);
    }
    return driver.connect(
        "jdbc:avatica:remote:url="
            + hub.settings().publicUrl()
            + "/jdbc;serialization=PROTOBUF;authentication=BEARER;bearer_token="
            + token,
        properties);
  }

  private static List<String> column(ResultSet rows, String name) throws SQLException {
    List<String> found = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        found.add(rows.getString(name));
      }
    }
    return found;
  }

  @Test
  void whatAToolAsksWhenItConnects() throws SQLException {
    try (Connection connection = connect("inspection", token())) {
      assertThat(connection.isValid(5)).isTrue();
      assertThat(connection.getAutoCommit()).isTrue();
      assertThat(connection.isReadOnly()).isTrue();
      assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_NONE);
      assertThat(connection.getCatalog()).isNull();
      connection.setAutoCommit(true);
      DatabaseMetaData metadata = connection.getMetaData();
      assertThat(column(metadata.getTypeInfo(), "TYPE_NAME"))
          .containsExactlyInAnyOrder(
              "VARCHAR", "BIGINT", "DECIMAL", "BOOLEAN", "DATE", "TIMESTAMP");
      assertThat(column(metadata.getTableTypes(), "TABLE_TYPE")).containsExactly("TABLE");
      assertThat(column(metadata.getCatalogs(), "TABLE_CAT")).isEmpty();
      assertThat(column(metadata.getSchemas(), "TABLE_SCHEM")).isEmpty();
      assertThat(column(metadata.getSchemas(null, "%"), "TABLE_SCHEM")).isEmpty();
      assertThat(
              column(
                  metadata.getTables(null, null, "%", new String[] {"TABLE", "VIEW"}),
                  "TABLE_NAME"))
          .containsExactly("land_parcels");
      assertThat(column(metadata.getTables(null, null, "%", new String[] {"VIEW"}), "TABLE_NAME"))
          .isEmpty();
      assertThat(column(metadata.getColumns(null, null, "land%", "%"), "COLUMN_NAME"))
          .containsExactly("id", "label", "area", "registered", "changed", "listed", "floors");
      for (ResultSet none :
          List.of(
              metadata.getPrimaryKeys(null, null, "land_parcels"),
              metadata.getIndexInfo(null, null, "land_parcels", false, true),
              metadata.getImportedKeys(null, null, "land_parcels"),
              metadata.getExportedKeys(null, null, "land_parcels"),
              metadata.getProcedures(null, null, "%"),
              metadata.getFunctions(null, null, "%"))) {
        try (none) {
          assertThat(none.next()).isFalse();
        }
      }
      assertThat(metadata.getSQLKeywords()).isNotNull();
      assertThat(metadata.getNumericFunctions()).isNotNull();
      assertThat(metadata.getStringFunctions()).isNotNull();
      assertThat(metadata.getSystemFunctions()).isNotNull();
      assertThat(metadata.getTimeDateFunctions()).isNotNull();
    }
  }

  /** The driver answers getDatabaseProductName out of its own jar and asks no server. */
  @Test
  void theProductsNameIsAmongTheServersProperties() throws SQLException {
    try (Connection connection = connect("inspection", token())) {
      DatabaseMetaData metadata = connection.getMetaData();
      Properties properties = metadata.unwrap(Properties.class);
      assertThat(properties).containsEntry("GET_DATABASE_PRODUCT_NAME", "Tongban");
      assertThat(properties.get("GET_DATABASE_PRODUCT_VERSION"))
          .asString()
          .matches("\\d+\\.\\d+.*");
      assertThat(metadata.getDatabaseProductName()).doesNotContain("Tongban");
    }
  }

  /** A parameter of each type: the condition that it stands in, its value. */
  private static void set(PreparedStatement statement, int place, String type) throws SQLException {
    switch (type) {
      case "string" -> statement.setString(place, "地块7");
      case "int" -> statement.setInt(place, 7);
      case "long" -> statement.setLong(place, 7L);
      case "decimal" -> statement.setBigDecimal(place, new BigDecimal("1227.50"));
      case "boolean" -> statement.setBoolean(place, false);
      case "date" -> statement.setDate(place, Date.valueOf(LocalDate.of(2000, 1, 8)));
      case "timestamp" ->
          statement.setTimestamp(
              place, Timestamp.from(Instant.parse("2026-01-15T08:00:07.123Z")), UTC);
      case "object" -> statement.setObject(place, "p7");
      default -> statement.setNull(place, Types.VARCHAR);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "string, label = ?, true",
    "int, floors = ?, true",
    "long, floors = ?, true",
    "decimal, area = ?, true",
    "boolean, listed = ?, true",
    "date, registered = ?, true",
    "timestamp, changed = ?, true",
    "object, id = ?, true",
    "null, label = ?, false"
  })
  void eachTypeOfParameter(String type, String condition, boolean found) throws SQLException {
    try (Connection connection = connect("inspection", token());
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT id FROM land_parcels WHERE id = 'p7' AND " + condition)) {
      assertThat(statement.getMetaData().getColumnName(1)).isEqualTo("id");
      set(statement, 1, type);
      for (int again = 0; again < 2; again++) {
        assertThat(column(statement.executeQuery(), "id")).hasSize(found ? 1 : 0);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 999})
  void allRowsOverManyFrames(int fetchSize) throws SQLException {
    int rows = fetchSize == 1 ? 20 : LandHub.PARCELS;
    try (Connection connection = connect("inspection", token());
        PreparedStatement statement =
            connection.prepareStatement("SELECT id FROM land_parcels WHERE floors < ?")) {
      statement.setInt(1, rows);
      statement.setFetchSize(fetchSize);
      assertThat(column(statement.executeQuery(), "id")).hasSize(rows).doesNotHaveDuplicates();
    }
  }

  // ---- what stops a statement while it runs

  private static String failure(CompletableFuture<?> running) {
    CompletionException failed = catchThrowableOfType(CompletionException.class, running::join);
    assertThat(failed).as("the statement must be stopped").isNotNull();
    return failed.toString();
  }

  private static CompletableFuture<Void> execute(Connection connection, boolean prepared) {
    return CompletableFuture.runAsync(
        () -> {
          String sql = "SELECT id FROM slow_plots WHERE id = 'p1'";
          try {
            if (prepared) {
              connection.prepareStatement(sql).executeQuery();
            } else {
              connection.createStatement().executeQuery(sql);
            }
          } catch (SQLException e) {
            throw new CompletionException(e);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closingTheConnectionElsewhereCancelsAtTheSource(boolean prepared) throws SQLException {
    HangingSource source = HangingSource.of(hub);
    Connection connection = connect("waiting", token());
    var running = execute(connection, prepared);
    assertThat(source.runs(1)).isTrue();
    connection.close();
    assertThat(failure(running)).contains("query-cancelled").doesNotContain("io.tongban");
    assertThat(source.runs(0)).isTrue();
  }

  @Test
  void aClientThatGivesUpCancelsAtTheSource() throws SQLException {
    HangingSource source = HangingSource.of(hub);
    Connection connection = connect("waiting", token(), "http_response_timeout", "5000");
    var running = execute(connection, false);
    assertThat(source.runs(1)).isTrue();
    assertThat(failure(running)).contains("imed out");
    assertThat(source.runs(0)).isTrue();
    connection.close();
  }

  @Test
  void theConnectionsTimeOutIsTheServers() throws SQLException {
    HangingSource source = HangingSource.of(hub);
    try (Connection connection = connect("waiting", token(), "query_timeout", "1")) {
      assertThat(failure(execute(connection, false))).contains("query-timeout");
      assertThat(source.runs(0)).isTrue();
    }
    for (String wrong : new String[] {"0", "121", "-1", "soon"}) {
      Exception refused =
          catchThrowableOfType(
              Exception.class, () -> connect("waiting", token(), "query_timeout", wrong));
      assertThat(String.valueOf(refused) + refused.getCause()).contains("from 1 to 120");
    }
  }

  // ---- tokens

  @ParameterizedTest
  @ValueSource(strings = {"PROTOBUF", "JSON"})
  void aTokenThatIsNotGoodIsToldInWordsWithTheRemedy(String serialization) {
    Exception refused =
        catchThrowableOfType(
            Exception.class,
            () ->
                connect("inspection", "not-a-token", "serialization", serialization)
                    .createStatement());
    assertThat(refused.toString() + refused.getCause())
        .contains("token-expired")
        .contains("POST /v1/jdbc-tokens")
        .doesNotContain("HTTP/401")
        .doesNotContain("not-a-token");
  }
}
