package io.tongban.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.access.Actor;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import io.tongban.hub.Sources;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.RowRef;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV and Parquet files as governed tables, read by the real DuckDB. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilesFederationTest {
  private static final Actor ADUR = new Actor("adur-system", "adur", "R1");
  private static final String HEADER = "编号,名称,region,seats,rating,opened,active\n";
  private static final String SITES =
      HEADER
          + "a1,王小明,R1,007,1.50,2016-06-17,true\n"
          + "a2,Ann,R2,12,2,2017-01-01,false\n"
          + "a3,\"Bob's \"\"Bar\"\", 1\",R1,,,,\n"
          + "010,\"\",R1,-3,0.000000000001,1999-12-31,true\n";
  private TestHub hub;
  private Federation federation;
  private Path folder;
  private Path outside;

  @BeforeAll
  void open() throws IOException {
    hub = TestHub.onH2();
    World.open(hub);
    World.apply(hub, definitions());
    federation = hub.get(Federation.class);
    folder = hub.get(Sources.class).directory("registers");
    outside = Files.createDirectories(hub.settings().dataDirectory().resolve("elsewhere"));
  }

  /** Time goes on between the tests, so that the failures of one do not suspend the source. */
  @BeforeEach
  void files() throws IOException, SQLException {
    hub.clock().advance(Duration.ofMinutes(3));
    Files.deleteIfExists(folder.resolve("visits/other.parquet"));
    sites(SITES);
    visits("visits/one.parquet", "('a1', 3, 12.5), ('a2', 4, 7.25)");
    visits("visits/two.parquet", "('010', 5, NULL)");
  }

  @AfterAll
  void close() {
    hub.close();
  }

  private static String definitions() {
    return """
    apiVersion: tongban.io/v1
    kind: DataElement
    metadata: {name: amount, title: {zh: 金额, en: Amount}}
    spec: {definition: {zh: 金额, en: Amount}, type: DECIMAL}
    ---
    apiVersion: tongban.io/v1
    kind: DataElement
    metadata: {name: flag, title: {zh: 标志, en: Flag}}
    spec: {definition: {zh: 标志, en: Flag}, type: BOOLEAN}
    ---
    apiVersion: tongban.io/v1
    kind: Source
    metadata: {name: registers, title: {zh: 登记簿, en: Registers}}
    spec:
      department: labour
      file:
        directory: drop/registers
        tables:
          sites:
            file: sites.csv
            types: {seats: INTEGER, rating: DECIMAL, opened: DATE, active: BOOLEAN}
          visits: {file: visits/*.parquet}
    ---
    apiVersion: tongban.io/v1
    kind: Resource
    metadata: {name: sites, title: {zh: 场所, en: Sites}}
    spec:
      provider: labour
      sharing: CONDITIONAL
      items:
        - {name: id, element: text, required: true}
        - {name: name, element: text}
        - {name: region, element: text}
        - {name: seats, element: count}
        - {name: rating, element: amount}
        - {name: opened, element: day}
        - {name: active, element: flag}
      key: [id]
      live: {source: registers, table: sites, columns: {id: 编号, name: 名称}}
    ---
    apiVersion: tongban.io/v1
    kind: Resource
    metadata: {name: visits, title: {zh: 走访, en: Visits}}
    spec:
      provider: labour
      sharing: CONDITIONAL
      items:
        - {name: premises, element: text, required: true}
        - {name: visits, element: count}
        - {name: fee, element: amount}
      key: [premises]
      live: {source: registers, table: visits}
    ---
    apiVersion: tongban.io/v1
    kind: SharingAgreement
    metadata: {name: adur-sites, title: {zh: 协议, en: Agreement}}
    spec:
      recipient: adur
      purposes: [inspection]
      law: Sharing Act s. 1
      from: 2026-01-01
      to: 2026-12-31
      resources:
        sites:
          columns: [id, name, seats, rating, opened, active]
          masks: {name: "partial(1,1)"}
          rows: region = :region
        visits: {columns: [premises, visits, fee]}
        employers: {columns: [premises, headcount]}
    """;
  }

  private void sites(String text) throws IOException {
    sites(text.getBytes(StandardCharsets.UTF_8));
  }

  /** By renaming, as a department should, so that nobody reads half a file. */
  private void sites(byte[] bytes) throws IOException {
    Path next = Files.write(folder.resolve("sites.next"), bytes);
    Files.move(next, folder.resolve("sites.csv"), StandardCopyOption.REPLACE_EXISTING);
  }

  private void visits(String file, String rows) throws IOException, SQLException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT premises, visits::BIGINT AS visits, fee::DECIMAL(10, 2) AS fee FROM (VALUES "
              + rows
              + ") v(premises, visits, fee)) TO '"
              + path
              + "' (FORMAT parquet)");
    }
  }

  private Answer query(String sql, Object... parameters) {
    return federation.query(ADUR, sql, Arrays.asList(parameters), "inspection", null);
  }

  private Problem refused(String sql, Object... parameters) {
    return catchThrowableOfType(ProblemException.class, () -> query(sql, parameters)).problem();
  }

  private List<Object> ids(String where, Object... parameters) {
    return query("SELECT id FROM sites WHERE " + where, parameters).rows().stream()
        .map(row -> row.get(0))
        .toList();
  }

  @Test
  void aCsvRecordIsFoundUnderMaskAndRowCondition() {
    Answer answer = query("SELECT * FROM sites WHERE id = ?", "a1");
    assertThat(answer.rows())
        .containsExactly(
            List.of("a1", "王*明", 7L, new BigDecimal("1.5"), LocalDate.of(2016, 6, 17), true));
    assertThat(answer.sources()).containsExactly(new RowRef("sites", "a1"));
    assertThat(ids("id = 'a2'")).isEmpty();
    assertThat(ids("id = 'a1' AND name = '王小明'")).isEmpty();
  }

  @Test
  void anEmptyCellIsNullAndAnEmptyTextIsNot() {
    assertThat(query("SELECT seats, rating, opened, active FROM sites WHERE id = 'a3'").rows())
        .containsExactly(Arrays.asList(null, null, null, null));
    assertThat(query("SELECT name, rating FROM sites WHERE id = '010'").rows())
        .containsExactly(List.of("", new BigDecimal("0.000000000001")));
    assertThat(ids("opened IS NULL")).containsExactly("a3");
  }

  @Test
  void textsKeepTheirZerosCaseAndBlanks() {
    assertThat(ids("id = '10'")).isEmpty();
    assertThat(ids("id = 'A1'")).isEmpty();
    assertThat(ids("id = 'a1 '")).isEmpty();
    assertThat(ids("id IN ('010', 'a3')")).containsExactlyInAnyOrder("010", "a3");
    assertThat(ids("id LIKE 'a_'")).containsExactlyInAnyOrder("a1", "a3");
  }

  @Test
  void numbersAndDaysAreComparedInTheFile() {
    assertThat(ids("seats = 7 AND rating = 1.5")).containsExactly("a1");
    assertThat(ids("opened < DATE '2000-01-01' AND id = '010'")).containsExactly("010");
    assertThat(ids("id = 'a1' AND active")).containsExactly("a1");
    assertThat(
            federation
                .explain(ADUR, "SELECT seats FROM sites WHERE id = 'a1'", "inspection")
                .toString())
        .contains("\"编号\" = 'a1'");
  }

  @Test
  void parquetFilesAreOneTableAndAreJoinedByKeys() {
    assertThat(query("SELECT visits, fee FROM visits WHERE premises = 'a1'").rows())
        .containsExactly(List.of(3L, new BigDecimal("12.5")));
    assertThat(
            query(
                    "SELECT s.id, v.visits FROM sites s JOIN visits v ON v.premises = s.id"
                        + " WHERE s.id IN ('a1', 'a2', '010')")
                .rows())
        .containsExactlyInAnyOrder(List.of("a1", 3L), List.of("010", 5L));
    assertThat(
            query(
                    "SELECT e.headcount, s.seats FROM employers e JOIN sites s ON s.id = e.premises"
                        + " WHERE e.headcount IN (10, 20, 30)")
                .rows())
        .contains(List.of(10L, 7L));
  }

  @Test
  void aFileThatIsReplacedOrAddedIsReadAtOnce() throws IOException, SQLException {
    assertThat(ids("id = 'a1'")).hasSize(1);
    sites("region,编号,名称,seats,rating,opened,active,more\nR1,b1,New,1,1,,,x\n");
    assertThat(ids("id = 'a1'")).isEmpty();
    assertThat(query("SELECT name, seats FROM sites WHERE id = 'b1'").rows())
        .containsExactly(List.of("N*w", 1L));
    assertThat(query("SELECT visits FROM visits WHERE premises = 'a9'").rows()).isEmpty();
    visits("visits/other.parquet", "('a9', 9, 9)");
    assertThat(query("SELECT visits FROM visits WHERE premises = 'a9'").rows())
        .containsExactly(List.of(9L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "编号,名称,region,seats,rating,opened,active\na1,secret,R1,secret,1,,\n",
        "编号,名称,region,seats,rating,opened,active\na1,secret,R1\n",
        "编号,名称,region,seats,rating,opened,active\na1,\"secret,R1,1,1,,\n",
        "编号,名称,region,seats,rating,opened,active\na1,secret,R1,1,1,17/06/2016,\n",
        "编号;名称;region;seats;rating;opened;active\na1;secret;R1;1;1;;\n",
        "编号,region\na1,R1\n",
        ""
      })
  void aFileThatIsNotAsDeclaredNamesItsSourceAndNoValue(String text) throws IOException {
    sites(text);
    requireMisfit(refused("SELECT name, seats, opened FROM sites WHERE id = 'a1'"));
    assertThat(query("SELECT visits FROM visits WHERE premises = 'a1'").rows()).hasSize(1);
  }

  @Test
  void aFileOfAnotherEncodingNamesItsSource() throws IOException {
    sites((HEADER + "a1,王小明,R1,1,1,,\n").getBytes(Charset.forName("GBK")));
    requireMisfit(refused("SELECT seats FROM sites WHERE id = 'a1'"));
  }

  @Test
  void aFileThatIsMissingNamesItsSource() throws IOException {
    Files.delete(folder.resolve("sites.csv"));
    requireMisfit(refused("SELECT seats FROM sites WHERE id = 'a1'"));
    assertThat(query("SELECT visits FROM visits WHERE premises = 'a1'").rows()).hasSize(1);
  }

  private static void requireMisfit(Problem problem) {
    assertThat(problem.code()).isEqualTo("source-misfit");
    assertThat(problem.detail()).contains("registers", "UTF-8").doesNotContain("secret", "王");
    assertThat(problem.extensions()).containsEntry("source", "registers");
  }

  @Test
  void aLinkOutOfTheFolderIsNotFollowed() throws IOException {
    Path other = Files.writeString(outside.resolve("sites.csv"), SITES);
    Path link = folder.resolve("sites.csv");
    Files.delete(link);
    Files.createSymbolicLink(link, other);
    Problem problem = refused("SELECT seats FROM sites WHERE id = 'a1'");
    assertThat(problem.code()).isEqualTo("outbound-refused");
    assertThat(problem.detail()).contains("registers", "link").doesNotContain("elsewhere");
    Files.delete(link);
  }

  @Test
  void aNameThatWouldBeAPatternIsRefused() throws IOException, SQLException {
    visits("visits/t*.parquet", "('a8', 8, 8)");
    try {
      assertThat(refused("SELECT visits FROM visits WHERE premises = 'a8'").code())
          .isEqualTo("outbound-refused");
    } finally {
      Files.delete(folder.resolve("visits/t*.parquet"));
    }
  }

  /** Whatever SQL came to be sent, it could reach nothing but the declared files. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM \"/etc/passwd\"",
        "SELECT * FROM read_csv('%1$s/../elsewhere/secret.csv')",
        "SELECT * FROM \"%1$s/../elsewhere/secret.csv\"",
        "SELECT * FROM read_csv('%1$s/link/secret.csv')",
        "SELECT * FROM read_csv('%1$s/undeclared.csv')",
        "SELECT * FROM \"%1$s/undeclared.csv\"",
        "SELECT * FROM glob('%1$s/*')",
        "SELECT * FROM read_csv('http://127.0.0.1:1/x.csv')",
        "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
        "INSTALL httpfs",
        "LOAD httpfs",
        "LOAD '%1$s/evil.duckdb_extension'",
        "ATTACH '%1$s/new.db'",
        "COPY (SELECT 1) TO '%1$s/new.csv'",
        "EXPORT DATABASE '%1$s/new'",
        "SET enable_external_access = true",
        "SET allowed_paths = ['/etc/passwd']",
        "SET allowed_directories = ['/']",
        "SET autoinstall_known_extensions = true",
        "SET memory_limit = '100GB'",
        "RESET lock_configuration",
        "SELECT getenv('HOME')"
      })
  void nothingElseCanBeReached(String attack) throws IOException, SQLException {
    Files.writeString(outside.resolve("secret.csv"), "secret\n1\n");
    Files.writeString(folder.resolve("undeclared.csv"), "secret\n1\n");
    Files.deleteIfExists(folder.resolve("link"));
    Files.createSymbolicLink(folder.resolve("link"), outside);
    try (Connection connection = hub.get(Sources.class).jdbc("registers").getConnection();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(attack.formatted(folder.toRealPath())))
          .isInstanceOf(SQLException.class);
    }
    assertThat(folder.resolve("new.csv")).doesNotExist();
    assertThat(folder.resolve("new.db")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "read_csv('/etc/passwd')",
        "/etc/passwd",
        "../elsewhere/secret.csv",
        "undeclared.csv",
        "http://127.0.0.1:1/x.csv",
        "duckdb_settings()",
        "siets"
      })
  void aResourceNamesADeclaredTableOnly(String table) {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                World.apply(
                    hub,
                    """
                    apiVersion: tongban.io/v1
                    kind: Resource
                    metadata: {name: evil, title: {zh: 恶, en: Evil}}
                    spec:
                      provider: labour
                      sharing: CONDITIONAL
                      items: [{name: id, element: text, required: true}]
                      key: [id]
                      live: {source: registers, table: "%s"}
                    """
                        .formatted(table)));
    assertThat(refused.problem().extensions().get("faults").toString())
        .contains("declares no table \"" + table);
  }
}
