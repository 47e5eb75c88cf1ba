package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class H2AttackTest extends AttackTestBase {
  @Override
  Departments departments() {
    return Departments.onH2();
  }

  /** The clock tells what is done: the statements that are sent and the rows that are fetched. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id FROM persons WHERE id = 'p1'",
        "SELECT name FROM persons WHERE seq = 1",
        "SELECT id FROM persons WHERE UPPER(id) = 'P1'",
        "SELECT h.owner FROM homes h JOIN persons p ON p.id = h.owner WHERE p.id = 'p1'",
        "SELECT owner FROM homes WHERE owner IN (SELECT person FROM jobs WHERE person = 'p1')",
        "SELECT COUNT(*) AS c FROM persons"
      })
  void attack13DifferencingOnTiming(String sql) {
    try (Watched full = new Watched(PERSONS);
        Watched without = new Watched(PERSONS)) {
      without.departments.run("hub", "DELETE FROM records.persons_v1 WHERE id = 'p1'");
      without.departments.run("labour", "DELETE FROM employment WHERE person = 'p1'");
      assertThat(full.rows(sql)).isEqualTo(without.rows(sql));
      assertThat(full.statements()).isEqualTo(without.statements()).isNotEmpty();
      assertThat(full.fetched()).isEqualTo(without.fetched());
    }
  }

  /** Departments whose databases count. */
  private static final class Watched implements AutoCloseable {
    private final Map<String, WatchedDatabase> databases = new TreeMap<>();
    private final Departments departments;

    Watched(int persons) {
      departments =
          Departments.on(
              name -> {
                var database = new WatchedDatabase(RandomWorld.Product.H2.make());
                databases.put(name, database);
                return new SourceDatabase(name, "h2", database::source, ZoneOffset.UTC);
              });
      departments.filled(persons);
    }

    List<String> rows(String sql) {
      databases.values().forEach(WatchedDatabase::reset);
      return Oracle.texts(departments.query(sql, departments.policy("31")));
    }

    List<String> statements() {
      return databases.values().stream().flatMap(d -> d.statements().stream()).toList();
    }

    long fetched() {
      return databases.values().stream().mapToLong(WatchedDatabase::fetched).sum();
    }

    @Override
    public void close() {
      departments.close();
      for (WatchedDatabase database : databases.values()) {
        try {
          database.close();
        } catch (SQLException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
