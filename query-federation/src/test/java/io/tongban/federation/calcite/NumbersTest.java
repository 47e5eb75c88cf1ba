package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.registry.DataType;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers are equal if their values are, whatever their types and trailing zeros. */
class NumbersTest {
  private static Departments departments;

  @BeforeAll
  static void open() {
    departments = Departments.onH2().filled(10);
  }

  @AfterAll
  static void close() {
    departments.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "SELECT seq FROM persons INTERSECT SELECT 1 FROM persons; 1",
        "SELECT 1 FROM persons INTERSECT SELECT seq FROM persons; 1",
        "SELECT COUNT(*) FROM persons GROUP BY id UNION SELECT 1 FROM persons; 1",
        "SELECT seq FROM persons EXCEPT SELECT 1 FROM persons; 9",
        "SELECT wage FROM jobs INTERSECT SELECT 1000.50 FROM jobs; 1",
        "SELECT id FROM persons WHERE seq IN (SELECT seq FROM persons INTERSECT SELECT 1 FROM jobs); 1",
        "SELECT p.id FROM persons p JOIN homes h ON CHAR_LENGTH(h.owner) = p.seq; 5",
        "SELECT p.id FROM persons p WHERE p.seq IN (SELECT CHAR_LENGTH(owner) FROM homes); 1",
        "SELECT wage - 0.50 FROM jobs INTERSECT SELECT seq + 1000 FROM persons; 7",
        "SELECT DISTINCT CASE WHEN seq > 3 THEN wage * 0 + 2.00 ELSE wage * 0 + 2.0 END FROM persons"
            + " JOIN jobs ON id = person; 1",
        "SELECT COUNT(*) FROM persons JOIN jobs ON id = person"
            + " GROUP BY CASE WHEN seq > 3 THEN wage * 0 + 2.00 ELSE wage * 0 + 2.0 END; 1",
        "SELECT p.id FROM persons p JOIN jobs j ON j.wage + 0.5 = p.seq + 1001.00; 10",
        "SELECT p.id FROM persons p WHERE p.seq + 1000.5 IN (SELECT wage + 0.00 FROM jobs); 7",
        "SELECT p.id FROM persons p WHERE CAST(p.seq AS DECIMAL(38, 12)) + 1000.5 IN (SELECT wage"
            + " FROM jobs); 7",
        "SELECT p.id FROM persons p, LATERAL (SELECT wage FROM jobs j WHERE j.wage = p.seq +"
            + " 1000.500) AS l; 10",
        "SELECT SUM(wage) FROM jobs GROUP BY region = '31' INTERSECT SELECT SUM(wage) + 0.00 FROM"
            + " jobs GROUP BY region = '31'; 2",
        "SELECT AVG(wage) FROM jobs WHERE person IN ('p0', 'p1', 'p8') INTERSECT SELECT"
            + " 1001.166666666667 FROM jobs; 1",
        "SELECT CASE WHEN seq = 1 THEN FLOOR(wage) ELSE 0.5 END FROM persons JOIN jobs ON id = person"
            + " INTERSECT SELECT 0.5 FROM jobs; 1",
        "SELECT COALESCE(NULLIF(FLOOR(wage), 1000), 0.25) FROM jobs INTERSECT SELECT 0.25 FROM jobs; 1",
        "SELECT FLOOR(wage) FROM jobs UNION SELECT 0.5 FROM jobs EXCEPT SELECT 0.5 FROM jobs; 7",
        "SELECT CAST(wage AS BIGINT) FROM jobs INTERSECT SELECT CAST(1000.5 AS BIGINT) FROM jobs"
            + " INTERSECT SELECT 1001 FROM jobs; 1",
        "SELECT CAST(- wage AS DECIMAL(10, 0)) FROM jobs INTERSECT SELECT -1001 FROM jobs; 1",
        "SELECT person FROM jobs WHERE wage = 1000.500 OR wage IN (1001.50, 1002.500); 6"
      })
  void areEqualByValue(String sql, int rows) {
    assertThat(departments.query(sql, departments.everything()).rows()).hasSize(rows);
  }

  /** Calcite's own division has 16 digits. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT n / 3 AS x FROM l",
        "SELECT AVG(n / 3) AS x FROM l",
        "SELECT AVG(n) / 3 AS x FROM l GROUP BY n",
        "SELECT AVG(n / 3) OVER () AS x FROM l",
        "SELECT l.n / m.n AS x FROM l JOIN (SELECT 3.0 AS n FROM persons WHERE seq = 3) m"
            + " ON l.n / m.n > 4115226300411522630.0411522630"
      })
  void dividedDecimalsKeepTheirDigits(String sql) {
    String with =
        "WITH l AS (SELECT 12345678901234567890.123456789012 + seq * 0 AS n FROM persons"
            + " WHERE seq = 1) ";
    assertThat(Oracle.texts(departments.query(with + sql, departments.everything())))
        .containsExactly("[4115226300411522630.041152263004]");
  }

  /** A source that is sent a parameter with a cast must not run out of digits. */
  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"DECIMAL", "INTEGER"})
  void aParameterMayHaveAllTheDigitsOfItsType(DataType declared) {
    BigDecimal large = new BigDecimal("123456789012345678");
    var query =
        departments.compile(
            "SELECT person FROM jobs WHERE wage < ?", departments.everything(), List.of(declared));
    Object bound = SqlTypes.internal(large, query.parameters()[0]);
    assertThat(departments.run(query, departments.everything(), bound).rows()).hasSize(10);
  }
}
