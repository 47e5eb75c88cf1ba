package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.access.ResourceGrant;
import io.tongban.access.RowCondition;
import io.tongban.registry.Column;
import io.tongban.registry.DataType;
import io.tongban.registry.Resource;
import io.tongban.registry.ResourceSpec;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The SQL each product is sent, written down: no server of SQL Server or Oracle runs here, so that
 * these texts are all that is known of them.
 */
class DialectTest {
  private static final List<Column> COLUMNS =
      List.of(
          Departments.column("id", DataType.STRING, true),
          Departments.column("name", DataType.STRING, false),
          Departments.column("seq", DataType.INTEGER, false),
          Departments.column("fee", DataType.DECIMAL, false),
          Departments.column("active", DataType.BOOLEAN, false),
          Departments.column("born", DataType.DATE, false));

  @ParameterizedTest
  @CsvFileSource(resources = "/dialects.tsv", delimiter = '\t', quoteCharacter = '~')
  void theTextSentIsAsWrittenDown(String product, String where, String expected) {
    assertThat(sent(product, where, null)).isEqualTo(expected);
  }

  /**
   * Calcite's own types have 19 digits: with 12 of them behind the point, ten million is too much.
   */
  @ParameterizedTest
  @CsvSource({
    "h2, 'CAST(? AS DECIMAL(38, 12))'",
    "postgresql, 'CAST(? AS DECIMAL(38, 12))'",
    "mysql, 'CAST(? AS DECIMAL(38, 12))'",
    "sqlserver, 'CAST(? AS DECIMAL(38, 12))'",
    "oracle, 'CAST(? AS DECIMAL(38, 12))'",
    "trino, 'CAST(? AS DECIMAL(38, 12))'",
    "db2, 'CAST(? AS DECIMAL(31, 12))'"
  })
  void aCastOfAParameterKeepsItsDigits(String product, String cast) {
    for (DataType declared : List.of(DataType.DECIMAL, DataType.INTEGER)) {
      assertThat(sent(product, "SELECT id FROM t WHERE fee IN (?, 1.5)", List.of(declared)))
          .contains(cast);
    }
    assertThat(sent(product, "SELECT id FROM t WHERE seq > ?", List.of(DataType.DECIMAL)))
        .contains(cast);
  }

  @ParameterizedTest
  @CsvSource({"h2, false", "postgresql, true", "mysql, false", "trino, true"})
  void aFullJoinIsSentToWhoKnowsIt(String product, boolean known) {
    String sql = "SELECT COUNT(*) AS n FROM t a FULL JOIN t b ON a.seq = b.seq WHERE a.id IS NULL";
    assertThat(sent(product, sql, null).contains(" JOIN ")).isEqualTo(known);
  }

  private static String sent(String product, String sql, List<DataType> parameters) {
    Resource resource =
        Departments.resource(
            "t", new ResourceSpec.Live("it", "s", "t", Map.of()), COLUMNS, "s", "t");
    SourceDatabase database = new SourceDatabase("it", product, () -> null, ZoneOffset.UTC);
    RawTable table = new RawTable(resource, database, TableNames.folded(database, "s", "t"));
    ResourceGrant all =
        new ResourceGrant(
            COLUMNS.stream().map(Column::name).collect(Collectors.toCollection(LinkedHashSet::new)),
            Map.of(),
            RowCondition.ALL);
    return new QueryCompiler(any -> table)
        .compile(sql, parameters, new Policies(Map.of(resource, all))).statements().stream()
            .map(statement -> statement.sql().replaceAll("\\s+", " "))
            .collect(Collectors.joining(" ; "));
  }
}
