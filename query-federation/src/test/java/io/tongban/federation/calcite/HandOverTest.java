package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.registry.DataType;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Trino would be sent. It need not run for this. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandOverTest {
  private final SourceDatabase trino =
      new SourceDatabase(
          "trino",
          "trino",
          () -> {
            throw new IllegalStateException("nothing is read");
          },
          ZoneOffset.UTC);
  private Departments departments;

  @BeforeAll
  void open() {
    departments = Departments.onPostgres().filled(4);
  }

  @AfterAll
  void close() {
    departments.close();
  }

  private CompiledQuery handOver(String sql) {
    return departments.handOver(sql, departments.policy("31"), trino, null);
  }

  private String sent(String sql) {
    return handOver(sql).statements().get(0).sql().replaceAll("\\s+", " ");
  }

  @Test
  void rowConditionsAndThreePartNamesAreInTheStatement() {
    assertThat(sent("SELECT employer FROM jobs WHERE person = ?"))
        .isEqualTo(
            "SELECT \"firm_name\" AS \"employer\", \"person\" AS \"$key1\","
                + " \"firm_name\" AS \"$key2\""
                + " FROM \"tongban_labour\".\"public\".\"employment\""
                + " WHERE \"region\" = ? AND \"person\" = ?");
  }

  @Test
  void theCallersAttributesAndTheParametersAreBoundInOrder() {
    assertThat(
            departments
                .handOver(
                    "SELECT employer FROM jobs WHERE person = ?",
                    departments.policy("31"),
                    trino,
                    List.of(DataType.STRING))
                .statements())
        .singleElement()
        .satisfies(
            statement ->
                assertThat(statement.parameters())
                    .extracting(SourceStatement.Parameter::index)
                    .containsExactly(AttributeSlots.FIRST, 0));
  }

  @Test
  void masksAreInTheStatement() {
    String name =
        "CASE WHEN LENGTH(\"name\") <= 2 THEN RPAD('', GREATEST(LENGTH(\"name\"), 0), '*')"
            + " ELSE SUBSTRING(\"name\", 1, 1) || RPAD('', GREATEST(LENGTH(\"name\") - 2, 0), '*')"
            + " || SUBSTRING(\"name\", LENGTH(\"name\")) END";
    assertThat(sent("SELECT name, COUNT(*) AS n FROM persons GROUP BY name"))
        .isEqualTo(
            "SELECT "
                + name
                + " AS \"name\", COUNT(*) AS \"n\" FROM \"tongban_hub\".\"records\".\"persons_v1\""
                + " WHERE \"region\" = ? GROUP BY "
                + name);
    assertThat(sent("SELECT born FROM persons")).contains("DATE_TRUNC('YEAR', \"born\")");
    assertThat(sent("SELECT address FROM homes")).contains("CAST('***' AS VARCHAR) AS \"address\"");
  }

  @Test
  void joinsOfSeveralDatabasesAreOneStatement() {
    assertThat(
            sent(
                "SELECT p.seq, COUNT(*) AS n FROM persons p JOIN homes h ON h.owner = p.id"
                    + " GROUP BY p.seq"))
        .isEqualTo(
            "SELECT \"t0\".\"seq\", COUNT(*) AS \"n\" FROM"
                + " (SELECT \"id\", \"seq\" FROM \"tongban_hub\".\"records\".\"persons_v1\""
                + " WHERE \"region\" = ?) AS \"t0\" INNER JOIN"
                + " (SELECT \"owner\" FROM \"tongban_housing\".\"public\".\"dwelling\") AS \"t1\""
                + " ON \"t0\".\"id\" = \"t1\".\"owner\" GROUP BY \"t0\".\"seq\"");
  }

  static List<HandOverQueries.Query> queries() {
    return HandOverQueries.all();
  }

  @ParameterizedTest
  @MethodSource("queries")
  void evidenceIsThatOfTheHubsOwnEngine(HandOverQueries.Query query) {
    CompiledQuery local = departments.compile(query.sql(), departments.policy("31"));
    CompiledQuery beyond = handOver(query.sql());
    assertThat(beyond.columns()).isEqualTo(local.columns());
    assertThat(beyond.origins()).isEqualTo(local.origins());
    assertThat(beyond.traced()).isEqualTo(local.traced());
    assertThat(beyond.digest()).hasSize(64);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id FROM persons WHERE 10 / (seq - 3) > 0",
        "SELECT id FROM (SELECT id, 10 / (seq - 3) AS x FROM persons) WHERE x > 0",
        "SELECT id FROM (SELECT id, seq * 9000000000000000000 AS x FROM persons) WHERE x > 0",
        "SELECT id FROM persons WHERE CAST(id AS BIGINT) > 0"
      })
  void whatCanFailStaysInTheHubAboveTheRowCondition(String sql) {
    assertThat(sent(sql)).contains("WHERE \"region\" = ?").doesNotContain("/", "CAST", "9000000");
  }

  @Test
  void whatWouldNeedSeveralStatementsIsRefusedWithTheReason() {
    assertThatThrownBy(
            () -> handOver("SELECT p.id FROM persons p JOIN homes h ON h.rooms = 10 / (p.seq + 1)"))
        .hasMessageContaining("not-handed-over")
        .hasMessageContaining("2 statements");
  }
}
