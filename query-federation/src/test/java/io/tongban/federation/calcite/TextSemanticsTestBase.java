package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.access.ResourceGrant;
import io.tongban.access.RowCondition;
import io.tongban.registry.Column;
import io.tongban.registry.DataType;
import io.tongban.registry.Resource;
import io.tongban.registry.ResourceSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A condition means the same whichever database evaluates it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TextSemanticsTestBase {
  private static final List<String> TEXTS =
      java.util.Arrays.asList(
          "abc", "ABC", "abc ", " abc", "äbc", "", " ", null, "a\\b", "a\\\\b", "a'b", "a\"b",
          "a_c", "a%c", "王小明", "王小明 ", "ß", "ss", "[a]bc", "a`b", "straße", "STRASSE", "x\ty");
  private final Deadlines deadlines = new Deadlines();
  private SourceDatabase database;
  private Resource resource;

  abstract SourceDatabase database();

  /** Words of the product for the column types. */
  abstract String columns();

  @BeforeAll
  void open() throws SQLException {
    database = database();
    List<Column> columns =
        List.of(
            Departments.column("id", DataType.INTEGER, true),
            Departments.column("word", DataType.STRING, false),
            Departments.column("flag", DataType.BOOLEAN, false),
            Departments.column("amount", DataType.DECIMAL, false),
            Departments.column("born", DataType.DATE, false));
    resource =
        Departments.resource(
            "words", new ResourceSpec.Live("it", null, "words", Map.of()), columns, null, "words");
    try (Connection connection = database.connection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE words (" + columns() + ")");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO words VALUES (?, ?, ?, ?, ?)")) {
        for (int i = 0; i < TEXTS.size(); i++) {
          insert.setInt(1, i);
          insert.setString(2, TEXTS.get(i));
          insert.setBoolean(3, i % 2 == 0);
          insert.setBigDecimal(4, java.math.BigDecimal.valueOf(i * 10L + 5, 2));
          insert.setObject(5, LocalDate.of(1990, 1, 1).plusDays(i));
          insert.executeUpdate();
        }
      }
    }
  }

  @AfterAll
  void close() {
    deadlines.stop();
  }

  QueryEngine.Rows query(String sql, Object... parameters) {
    ResourceGrant all =
        new ResourceGrant(
            new LinkedHashSet<>(resource.columns().stream().map(Column::name).toList()),
            Map.of(),
            RowCondition.ALL);
    return new QueryEngine(
            Clock.fixed(Instant.parse("2026-01-15T08:00:00Z"), ZoneOffset.UTC),
            deadlines,
            new HubMasks(new SomeKeys()))
        .run(
            compile(sql),
            parameters,
            Departments.grant(Map.of("words", all)),
            new QueryEngine.Limits(1000, 30));
  }

  CompiledQuery compile(String sql) {
    RawTable table =
        new RawTable(resource, database, TableNames.find(database, null, resource.table()));
    Set<String> columns =
        new LinkedHashSet<>(resource.columns().stream().map(Column::name).toList());
    return new QueryCompiler(any -> table)
        .compile(
            sql,
            null,
            new Policies(Map.of(resource, new ResourceGrant(columns, Map.of(), RowCondition.ALL))));
  }

  void run(String sql) {
    try (Connection connection = database.connection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private List<Object> ids(String where, Object... parameters) {
    return query("SELECT id FROM words WHERE " + where, parameters).rows().stream()
        .map(row -> row.get(0))
        .toList();
  }

  private static List<Object> ids(Predicate<String> wanted) {
    List<Object> ids = new ArrayList<>();
    for (int i = 0; i < TEXTS.size(); i++) {
      if (TEXTS.get(i) != null && wanted.test(TEXTS.get(i))) {
        ids.add((long) i);
      }
    }
    return ids;
  }

  @Test
  void everyTextEqualsItselfAndNoOther() {
    for (String text : new LinkedHashSet<>(TEXTS)) {
      if (text != null) {
        String literal = "'" + text.replace("'", "''") + "'";
        assertThat(ids("word = ?", text)).as(text).isEqualTo(ids(text::equals));
        assertThat(ids("word = " + literal)).as(text).isEqualTo(ids(text::equals));
        assertThat(ids("word <> ?", text))
            .as(text)
            .containsExactlyInAnyOrderElementsOf(ids(each -> !text.equals(each)));
        assertThat(ids("word IN (" + literal + ", 'ABC', 'none')"))
            .as(text)
            .containsExactlyInAnyOrderElementsOf(ids(each -> List.of(text, "ABC").contains(each)));
        assertThat(ids("word NOT IN (" + literal + ", 'ABC')"))
            .as(text)
            .containsExactlyInAnyOrderElementsOf(ids(each -> !List.of(text, "ABC").contains(each)));
        assertThat(ids("NOT (word = ? OR id = 3)", text))
            .as(text)
            .containsExactlyInAnyOrderElementsOf(
                ids(each -> !text.equals(each) && TEXTS.indexOf(each) != 3));
      }
    }
  }

  static Stream<Arguments> patterns() {
    return Stream.of(
        Arguments.of("abc%", (Predicate<String>) text -> text.startsWith("abc")),
        Arguments.of("abc", (Predicate<String>) "abc"::equals),
        Arguments.of("a_c", (Predicate<String>) text -> text.matches("a.c")),
        Arguments.of("[a]%", (Predicate<String>) text -> text.startsWith("[a]")),
        Arguments.of("王%", (Predicate<String>) text -> text.startsWith("王")),
        Arguments.of("% ", (Predicate<String>) text -> text.endsWith(" ")));
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void aPatternMeansTheSame(String pattern, Predicate<String> meaning) {
    assertThat(ids("word LIKE '" + pattern + "'"))
        .containsExactlyInAnyOrderElementsOf(ids(meaning));
    assertThat(ids("word NOT LIKE '" + pattern + "'"))
        .containsExactlyInAnyOrderElementsOf(ids(meaning.negate()));
  }

  /** H2 alone counts by halves: 𠮷, as in names, is two of them. */
  @Test
  void aRareCharacterIsOneCharacter() {
    run("INSERT INTO words VALUES (901, '𠮷明', NULL, NULL, NULL)");
    try {
      assertThat(ids("word LIKE '_明'")).containsExactly(901L);
      assertThat(ids("word LIKE '__明' AND word <> '王小明'")).isEmpty();
      assertThat(
              query(
                      "SELECT SUM(CASE WHEN word LIKE '_明' THEN 1 ELSE 0 END) AS s FROM words"
                          + " WHERE id > 900")
                  .rows())
          .containsExactly(List.of(1L));
    } finally {
      run("DELETE FROM words WHERE id = 901");
    }
  }

  @Test
  void nothingIsNotTheEmptyText() {
    assertThat(ids("word IS NULL")).containsExactly((long) TEXTS.indexOf(null));
    assertThat(ids("word IS NOT NULL")).hasSize(TEXTS.size() - 1);
  }

  @Test
  void textsGroupByEveryCharacter() {
    assertThat(query("SELECT word, COUNT(*) AS c FROM words GROUP BY word").rows())
        .hasSize(TEXTS.size());
    assertThat(query("SELECT DISTINCT word FROM words").rows()).hasSize(TEXTS.size());
    assertThat(query("SELECT COUNT(DISTINCT word) AS c FROM words").rows())
        .containsExactly(List.of((long) TEXTS.size() - 1));
    assertThat(query("SELECT a.id FROM words a JOIN words b ON a.word = b.word").rows())
        .hasSize(TEXTS.size() - 1);
    assertThat(query("SELECT a.id FROM words a LEFT JOIN words b ON a.word = b.word").rows())
        .hasSize(TEXTS.size());
  }

  @Test
  void numbersFlagsAndDaysMeanTheSame() {
    assertThat(ids("flag AND id < 5")).containsExactlyInAnyOrder(0L, 2L, 4L);
    assertThat(ids("NOT flag AND id < 5")).containsExactlyInAnyOrder(1L, 3L);
    assertThat(ids("flag = TRUE AND id = 2")).containsExactly(2L);
    assertThat(ids("amount = 0.15")).containsExactly(1L);
    assertThat(ids("amount = ?", new java.math.BigDecimal("0.150"))).containsExactly(1L);
    assertThat(ids("amount > 0.2 AND amount <= 0.35")).containsExactlyInAnyOrder(2L, 3L);
    assertThat(ids("born = DATE '1990-01-03'")).containsExactly(2L);
    assertThat(ids("born < DATE '1990-01-03'")).containsExactlyInAnyOrder(0L, 1L);
    assertThat(ids("NOT born >= DATE '1990-01-03'")).containsExactlyInAnyOrder(0L, 1L);
    assertThat(query("SELECT amount, flag, born FROM words WHERE id = 1").rows().get(0))
        .containsExactly(new java.math.BigDecimal("0.15"), false, LocalDate.of(1990, 1, 2));
    assertThat(query("SELECT COUNT(*) AS c, MIN(born) AS d FROM words").rows().get(0))
        .containsExactly((long) TEXTS.size(), LocalDate.of(1990, 1, 1));
  }
}
