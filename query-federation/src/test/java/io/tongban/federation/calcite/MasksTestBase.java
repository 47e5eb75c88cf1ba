package io.tongban.federation.calcite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.access.AccessGrant;
import io.tongban.access.Actor;
import io.tongban.access.Mask;
import io.tongban.access.ResourceGrant;
import io.tongban.access.RowCondition;
import io.tongban.registry.DataType;
import io.tongban.registry.Resource;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Masks in queries: they keep the type, come before filters, and joins and groups work on them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MasksTestBase {
  private static final Set<String> COLUMNS =
      Set.of("id", "code", "whole", "amount", "made", "moment");
  private static final String KEY_LABEL = "federation/mask-hash/adur";
  private final Resource samples =
      Departments.resource(
          "samples",
          null,
          List.of(
              Departments.column("id", DataType.STRING, true),
              Departments.column("code", DataType.STRING, false),
              Departments.column("whole", DataType.INTEGER, false),
              Departments.column("amount", DataType.DECIMAL, false),
              Departments.column("made", DataType.DATE, false),
              Departments.column("moment", DataType.TIMESTAMP, false)),
          "records",
          "samples_v1");
  private Departments departments;

  abstract Departments departments();

  @BeforeAll
  void open() {
    departments = departments();
    departments.run("hub", "CREATE SCHEMA records");
    departments.run(
        "hub",
        "CREATE TABLE records.samples_v1 (_key VARCHAR(40) PRIMARY KEY, id VARCHAR(40), code"
            + " VARCHAR(100), whole BIGINT, amount NUMERIC(20, 4), made DATE, moment TIMESTAMP)");
    for (String row :
        List.of(
            "'a', 'a', '310115', 47, 47.5, DATE '1969-08-17', TIMESTAMP '1969-08-17 13:45:59'",
            "'b', 'b', '310115', -47, -47.5, DATE '2026-12-31', TIMESTAMP '2026-12-31 23:59:59'",
            "'c', 'c', '110101', 0, 0, DATE '2000-01-01', TIMESTAMP '2000-01-01 00:00:00'",
            "'d', 'd', NULL, NULL, NULL, NULL, NULL",
            "'e', 'e', '', -9223372036854775807, 1, DATE '0001-01-01', TIMESTAMP '0001-01-01"
                + " 00:00:00'")) {
      departments.run("hub", "INSERT INTO records.samples_v1 VALUES (" + row + ")");
    }
  }

  @AfterAll
  void close() {
    departments.close();
  }

  private static ResourceGrant terms(Map<String, String> masks) {
    Map<String, Mask> read = new HashMap<>();
    masks.forEach((column, text) -> read.put(column, Mask.parse(text).orElseThrow()));
    return new ResourceGrant(COLUMNS, read, RowCondition.ALL);
  }

  private CompiledQuery compile(String sql, Map<String, String> masks) {
    SourceDatabase database = departments.database("hub");
    return new QueryCompiler(
            resource ->
                new RawTable(
                    resource,
                    database,
                    TableNames.find(database, resource.schema(), resource.table())))
        .compile(sql, null, new Policies(Map.of(samples, terms(masks))));
  }

  private List<List<Object>> run(CompiledQuery query, String department) {
    AccessGrant any = Departments.grant(Map.of("samples", terms(Map.of())));
    AccessGrant grant =
        new AccessGrant(
            any.id(),
            new Actor("client", department, null),
            any.action(),
            any.target(),
            any.resources(),
            any.purpose(),
            any.caseReference(),
            any.basis(),
            any.rowLimit(),
            any.expires(),
            any.policyShape());
    return departments
        .engine()
        .run(query, new Object[0], grant, new QueryEngine.Limits(100, 30))
        .rows();
  }

  private List<Object> column(String sql, Map<String, String> masks) {
    return run(compile(sql, masks), "adur").stream().map(row -> row.get(0)).toList();
  }

  private List<Object> masked(String column, String mask) {
    return column("SELECT " + column + " FROM samples ORDER BY id", Map.of(column, mask));
  }

  private static String hash(String department, String text) {
    return (String) new HubMasks(new SomeKeys()).of(new Mask.Hash(), department).apply(text);
  }

  @Test
  void datesAndTimesAreCut() {
    assertThat(masked("made", "month"))
        .isEqualTo(dates("1969-08-01", "2026-12-01", "2000-01-01", null, "0001-01-01"));
    assertThat(masked("made", "year"))
        .isEqualTo(dates("1969-01-01", "2026-01-01", "2000-01-01", null, "0001-01-01"));
    assertThat(masked("moment", "hour"))
        .startsWith(
            Instant.parse("1969-08-17T13:00:00Z"),
            Instant.parse("2026-12-31T23:00:00Z"),
            Instant.parse("2000-01-01T00:00:00Z"),
            null);
    assertThat(masked("moment", "day"))
        .startsWith(
            Instant.parse("1969-08-17T00:00:00Z"),
            Instant.parse("2026-12-31T00:00:00Z"),
            Instant.parse("2000-01-01T00:00:00Z"),
            null);
    assertThat(masked("moment", "month"))
        .startsWith(Instant.parse("1969-08-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));
    assertThat(masked("moment", "year"))
        .startsWith(Instant.parse("1969-01-01T00:00:00Z"), Instant.parse("2026-01-01T00:00:00Z"));
  }

  private static List<Object> dates(String... texts) {
    return Arrays.stream(texts)
        .map(text -> text == null ? null : (Object) LocalDate.parse(text))
        .toList();
  }

  @Test
  void numbersAreGeneralised() {
    assertThat(masked("whole", "generalise(10)"))
        .isEqualTo(Arrays.asList(40L, -50L, 0L, null, null));
    assertThat(masked("amount", "generalise(10)"))
        .isEqualTo(
            Arrays.asList(
                new BigDecimal("40"),
                new BigDecimal("-50"),
                new BigDecimal("0"),
                null,
                new BigDecimal("0")));
  }

  @Test
  void textsAreHashedEncryptedAndCut() {
    assertThat(masked("code", "hash"))
        .isEqualTo(
            Arrays.asList(
                hash("adur", "310115"),
                hash("adur", "310115"),
                hash("adur", "110101"),
                null,
                hash("adur", "")));
    assertThat(masked("code", "prefix(2)")).isEqualTo(Arrays.asList("31", "31", "11", null, ""));
    List<Object> encrypted = masked("code", "fpe(10)");
    assertThat(encrypted.subList(0, 3))
        .allSatisfy(text -> assertThat((String) text).matches("[0-9]{6}"))
        .doesNotContain("310115", "110101");
    assertThat(encrypted.get(0)).isEqualTo(encrypted.get(1)).isNotEqualTo(encrypted.get(2));
    assertThat(encrypted.subList(3, 5)).isEqualTo(Arrays.asList(null, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "code|hash|code = '310115'",
        "code|hash|code LIKE '3101%'",
        "code|fpe(10)|code = '310115'",
        "code|prefix(2)|code = '310115'",
        "code|prefix(2)|CHAR_LENGTH(code) > 2",
        "whole|generalise(10)|whole = 47",
        "amount|generalise(10)|amount > 40 AND amount < 50",
        "made|month|made = DATE '1969-08-17'",
        "made|month|EXTRACT(DAY FROM made) > 1",
        "moment|hour|EXTRACT(MINUTE FROM moment) > 0",
        "moment|day|EXTRACT(HOUR FROM moment) > 0"
      })
  void noFilterSeesTheClearValue(String column, String mask, String filter) {
    String sql = "SELECT id FROM samples WHERE " + filter;
    assertThat(column(sql, Map.of())).isNotEmpty();
    assertThat(column(sql, Map.of(column, mask))).isEmpty();
  }

  @Test
  void groupsAndJoinsWorkOnWhatIsMasked() {
    String hash = hash("adur", "310115");
    assertThat(
            run(
                compile(
                    "SELECT code, COUNT(*) AS c FROM samples WHERE code = '"
                        + hash
                        + "' GROUP BY code",
                    Map.of("code", "hash")),
                "adur"))
        .containsExactly(List.of(hash, 2L));
    assertThat(
            column(
                "SELECT a.id || b.id AS pair FROM samples a JOIN samples b ON a.code = b.code"
                    + " WHERE a.id < b.id",
                Map.of("code", "hash")))
        .containsExactly("ab");
    assertThat(
            column(
                "SELECT SUM(whole) AS s FROM samples WHERE id IN ('a', 'b', 'c')",
                Map.of("whole", "generalise(10)")))
        .containsExactly(-10L);
  }

  @Test
  void onePlanServesTwoRecipientsWhoCannotJoinTheirHashes() {
    CompiledQuery query =
        compile("SELECT code FROM samples WHERE id = 'a'", Map.of("code", "hash"));
    assertThat(run(query, "adur")).containsExactly(List.of(hash("adur", "310115")));
    assertThat(run(query, "brent")).containsExactly(List.of(hash("brent", "310115")));
    assertThat(run(query, "adur")).isNotEqualTo(run(query, "brent"));
  }

  @Test
  void aPlanShowsWhichMaskItLaysOnAndNoKey() {
    CompiledQuery hashed = compile("SELECT code FROM samples", Map.of("code", "hash"));
    CompiledQuery encrypted = compile("SELECT code FROM samples", Map.of("code", "fpe(10)"));
    byte[] key = new SomeKeys().derive(KEY_LABEL, 32);
    assertThat(hashed.plan())
        .contains("MASK(", "'hash'")
        .doesNotContain(HexFormat.of().formatHex(key), Base64.getEncoder().encodeToString(key));
    assertThat(hashed.kept().values().toString()).doesNotContain(HexFormat.of().formatHex(key));
    assertThat(hashed.digest()).isNotEqualTo(encrypted.digest());
    assertThat(hashed.columns().get(0).masked()).isTrue();
    assertThat(hashed.origins().get("code"))
        .containsExactly(new CompiledQuery.Origin("samples", "code"));
  }

  @Test
  void noSqlCanNameTheMaskOperator() {
    assertThatThrownBy(() -> compile("SELECT MASK(code, id, 'hash') FROM samples", Map.of()))
        .hasMessageContaining("sql-invalid");
  }

  @Test
  void aMaskThatDoesNotFitItsColumnReadsNothing() {
    for (String column : List.of("code", "whole", "made")) {
      assertThatThrownBy(() -> masked(column, "hour")).hasMessageContaining("policy-invalid");
    }
    assertThatThrownBy(() -> masked("whole", "generalise(1)"))
        .hasMessageContaining("policy-invalid");
  }
}
