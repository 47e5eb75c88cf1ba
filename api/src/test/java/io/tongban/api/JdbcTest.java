package io.tongban.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Properties;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JDBC with Avatica's own remote driver against the running hub. */
@QuarkusTest
@TestProfile(LandProfile.class)
class JdbcTest {
  @Inject LandHub hub;

  @AfterEach
  void endTokens() {
    hub.endBearers();
  }

  private String token(DepartmentClient client) {
    return hub.bearer(client);
  }

  private Connection connect(String token, String serialization) throws SQLException {
    Properties properties = new Properties();
    properties.put("url", hub.settings().publicUrl() + "/jdbc");
    properties.put("serialization", serialization);
    properties.put("authentication", "BEARER");
    properties.put("bearer_token", token);
    properties.put("purpose", "inspection");
    return new org.apache.calcite.avatica.remote.Driver()
        .connect("jdbc:avatica:remote:", properties);
  }

  private Connection connect() throws SQLException {
    return connect(token(hub.adur()), "PROTOBUF");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PROTOBUF", "JSON"})
  void valuesKeepTheirTypes(String serialization) throws SQLException {
    Calendar utc = Calendar.getInstance(TimeZone.getTimeZone("UTC"));
    try (Connection connection = connect(token(hub.adur()), serialization);
        var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT id, label, area, registered, changed, listed, floors FROM land_parcels"
                    + " WHERE id IN ('p2', 'p5') ORDER BY floors")) {
      var columns = row.getMetaData();
      List<Integer> types = new ArrayList<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        types.add(columns.getColumnType(i));
      }
      assertThat(types)
          .containsExactly(
              Types.VARCHAR,
              Types.VARCHAR,
              Types.DECIMAL,
              Types.DATE,
              Types.TIMESTAMP,
              Types.BOOLEAN,
              Types.BIGINT);
      assertThat(row.next()).isTrue();
      assertThat(row.getString("label")).isEqualTo("地块2");
      assertThat(row.getBigDecimal("area")).isEqualByComparingTo(new BigDecimal("1232.5"));
      assertThat(row.getString("registered")).isEqualTo("2000-01-03");
      assertThat(row.getTimestamp("changed", utc).toInstant())
          .hasToString("2026-01-15T08:00:02.123Z");
      assertThat(row.getBoolean("listed")).isTrue();
      assertThat(row.getLong("floors")).isEqualTo(2);
      assertThat(row.next()).isTrue();
      assertThat(row.getString("label")).isNull();
      assertThat(row.wasNull()).isTrue();
      assertThat(row.next()).isFalse();
    }
  }

  @Test
  void manyRowsComeByFrames() throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.setFetchSize(400);
      int rows = 0;
      try (ResultSet found = statement.executeQuery("SELECT id FROM land_parcels")) {
        while (found.next()) {
          rows++;
        }
      }
      assertThat(rows).isEqualTo(LandHub.PARCELS);
      statement.setMaxRows(7);
      try (ResultSet few = statement.executeQuery("SELECT id FROM land_parcels")) {
        rows = 0;
        while (few.next()) {
          rows++;
        }
      }
      assertThat(rows).isEqualTo(7);
    }
  }

  @Test
  void preparedStatementsTakeTypedParametersAgainAndAgain() throws SQLException {
    try (Connection connection = connect();
        var statement =
            connection.prepareStatement(
                "SELECT id FROM land_parcels WHERE id = ? AND floors >= ? AND registered = ?")) {
      assertThat(statement.getParameterMetaData().getParameterCount()).isEqualTo(3);
      for (int i = 7; i < 10; i++) {
        statement.setString(1, "p" + i);
        statement.setLong(2, 1);
        statement.setDate(3, Date.valueOf(java.time.LocalDate.of(2000, 1, 1).plusDays(i)));
        try (ResultSet found = statement.executeQuery()) {
          assertThat(found.next()).isTrue();
          assertThat(found.getString(1)).isEqualTo("p" + i);
        }
      }
    }
  }

  @Test
  void metadataListsWhatIsGrantedAndNothingElse() throws SQLException {
    try (Connection connection = connect()) {
      var metadata = connection.getMetaData();
      assertThat(strings(metadata.getTables(null, null, "%", null), "TABLE_NAME"))
          .containsExactly("land_parcels");
      assertThat(strings(metadata.getColumns(null, null, "land_parcels", "%"), "COLUMN_NAME"))
          .containsExactly("id", "label", "area", "registered", "changed", "listed", "floors");
      assertThat(strings(metadata.getColumns(null, null, "land_owners", "%"), "COLUMN_NAME"))
          .isEmpty();
      assertThat(strings(metadata.getTypeInfo(), "TYPE_NAME")).contains("DECIMAL", "TIMESTAMP");
      assertThat(strings(metadata.getCatalogs(), "TABLE_CAT")).isEmpty();
      assertThat(strings(metadata.getSchemas(), "TABLE_SCHEM")).isEmpty();
    }
    try (Connection connection = connect(token(hub.brent()), "PROTOBUF")) {
      assertThat(strings(connection.getMetaData().getTables(null, null, "%", null), "TABLE_NAME"))
          .isEmpty();
    }
  }

  private static List<String> strings(ResultSet rows, String column) throws SQLException {
    List<String> found = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        found.add(rows.getString(column));
      }
    }
    return found;
  }

  @Test
  void withoutAgreementTheRefusalSaysItsCodeAndNoStackTrace() throws SQLException {
    try (Connection connection = connect(token(hub.brent()), "PROTOBUF");
        var statement = connection.createStatement()) {
      SQLException refused = refused(() -> statement.executeQuery("SELECT id FROM land_parcels"));
      assertThat(refused.getMessage()).contains("access-not-agreed");
      assertThat(refused.getSQLState()).isEqualTo("28000");
      assertThat(refused.toString()).doesNotContain("io.tongban");
    }
  }

  @Test
  void onlySelectIsTaken() throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      assertThat(refused(() -> statement.executeUpdate("DELETE FROM land_parcels")).getMessage())
          .contains("not-a-select")
          .contains("Send one SELECT statement");
      statement.addBatch("DELETE FROM land_parcels");
      assertThat(String.valueOf(catchThrowableOfType(Exception.class, statement::executeBatch)))
          .contains("not-a-select");
      assertThat(catchThrowableOfType(Exception.class, connection::commit).toString())
          .contains("not-a-select");
      assertThat(
              refused(() -> statement.executeQuery("SELECT owner FROM land_parcels")).getMessage())
          .contains("sql-name-unknown");
    }
  }

  private static SQLException refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    SQLException refused = catchThrowableOfType(SQLException.class, call);
    assertThat((Throwable) refused).isNotNull();
    return refused;
  }

  @Test
  void tokensAreGoodForTheirAddressOnly() throws Exception {
    String bearer = token(hub.adur());
    var unfit = jdbc("Bearer " + hub.adur().token());
    assertThat(unfit.statusCode()).isEqualTo(500);
    assertThat(unfit.body()).contains("token-expired").doesNotContain(hub.adur().token());
    assertThat(jdbc("DPoP " + hub.adur().token()).statusCode()).isEqualTo(401);
    assertThat(jdbc("Bearer " + bearer).body()).contains("connection-unknown");
    for (String scheme : new String[] {"Bearer ", "DPoP "}) {
      var request =
          HttpRequest.newBuilder(URI.create(hub.settings().publicUrl() + "/v1/services"))
              .header("Authorization", scheme + bearer)
              .build();
      assertThat(
              HttpClient.newHttpClient()
                  .send(request, HttpResponse.BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(401);
    }
  }

  private HttpResponse<String> jdbc(String authorization) throws Exception {
    return jdbc(authorization, "{}");
  }

  private HttpResponse<String> jdbc(String authorization, String body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(hub.settings().publicUrl() + "/jdbc"))
                .header("Authorization", authorization)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void whatIsNotOfTheProtocolIsToldSoAndTheHubServesOn() throws Exception {
    String bearer = "Bearer " + token(hub.adur());
    for (String body :
        new String[] {
          "", "\u0001\u0002\u00ff", "{", "[".repeat(50_000), "{\"request\":" + "[".repeat(50_000)
        }) {
      var answer = jdbc(bearer, body);
      assertThat(answer.statusCode()).as(body).isEqualTo(500);
      assertThat(answer.body()).contains("request-malformed").doesNotContain("\tat ");
    }
    assertThat(jdbc(bearer, "{\"request\":\"" + "x".repeat(3 << 20)).statusCode()).isEqualTo(413);
    assertThat(jdbc(bearer, "{\"request\":\"execute\"}").body()).contains("connection-unknown");
    jdbc(
        bearer,
        "{\"request\":\"openConnection\",\"connectionId\":\"bare\","
            + "\"info\":{\"purpose\":\"inspection\"}}");
    assertThat(jdbc(bearer, "{\"request\":\"prepare\",\"connectionId\":\"bare\"}").body())
        .contains("sql-invalid");
    try (Connection connection = connect()) {
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @Test
  void anEndedTokenEndsItsConnectionsAndOnlyItsClientRenewsIt() throws SQLException {
    JsonNode issued = hub.adur().post("/v1/jdbc-tokens", "{}").json();
    assertThat(issued.path("expires_in").asInt()).isLessThanOrEqualTo(300);
    assertThat(issued.path("audience").asText()).endsWith("/jdbc");
    String renew = issued.path("renew").asText();
    try (Connection connection = connect(issued.path("access_token").asText(), "PROTOBUF");
        var statement = connection.createStatement()) {
      statement.executeQuery("SELECT id FROM land_parcels WHERE id = 'p1'").close();
      assertThat(hub.brent().send("PUT", renew, null).status()).isEqualTo(401);
      assertThat(hub.adur().send("PUT", renew, null).status()).isEqualTo(204);
      assertThat(hub.adur().delete(renew).status()).isEqualTo(204);
      assertThat(hub.adur().send("PUT", renew, null).status()).isEqualTo(401);
      assertThat(
              catchThrowableOfType(
                      Exception.class, () -> statement.executeQuery("SELECT id FROM land_parcels"))
                  .toString())
          .contains("token-expired");
    } catch (RuntimeException | SQLException closing) {
      // closing needs the token as well
      assertThat(String.valueOf(closing.getCause()) + closing).contains("401");
    }
  }

  @Test
  void anotherClientsConnectionIsAsUnknownAsNone() throws SQLException {
    var http = HttpClient.newHttpClient();
    String own = token(hub.adur());
    String other = token(hub.brent());
    assertThat(
            json(
                http,
                own,
                "{\"request\":\"openConnection\",\"connectionId\":\"c1\",\"info\":{\"purpose\":\"inspection\"}}"))
        .contains("openConnection");
    assertThat(json(http, own, create("c1"))).contains("createStatement");
    assertThat(json(http, other, create("c1"))).isEqualTo(json(http, other, create("none")));
  }

  private static String create(String connection) {
    return "{\"request\":\"createStatement\",\"connectionId\":\"" + connection + "\"}";
  }

  private String json(HttpClient http, String token, String body) {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create(hub.settings().publicUrl() + "/jdbc"))
                  .header("Authorization", "Bearer " + token)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void preparedStatementsKeepSoMuchSqlAndNoMore() throws SQLException {
    try (Connection connection = connect()) {
      String sql = "SELECT id FROM land_parcels WHERE id = '%s'".formatted("x".repeat(50_000));
      List<java.sql.PreparedStatement> held = new ArrayList<>();
      SQLException refused =
          refused(
              () -> {
                while (held.size() < 6) {
                  held.add(connection.prepareStatement(sql));
                }
              });
      // where preparing fails the driver shows its own words and the number of the error
      assertThat(refused.getErrorCode()).isEqualTo(429);
      assertThat(held).hasSize(5);
      held.get(0).close();
      connection.prepareStatement(sql).close();
      try (var statement = connection.createStatement()) {
        assertThat(statement.executeQuery(sql).next()).isFalse();
      }
    }
  }

  @Test
  void aClosedStatementGivesNoMoreRows() throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.setFetchSize(10);
      ResultSet rows = statement.executeQuery("SELECT id FROM land_parcels");
      rows.next();
      statement.close();
      assertThat((Throwable) catchThrowableOfType(Exception.class, rows::next)).isNotNull();
      for (int i = 0; i < 12; i++) {
        try (var again = connection.createStatement()) {
          again.setFetchSize(10);
          assertThat(again.executeQuery("SELECT id FROM land_parcels").next()).isTrue();
        }
      }
    }
  }
}
