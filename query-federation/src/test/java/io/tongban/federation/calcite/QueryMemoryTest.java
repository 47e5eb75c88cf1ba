package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.hub.ProblemException;
import java.math.BigDecimal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No query takes the memory of all others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryMemoryTest {
  /** So many that all pairs of them are more than the hub may hold. */
  private static final int PERSONS = 1_500;

  private Departments departments;

  @BeforeAll
  void open() {
    departments = Departments.onH2().filled(PERSONS);
  }

  @AfterAll
  void close() {
    departments.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT a.id, b.id AS other FROM persons a, persons b ORDER BY a.seq, b.seq",
        "SELECT a.id, b.id AS other, COUNT(*) AS c FROM persons a, persons b GROUP BY a.id, b.id",
        "SELECT DISTINCT a.id, b.id AS other FROM persons a, persons b",
        "SELECT a.id || b.id AS x FROM persons a, persons b UNION SELECT id FROM persons",
        "SELECT id FROM persons EXCEPT SELECT a.id || b.id FROM persons a, persons b",
        "SELECT a.id, ROW_NUMBER() OVER (ORDER BY b.seq) AS r FROM persons a, persons b",
        "SELECT COUNT(*) AS c FROM (SELECT a.id || b.id AS x FROM persons a, persons b) AS p JOIN"
            + " (SELECT a.id || b.id AS x FROM persons a, persons b) AS q ON q.x = p.x"
      })
  void aQueryThatHoldsTooMuchIsRefused(String sql) {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class, () -> departments.query(sql, departments.everything()));
    assertThat(refused.problem().code()).isEqualTo("query-too-wide");
    assertThat(refused).hasMessageContaining("MiB of rows");
  }

  /** What the queries above took was given back, or this would find nothing left. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT COUNT(*) AS c FROM persons a, persons b",
        "SELECT a.region, COUNT(*) AS c FROM persons a, persons b GROUP BY a.region",
        "SELECT id FROM persons ORDER BY seq DESC"
      })
  void aQueryThatReadsMuchAndHoldsLittleIsNot(String sql) {
    for (int i = 0; i < 2; i++) {
      assertThat(departments.query(sql, departments.everything()).rows()).isNotEmpty();
    }
  }

  @Test
  void allQueriesTogetherMayHoldMoreThanOneAndNotMoreThanTheirShare() {
    QueryMemory memory = new QueryMemory(10 << 20, 15 << 20);
    memory.take(0, 10 << 20);
    assertThatThrownBy(() -> memory.take(10 << 20, 1)).hasMessageContaining("query-too-wide");
    memory.take(0, 5 << 20);
    assertThatThrownBy(() -> memory.take(0, 1)).hasMessageContaining("hub-busy");
    memory.give(10 << 20);
    memory.take(0, 10 << 20);
  }

  @Test
  void aRowsSizeIsThatOfItsValues() {
    assertThat(QueryMemory.size("abc")).isEqualTo(24 + 48 + 6);
    assertThat(QueryMemory.size(new Object[] {1L, null, BigDecimal.ONE}))
        .isEqualTo(24 + 24 + 8 + 72);
  }
}
