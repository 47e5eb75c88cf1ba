package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MariaTextSemanticsTest extends TextSemanticsTestBase {
  private SourceDatabase maria;

  @Override
  SourceDatabase database() {
    maria = MariaGovernanceTest.maria("it");
    return maria;
  }

  @Override
  String columns() {
    return "id INT PRIMARY KEY, word VARCHAR(40), flag BOOLEAN, amount DECIMAL(12, 2), born DATE,"
        + " KEY by_word (word)";
  }

  @Test
  void aKeyIsFoundByTheIndexOfItsColumn() throws SQLException {
    var statement = compile("SELECT id FROM words WHERE word = 'abc'").statements().get(0);
    assertThat(statement.sql().replaceAll("\\s+", " "))
        .contains(
            "WHERE `word` = 'abc' AND CAST(CONVERT(`word` USING utf8mb4) AS BINARY) ="
                + " CAST(CONVERT('abc' USING utf8mb4) AS BINARY)");
    try (var connection = maria.connection();
        var explain =
            connection
                .createStatement()
                .executeQuery(
                    "EXPLAIN " + statement.sql().replaceFirst("SELECT", "SELECT SQL_NO_CACHE"))) {
      assertThat(explain.next()).isTrue();
      assertThat(explain.getString("key")).isEqualTo("by_word");
      assertThat(explain.getString("type")).isEqualTo("ref");
    }
  }

  @Test
  void theZeroDateIsNoDay() {
    run("INSERT INTO words VALUES (900, 'zero', 2, 0, '0000-00-00')");
    try {
      assertThat(query("SELECT id, born, flag FROM words WHERE word = 'zero'").rows())
          .containsExactly(Arrays.asList(900L, null, true));
      assertThat(query("SELECT id FROM words WHERE born IS NULL").rows())
          .containsExactly(List.of(900L));
      assertThat(query("SELECT id FROM words WHERE born < DATE '1990-01-02'").rows())
          .containsExactly(List.of(0L));
      assertThat(query("SELECT id FROM words WHERE NOT (born >= DATE '1990-01-02')").rows())
          .containsExactly(List.of(0L));
      assertThat(query("SELECT id FROM words WHERE word = 'zero' AND flag").rows()).hasSize(1);
      assertThat(
              query("SELECT id FROM words WHERE born IS NULL OR born = DATE '1990-01-01'").rows())
          .containsExactlyInAnyOrder(List.of(0L), List.of(900L));
    } finally {
      run("DELETE FROM words WHERE id = 900");
    }
  }

  @Test
  void columnsOfOtherEncodingsCompareAsWell() {
    run("ALTER TABLE words MODIFY word VARCHAR(40) CHARACTER SET ucs2");
    try {
      assertThat(query("SELECT id FROM words WHERE word = '王小明'").rows())
          .containsExactly(List.of(14L));
      assertThat(query("SELECT id FROM words WHERE word = 'ABC'").rows())
          .containsExactly(List.of(1L));
    } finally {
      run("ALTER TABLE words MODIFY word VARCHAR(40) CHARACTER SET utf8mb4");
    }
  }
}
