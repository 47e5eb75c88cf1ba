package io.tongban.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tongban.access.Actor;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.RowRef;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A web service as a governed table, against a real HTTP server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestFederationTest {
  private static final Actor ADUR = new Actor("adur-system", "adur", "R1");
  private static final String PURPOSE = "inspection";
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private TestHub hub;
  private HttpServer server;
  private Federation federation;

  @BeforeAll
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
    hub = TestHub.onH2();
    World.open(hub);
    World.apply(hub, definitions(""));
    federation = hub.get(Federation.class);
  }

  /** Time goes on between the tests, so that the failures of one do not suspend the source. */
  @BeforeEach
  void people() {
    hub.clock().advance(Duration.ofMinutes(3));
    asked.clear();
    answers.clear();
    person("a1", "王小明", "R1", "1990-05-06", "12.50", "true");
    person("a2", "Ann", "R2", "1991-01-01", "7", "false");
    person("a3", "Bob's", "R1", "1992-02-03", "null", "null");
  }

  @AfterAll
  void close() {
    never.countDown();
    server.stop(0);
    hub.close();
  }

  private String definitions(String further) {
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
    metadata: {name: people-api, title: {zh: 人口接口, en: People}}
    spec: {department: labour, http: {url: "http://127.0.0.1:%d/v1", privateNetwork: true, timeoutSeconds: 2}}
    ---
    apiVersion: tongban.io/v1
    kind: Resource
    metadata: {name: people, title: {zh: 人口, en: People}}
    spec:
      provider: labour
      sharing: CONDITIONAL
      items:
        - {name: id, element: text, required: true}
        - {name: name, element: text}
        - {name: region, element: text}
        - {name: born, element: day}
        - {name: fee, element: amount}
        - {name: active, element: flag}
        - {name: visits, element: count}
      key: [id]
      live:
        source: people-api
        rest: {path: "/people/{id}", rows: /person, columns: {name: /names/full}, maxBytes: 4000}
    ---
    apiVersion: tongban.io/v1
    kind: Resource
    metadata: {name: permits, title: {zh: 许可, en: Permits}}
    spec:
      provider: labour
      sharing: CONDITIONAL
      items:
        - {name: owner, element: text, required: true}
        - {name: number, element: count, required: true}
      key: [owner, number]
      live: {source: people-api, rest: {path: "/permits?owner={owner}", maxRows: 3}}
    ---
    apiVersion: tongban.io/v1
    kind: SharingAgreement
    metadata: {name: adur-people, title: {zh: 协议, en: Agreement}}
    spec:
      recipient: adur
      purposes: [inspection]
      law: Sharing Act s. 1
      from: 2026-01-01
      to: 2026-12-31
      resources:
        people:
          columns: [id, name, born, fee, active, visits]
          masks: {name: "partial(1,1)"}
          rows: region = :region
        permits: {columns: [owner, number]}
        food-premises: {columns: [id, name]}
        employers: {columns: [premises, headcount]}
    %s
    """
        .formatted(server.getAddress().getPort(), further);
  }

  private void person(
      String id, String name, String region, String born, String fee, String active) {
    answers.put(
        "/v1/people/" + id,
        """
        {"person": {"names": {"full": "%s"}, "region": "%s", "born": "%s", "fee": %s, "active": %s,
          "visits": 3, "other": [1]}}"""
            .formatted(name, region, born, fee, active));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    asked.add(path);
    String answer = answers.getOrDefault(path, "404");
    if (answer.equals("hang")) {
      await();
    } else if (answer.startsWith("redirect ")) {
      exchange.getResponseHeaders().add("Location", answer.substring(9));
      send(exchange, 302, "");
    } else if (answer.length() == 3) {
      send(exchange, Integer.parseInt(answer), "{\"person\": \"secret\"}");
    } else {
      send(exchange, 200, answer);
    }
  }

  private void await() throws IOException {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Answer query(String sql, Object... parameters) {
    return federation.query(ADUR, sql, Arrays.asList(parameters), PURPOSE, null);
  }

  private Problem refused(String sql, Object... parameters) {
    return catchThrowableOfType(ProblemException.class, () -> query(sql, parameters)).problem();
  }

  @Test
  void aRecordIsFoundByItsKeyUnderTheSameRules() {
    Answer answer = query("SELECT * FROM people WHERE id = ?", "a1");
    assertThat(answer.rows())
        .containsExactly(
            List.of("a1", "王*明", LocalDate.of(1990, 5, 6), new BigDecimal("12.5"), true, 3L));
    assertThat(answer.columns()).extracting(Answer.AnswerColumn::masked).contains(true);
    assertThat(answer.sources()).containsExactly(new RowRef("people", "a1"));
    assertThat(query("SELECT fee, active FROM people WHERE id = 'a3'").rows())
        .containsExactly(Arrays.asList(null, null));
    assertThat(query("SELECT id FROM people WHERE id = 'a2'").rows()).isEmpty();
    assertThat(query("SELECT id FROM people WHERE id = 'a1' AND name = '王小明'").rows()).isEmpty();
  }

  @Test
  void theKeysOfABoundedSideOfAJoinAreAskedForOneByOne() {
    Answer answer =
        query(
            "SELECT e.headcount, p.visits FROM employers e JOIN people p ON p.id = e.premises"
                + " WHERE e.headcount IN (10, 30, 80)");
    assertThat(answer.rows()).containsExactlyInAnyOrder(List.of(10L, 3L), List.of(30L, 3L));
    assertThat(asked).containsExactlyInAnyOrder("/v1/people/a1", "/v1/people/a3", "/v1/people/a8");
  }

  @Test
  void eachKeyIsAskedOnce() {
    assertThat(
            query("SELECT id, visits FROM people WHERE id IN ('a1', 'a3', 'a1', 'a9') ORDER BY id")
                .rows())
        .containsExactly(List.of("a1", 3L), List.of("a3", 3L));
    assertThat(asked).containsExactlyInAnyOrder("/v1/people/a1", "/v1/people/a3", "/v1/people/a9");
  }

  @Test
  void itJoinsWithTablesThroughTheKey() {
    answers.put("/v1/permits?owner=a1", "[{\"number\": 7}, {\"number\": \"8\"}]");
    Answer answer =
        query(
            "SELECT f.id, p.born, m.number FROM food_premises f JOIN people p ON p.id = f.id"
                + " JOIN permits m ON m.owner = f.id WHERE f.id = ? ORDER BY m.number",
            "a1");
    assertThat(answer.rows())
        .containsExactly(
            List.of("a1", LocalDate.of(1990, 5, 6), 7L),
            List.of("a1", LocalDate.of(1990, 5, 6), 8L));
    assertThat(answer.sources())
        .contains(new RowRef("permits", "a1|7"), new RowRef("permits", "a1|8"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT id FROM people",
        "SELECT id FROM people WHERE name = 'x'",
        "SELECT id FROM people WHERE id > 'a'",
        "SELECT id FROM people WHERE id <> 'a1'",
        "SELECT id FROM people WHERE id = 'a1' OR visits = 3",
        "SELECT f.id FROM food_premises f JOIN people p ON p.id = f.name"
      })
  void whatDoesNotBindTheKeyIsRefused(String sql) {
    Problem problem = refused(sql);
    assertThat(problem.code()).isEqualTo("key-unbound");
    assertThat(problem.detail()).contains("people", "bind id");
    assertThat(problem.extensions()).containsEntry("columns", List.of("id"));
    assertThat(asked).isEmpty();
  }

  @Test
  void aKeyStaysOneStepOfThePath() {
    assertThat(query("SELECT id FROM people WHERE id = ?", "a/../b?c=d&e#f 王").rows()).isEmpty();
    assertThat(asked).containsExactly("/v1/people/a%2F..%2Fb%3Fc%3Dd%26e%23f%20%E7%8E%8B");
    for (String step : List.of("..", ".", "")) {
      assertThat(refused("SELECT id FROM people WHERE id = ?", step).code())
          .isEqualTo("parameter-invalid");
    }
    assertThat(query("SELECT id FROM people WHERE id = ?", new Object[] {null}).rows()).isEmpty();
    assertThat(asked).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500|source-unreachable|status 500",
        "403|source-unreachable|status 403",
        "hang|source-unreachable|within 2000 ms",
        "redirect http://169.254.169.254/|outbound-refused|allowedHosts",
        "not json|source-misfit|JSON",
        "{\"person\": {}} {}|source-misfit|JSON",
        "{\"nobody\": 1}|source-misfit|no records at /person",
        "{\"person\": 5}|source-misfit|no record",
        "{\"person\": [{}, {}]}|source-misfit|several records",
        "{\"person\": {\"born\": \"06/05/1990\", \"region\": \"R1\"}}|source-misfit|/born",
        "{\"person\": {\"born\": 5, \"region\": \"R1\"}}|source-misfit|DATE",
        "{\"person\": {\"fee\": \"secret\", \"region\": \"R1\"}}|source-misfit|/fee",
        "{\"person\": {\"fee\": 1e999999, \"region\": \"R1\"}}|source-misfit|DECIMAL",
        "{\"person\": {\"visits\": 1.5, \"region\": \"R1\"}}|source-misfit|/visits",
        "{\"person\": {\"visits\": 1e300, \"region\": \"R1\"}}|source-misfit|INTEGER",
        "{\"person\": {\"active\": \"perhaps\", \"region\": \"R1\"}}|source-misfit|/active",
        "{\"person\": {\"names\": {\"full\": {\"x\": 1}}, \"region\": \"R1\"}}|source-misfit|/names/full"
      })
  void aBadAnswerNamesTheSourceAndTellsNothingOfIt(String answer, String code, String what) {
    answers.put("/v1/people/a1", answer);
    Problem problem =
        refused("SELECT id, name, born, fee, visits, active FROM people WHERE id = 'a1'");
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.detail())
        .contains("people-api")
        .contains(what)
        .doesNotContain("secret", "perhaps", "06/05", "a1");
  }

  @Test
  void answersAreBounded() {
    answers.put("/v1/people/a1", "{\"person\": {\"names\": \"" + "x".repeat(4000) + "\"}}");
    assertThat(refused("SELECT id FROM people WHERE id = 'a1'").code())
        .isEqualTo("source-answer-too-large");
    answers.put(
        "/v1/permits?owner=a1",
        "[{\"number\": 1}, {\"number\": 2}, {\"number\": 3}, {\"number\": 4}]");
    assertThat(refused("SELECT number FROM permits WHERE owner = 'a1'").detail())
        .contains("more than 3 records");
    String many =
        "'x"
            + String.join(
                "', 'x",
                java.util.stream.IntStream.range(0, 101).mapToObj(String::valueOf).toList())
            + "'";
    assertThat(refused("SELECT number FROM permits WHERE owner IN (" + many + ")").detail())
        .contains("101 times");
  }

  @Test
  void followsARedirectWithinItsHost() {
    answers.put("/v1/people/a1", "redirect /v1/people/a3");
    assertThat(query("SELECT visits FROM people WHERE id = 'a1'").rows())
        .containsExactly(List.of(3L));
  }

  @Test
  void aServiceOverItIsCheckedWhenItIsDeclared() {
    String bound =
        World.service(
            "person",
            """
              provider: labour
              sql: SELECT id, born FROM people WHERE id = :id
              parameters: [{name: id, type: STRING}]
            """);
    assertThat(World.faults(hub, bound)).isEmpty();
    assertThat(federation.call(ADUR, "person", Map.of("id", "a1"), PURPOSE, null).rows())
        .hasSize(1);
    assertThat(federation.reads("person"))
        .isEqualTo(Map.of("people", java.util.Set.of("id", "born")));
    String unbound =
        World.service(
            "all",
            "  provider: labour\n  sql: SELECT id FROM people\n  report: {maxRows: 1, maxSeconds: 1}\n");
    assertThat(World.faults(hub, unbound)).contains("bind id");
    assertThat(federation.explain(ADUR, "SELECT id FROM people WHERE id = 'a1'", PURPOSE).plan())
        .contains("/people/{id}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{path: /people}|has none",
        "{path: \"people/{id}\"}|no path",
        "{path: \"//evil.example/{id}\"}|no path",
        "{path: \"/p/{nobody}\"}|no item",
        "{path: \"/p/{fee}\"}|no text, whole number or date",
        "{path: \"/p/{id}\", rows: person}|JSON Pointer",
        "{path: \"/p/{id}\", columns: {nobody: /x}}|no item",
        "{path: \"/p/{id}\", maxRows: 0}|0 is not possible"
      })
  void aBindingThatCannotHoldIsRefused(String rest, String fault) {
    String yaml =
        definitions("")
            .replaceFirst("rest: \\{path: \"/people.*", "rest: " + rest.replace("{", "\\{"));
    assertThat(World.faults(hub, yaml)).contains(fault);
    assertThat(
            World.faults(
                hub,
                definitions("").replace("live: {source: people-api", "live: {source: labour-db")))
        .contains("not a web service");
  }
}
