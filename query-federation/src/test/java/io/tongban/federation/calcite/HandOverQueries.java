package io.tongban.federation.calcite;

import java.util.List;

/** Queries that can be handed to Trino whole, over {@link Departments} and their policy. */
final class HandOverQueries {
  /** A query and its parameters. */
  record Query(String sql, List<Object> parameters) {
    @Override
    public String toString() {
      return sql;
    }
  }

  private HandOverQueries() {}

  static List<Query> all() {
    return List.of(
        of("SELECT id, name, region, seq, born FROM persons"),
        of("SELECT * FROM jobs"),
        of("SELECT owner, address, rooms FROM homes WHERE rooms IS NULL"),
        of("SELECT id, seq FROM persons WHERE seq > 3 AND seq <= 20"),
        of("SELECT id FROM persons WHERE id = ?", "p6"),
        of("SELECT id FROM persons WHERE seq = ? OR id = ?", 3L, "p9"),
        of("SELECT id, name FROM persons WHERE name LIKE '王%'"),
        of("SELECT id FROM persons WHERE id IN ('p3', 'p6', 'p7')"),
        of("SELECT id FROM persons WHERE born = DATE '1953-01-01'"),
        of("SELECT id, born FROM persons WHERE born < ?", -5000),
        of("SELECT p.id, p.name, j.employer FROM persons p JOIN jobs j ON j.person = p.id"),
        of(
            "SELECT p.id, j.employer, h.address FROM persons p JOIN jobs j ON j.person = p.id"
                + " JOIN homes h ON h.owner = p.id WHERE h.rooms > 0"),
        of("SELECT p.id, h.rooms FROM persons p LEFT JOIN homes h ON h.owner = p.id"),
        of("SELECT h.owner, p.name FROM persons p RIGHT JOIN homes h ON h.owner = p.id"),
        of("SELECT p.id, h.owner FROM persons p FULL JOIN homes h ON h.owner = p.id"),
        of("SELECT a.id, b.id AS twin FROM persons a JOIN persons b ON b.name = a.name"),
        of("SELECT a.id, b.owner FROM persons a, homes b WHERE a.seq < 4 AND b.rooms = 2"),
        of("SELECT region, COUNT(*) AS n FROM persons GROUP BY region"),
        of("SELECT name, MIN(seq) AS a, MAX(seq) AS b FROM persons GROUP BY name"),
        of("SELECT born, COUNT(*) AS n, SUM(seq) AS s FROM persons GROUP BY born"),
        of(
            "SELECT EXTRACT(YEAR FROM born) AS y, COUNT(*) AS n FROM persons GROUP BY EXTRACT(YEAR FROM born)"),
        of("SELECT COUNT(DISTINCT employer) AS n FROM jobs"),
        of("SELECT AVG(seq) AS a FROM persons"),
        of(
            "SELECT j.employer, SUM(h.rooms) AS n FROM jobs j JOIN homes h ON h.owner = j.person GROUP BY j.employer"),
        of("SELECT j.employer, COUNT(*) AS n FROM jobs j GROUP BY j.employer HAVING COUNT(*) > 3"),
        of("SELECT SUM(CASE WHEN rooms = 2 THEN 1 ELSE 0 END) AS n FROM homes"),
        of("SELECT DISTINCT address FROM homes"),
        of("SELECT id FROM persons ORDER BY name, id"),
        of("SELECT id, seq FROM persons ORDER BY seq DESC LIMIT 5"),
        of("SELECT id, 100 / (seq + 1) AS x FROM persons"),
        of("SELECT id FROM persons WHERE id IN (SELECT owner FROM homes WHERE rooms > 1)"),
        of("SELECT id FROM persons p WHERE EXISTS (SELECT 1 FROM jobs j WHERE j.person = p.id)"),
        of(
            "WITH x AS (SELECT person FROM jobs) SELECT COUNT(*) AS n FROM x JOIN homes h ON h.owner = x.person"),
        of("SELECT id, ROW_NUMBER() OVER (PARTITION BY region ORDER BY seq) AS n FROM persons"));
  }

  private static Query of(String sql, Object... parameters) {
    return new Query(sql, List.of(parameters));
  }
}
