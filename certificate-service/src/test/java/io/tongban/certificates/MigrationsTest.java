package io.tongban.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.certificates.Certificates.Change;
import io.tongban.certificates.Certificates.Issued;
import io.tongban.certificates.Certificates.RecordedAct;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.CredentialIssuer.TokenUse;
import io.tongban.certificates.present.PresentingWallet;
import io.tongban.certificates.statuslist.StatusList;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.MutableClock;
import io.tongban.hub.test.TestHub;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What hubs of earlier versions stored is read by this one. The rows are those of real flows, put
 * into a schema of the earlier version as far as that version had their tables and columns.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MigrationsTest {
  private static final int ACTS = 2;
  private static final int WALLET_FLOWS = 3;
  private static final int PRESENTATIONS = 4;
  private static final int SIGNING_KEYS = 5;
  private static final int SHOWING = 8;
  private static final String CLIENT = "https://wallet.test";
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private static final String ITEM =
      """
      apiVersion: tongban.io/v1
      kind: ServiceItem
      metadata: {name: stall, title: {zh: 摆摊申请, en: Market stall}}
      spec:
        department: council
        client: council-system
        purpose: counter
        needs: [{type: approval, claims: [name]}]
      """;

  /** What the flows left outside of the database: with wallets, holders and departments. */
  private record Left(
      PlainWallet wallet,
      Map<String, String> credentials,
      URI offer,
      String requestUri,
      String refreshToken,
      UUID received,
      PresentingWallet.Request pending,
      String showCode,
      String printCode,
      UUID use) {}

  private final Map<String, List<Map<String, Object>>> rows = new LinkedHashMap<>();
  private Path keys;
  private Left left;

  abstract String newDatabase();

  /** An URL of the same database for the tests' own connections. */
  abstract String direct(String url);

  abstract Map<String, String> placeholders();

  @BeforeAll
  void live() throws Exception {
    Path data = Files.createTempDirectory("tongban-test");
    String url = newDatabase();
    try (TestHub hub = TestHub.start(url, data)) {
      Town.build(hub);
      Town.apply(hub, ITEM);
      left = lived(hub);
      try (Connection connection = DriverManager.getConnection(direct(url))) {
        for (String table : tables(connection)) {
          rows.put(table, rows(connection, table));
        }
      }
    }
    keys = data.resolve("keys");
  }

  private static Left lived(TestHub hub) {
    CredentialIssuer door = hub.get(CredentialIssuer.class);
    Certificates certificates = hub.get(Certificates.class);
    PlainWallet wallet = new PlainWallet(door, hub.clock());
    Map<String, String> credentials = new LinkedHashMap<>();
    for (String number : List.of("P1", "P2", "P3")) {
      credentials.put(number, wallet.obtain(offer(hub, "approval", number)));
    }
    act(hub, "P2", Act.SUSPENDED);
    act(hub, "P3", Act.REVOKED);
    copies(hub, wallet, "P5");
    wallet.obtain(offer(hub, "licence", "P6"));
    WalletAuthorization authorization = hub.get(WalletAuthorization.class);
    String ticket = authorization.take("agency", CLIENT, pushed(authorization));
    String code =
        authorization.agree(ticket, "P8").getRawQuery().replaceAll(".*code=([^&]*).*", "$1");
    JsonNode tokens =
        door.token(
            "agency",
            form(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                "pocket:/back",
                "code_verifier",
                VERIFIER),
            List.of(wallet.dpop(Town.ISSUER + "/token", null)));
    PresentingWallet presenting =
        new PresentingWallet(hub.get(CredentialVerifier.class), wallet.key(), hub.clock());
    PresentingWallet.Request answered = presenting.fetch(asked(hub), null);
    presenting.answer(
        answered, Map.of("a", presenting.present(answered, credentials.get("P1"), "name")));
    HolderCertificates holders = hub.get(HolderCertificates.class);
    UUID held = holders.list("P1").get(0).id();
    UUID showing = holders.show("P1", held, Set.of("name")).id();
    String print = holders.print("P1", held).link().toString();
    return new Left(
        wallet,
        credentials,
        certificates.offer(Town.AGENCY, "approval", Map.of("number", "P7"), false).uri(),
        pushed(authorization),
        tokens.get("refresh_token").asText(),
        answered.id(),
        presenting.fetch(asked(hub), null),
        holders.code("P1", showing).text(),
        print.substring(print.lastIndexOf('/') + 1),
        hub.get(ServiceItems.class).authorise("P1", "stall").id());
  }

  private static URI offer(TestHub hub, String type, String number) {
    return hub.get(Certificates.class)
        .offer(Town.AGENCY, type, Map.of("number", number), false)
        .uri();
  }

  private static void act(TestHub hub, String number, Act act) {
    Certificates certificates = hub.get(Certificates.class);
    certificates.changeStatus(
        Town.AGENCY,
        certificates.byNumber("approval", number).get(0).id(),
        new Change(act, null, "Food Act s. 12", "because", null));
  }

  private static void copies(TestHub hub, PlainWallet wallet, String number) {
    CredentialIssuer door = hub.get(CredentialIssuer.class);
    String code = PlainWallet.code(offer(hub, "approval", number));
    String token =
        door.token("agency", PlainWallet.form(code), List.of()).get("access_token").asText();
    String nonce = wallet.nonce("agency");
    ObjectNode request = PlainWallet.request("approval", wallet.proof(Town.ISSUER, nonce));
    request
        .withObject("proofs")
        .withArray("jwt")
        .add(new PlainWallet(door, hub.clock()).proof(Town.ISSUER, nonce));
    door.credential("agency", new TokenUse("Bearer " + token, List.of()), request);
  }

  private static String pushed(WalletAuthorization authorization) {
    return authorization
        .push(
            "agency",
            form(
                "redirect_uri", "pocket:/back",
                "response_type", "code",
                "code_challenge", PlainWallet.hash(VERIFIER),
                "code_challenge_method", "S256",
                "scope", "approval"),
            List.of(),
            ClientAttestation.NONE)
        .get("request_uri")
        .asText();
  }

  private static Map<String, List<String>> form(String... pairs) {
    Map<String, List<String>> form = new LinkedHashMap<>(Map.of("client_id", List.of(CLIENT)));
    for (int i = 0; i < pairs.length; i += 2) {
      form.put(pairs[i], List.of(pairs[i + 1]));
    }
    return form;
  }

  private static URI asked(TestHub hub) {
    JsonNode query =
        PlainWallet.json(
            """
            {"credentials": [{"id": "a", "format": "dc+sd-jwt",
              "meta": {"vct_values": ["urn:test:approval:1"]}, "claims": [{"path": ["name"]}]}]}
            """);
    return hub.get(Presentations.class)
        .start(Town.COUNCIL, new Presentations.Wish("counter", null, query, List.of(), null))
        .link();
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet found =
        connection
            .getMetaData()
            .getTables(null, "certificates", "%", new String[] {"TABLE", "BASE TABLE"})) {
      while (found.next()) {
        if (!found.getString("TABLE_NAME").equals("migration_history")) {
          tables.add(found.getString("TABLE_NAME"));
        }
      }
    }
    return tables;
  }

  private static List<Map<String, Object>> rows(Connection connection, String table)
      throws SQLException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT * FROM certificates." + table)) {
      ResultSetMetaData columns = found.getMetaData();
      while (found.next()) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          row.put(columns.getColumnName(i), found.getObject(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 8})
  void whatAnEarlierVersionWroteIsReadAndGoesOn(int version) throws Exception {
    String url = newDatabase();
    try (Connection connection = DriverManager.getConnection(direct(url))) {
      write(connection, url, version);
    }
    try (TestHub hub = TestHub.start(url, keysOf(version))) {
      Town.build(hub);
      Town.apply(hub, ITEM);
      recordsAreRead(hub, version);
      statusesGoOn(hub, version);
      offersGoOn(hub, version);
      walletsGoOn(hub, version);
      presentationsGoOn(hub, version);
      showingsGoOn(hub, version);
    }
  }

  private void write(Connection connection, String url, int version) throws SQLException {
    Flyway.configure()
        .dataSource(direct(url), null, null)
        .schemas("certificates")
        .defaultSchema("certificates")
        .createSchemas(true)
        .table("migration_history")
        .locations("classpath:io/tongban/certificates/migration")
        .placeholders(placeholders())
        .target(Integer.toString(version))
        .load()
        .migrate();
    for (String table : tables(connection)) {
      Set<String> columns = columns(connection, table);
      for (Map<String, Object> row : rows.get(table)) {
        if (!table.equals("offer") || version >= WALLET_FLOWS || row.get("wallet") == null) {
          Map<String, Object> values = new LinkedHashMap<>(row);
          if (table.equals("certificate") && version < ACTS) {
            boolean valid = row.get("act").equals("ISSUED");
            values.put("status", valid ? "VALID" : row.get("act"));
            values.put("reason", valid ? null : "because");
          }
          values.keySet().retainAll(columns);
          insert(connection, table, values);
        }
      }
    }
    if (version < SIGNING_KEYS) {
      insert(connection, "x509", oneKeyForAll());
    }
  }

  private static Set<String> columns(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet none =
            statement.executeQuery("SELECT * FROM certificates." + table + " WHERE 1 = 0")) {
      Set<String> columns = new java.util.HashSet<>();
      for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) {
        columns.add(none.getMetaData().getColumnName(i));
      }
      return columns;
    }
  }

  private static void insert(Connection connection, String table, Map<String, Object> values)
      throws SQLException {
    String marks = values.keySet().stream().map(name -> "?").collect(Collectors.joining(", "));
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO certificates."
                + table
                + " ("
                + String.join(", ", values.keySet())
                + ") VALUES ("
                + marks
                + ")")) {
      int place = 1;
      for (Object value : values.values()) {
        insert.setObject(place++, value);
      }
      insert.executeUpdate();
    }
  }

  /** Before types had keys of their own, an authority's one certificate was among the others. */
  private Map<String, Object> oneKeyForAll() {
    Map<String, Object> key =
        rows.get("signing_key").stream()
            .filter(row -> row.get("type").equals("approval"))
            .findFirst()
            .orElseThrow();
    Map<String, Object> x509 = new LinkedHashMap<>();
    x509.put("name", "issuer-agency");
    x509.put("der", Base64.getDecoder().decode(key.get("chain").toString()));
    x509.put("not_after", rows.get("x509").get(0).get("not_after"));
    return x509;
  }

  /** A data folder with the hub's keys, of which types had none of their own before version 5. */
  private Path keysOf(int version) throws IOException {
    Path data = Files.createTempDirectory("tongban-test");
    Files.createDirectories(data.resolve("keys"));
    try (Stream<Path> files = Files.list(keys)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        boolean ofType = name.startsWith("issuer-") && version < SIGNING_KEYS;
        if (!ofType && !name.startsWith("ledger")) {
          Files.copy(file, data.resolve("keys").resolve(name));
        }
      }
    }
    return data;
  }

  private void recordsAreRead(TestHub hub, int version) {
    Certificates certificates = hub.get(Certificates.class);
    assertThat(verdict(hub, "P1")).isEqualTo(Verdict.VALID);
    assertThat(verdict(hub, "P2")).isEqualTo(Verdict.SUSPENDED);
    assertThat(verdict(hub, "P3")).isEqualTo(Verdict.REVOKED);
    Issued suspended = certificates.byNumber("approval", "P2").get(0);
    assertThat(suspended.number()).isEqualTo("P2");
    assertThat(suspended.act()).isEqualTo(Act.SUSPENDED);
    RecordedAct act = suspended.acts().get(0);
    assertThat(suspended.acts()).hasSize(1);
    assertThat(act.reason())
        .as("a bare status had no reason that was kept")
        .isEqualTo(version < ACTS ? null : "because");
    assertThat(certificates.byNumber("licence", "P6").get(0).identifier() != null)
        .as("the national identifier")
        .isEqualTo(version >= ACTS);
    assertThat(certificates.newest(null, null, 100)).hasSize(6);
  }

  private Verdict verdict(TestHub hub, String number) {
    return hub.get(Certificates.class)
        .verify(null, PlainWallet.disclose(left.credentials().get(number)), null, null, null)
        .verdict();
  }

  private void statusesGoOn(TestHub hub, int version) {
    assertThat(listed(hub, "P1")).isEqualTo(StatusList.VALID);
    assertThat(listed(hub, "P2")).isEqualTo(StatusList.SUSPENDED);
    assertThat(listed(hub, "P3")).isEqualTo(StatusList.INVALID);
    act(hub, "P2", Act.REINSTATED);
    assertThat(verdict(hub, "P2")).isEqualTo(Verdict.VALID);
    assertThat(listed(hub, "P2")).isEqualTo(StatusList.VALID);
    act(hub, "P5", Act.REVOKED);
    assertThat(hub.get(Certificates.class).byNumber("approval", "P5"))
        .extracting(Issued::status)
        .filteredOn(Certificates.Status.REVOKED::equals)
        .as("copies belong together since they are kept as a batch")
        .hasSize(version < WALLET_FLOWS ? 1 : 2);
    if (version < ACTS) {
      assertThatThrownBy(() -> hub.get(StatusLists.class).token(list("P2"), MutableClock.START))
          .isInstanceOf(ProblemException.class);
    } else {
      assertThat(hub.get(StatusLists.class).token(list("P2"), MutableClock.START)).isNotNull();
    }
  }

  private JsonNode place(String number) {
    return payload(left.credentials().get(number)).at("/status/status_list");
  }

  private UUID list(String number) {
    String uri = place(number).get("uri").asText();
    return UUID.fromString(uri.substring(uri.lastIndexOf('/') + 1));
  }

  private int listed(TestHub hub, String number) {
    JsonNode list =
        payload(hub.get(StatusLists.class).token(list(number)).jwt()).get("status_list");
    return StatusList.decode(list.get("bits").asInt(), list.get("lst").asText())
        .get(place(number).get("idx").asInt());
  }

  private static JsonNode payload(String compact) {
    return PlainWallet.json(
        new String(Base64.getUrlDecoder().decode(compact.split("\\.")[1]), StandardCharsets.UTF_8));
  }

  private void offersGoOn(TestHub hub, int version) {
    Certificates certificates = hub.get(Certificates.class);
    PlainWallet wallet = new PlainWallet(hub.get(CredentialIssuer.class), hub.clock());
    String credential = wallet.obtain(left.offer());
    assertThat(payload(credential).get("number").asText()).isEqualTo("P7");
    wallet.obtain(offer(hub, "licence", "P6"));
    assertThat(certificates.byNumber("licence", "P6"))
        .extracting(issued -> issued.identifier())
        .doesNotHaveDuplicates()
        .hasSize(2);
  }

  private void walletsGoOn(TestHub hub, int version) {
    if (version < WALLET_FLOWS) {
      return;
    }
    CredentialIssuer door = hub.get(CredentialIssuer.class);
    JsonNode tokens =
        door.token(
            "agency",
            form("grant_type", "refresh_token", "refresh_token", left.refreshToken()),
            List.of(left.wallet().dpop(Town.ISSUER + "/token", null)));
    String token = tokens.get("access_token").asText();
    String nonce = door.nonce("agency").get("c_nonce").asText();
    door.credential(
        "agency",
        new TokenUse(
            "DPoP " + token, List.of(left.wallet().dpop(Town.ISSUER + "/credential", token))),
        PlainWallet.request("approval", left.wallet().proof(Town.ISSUER, nonce)));
    assertThat(hub.get(Certificates.class).byNumber("approval", "P8")).hasSize(1);
    WalletAuthorization authorization = hub.get(WalletAuthorization.class);
    String ticket = authorization.take("agency", CLIENT, left.requestUri());
    assertThat(authorization.question(ticket).wallet().en()).isEqualTo("Pocket wallet");
  }

  private void presentationsGoOn(TestHub hub, int version) {
    if (version < PRESENTATIONS) {
      return;
    }
    Presentations presentations = hub.get(Presentations.class);
    Presentations.Presented read =
        presentations.look(Town.COUNCIL, left.received(), null).credentials().get(0);
    assertThat(read.verdict()).isEqualTo(Verdict.VALID);
    assertThat(read.claims()).isEqualTo(Map.of("name", "茶楼 Tearoom 1"));
    PresentingWallet presenting =
        new PresentingWallet(hub.get(CredentialVerifier.class), left.wallet().key(), hub.clock());
    presenting.answer(
        left.pending(),
        Map.of("a", presenting.present(left.pending(), left.credentials().get("P1"), "name")));
    assertThat(
            presentations
                .look(Town.COUNCIL, left.pending().id(), null)
                .credentials()
                .get(0)
                .verdict())
        .isEqualTo(Verdict.VALID);
  }

  private void showingsGoOn(TestHub hub, int version) {
    HolderCertificates holders = hub.get(HolderCertificates.class);
    if (version < SHOWING) {
      assertThat(holders.list("P1")).as("whose it is was not kept").isEmpty();
      return;
    }
    assertThat(holders.list("P1")).hasSize(1);
    assertThat(holders.scan(Town.COUNCIL, null, left.showCode(), "counter", null).claims())
        .isEqualTo(Map.of("name", "茶楼 Tearoom 1"));
    assertThat(holders.printed(left.printCode()).verdict()).isEqualTo(Verdict.VALID);
    assertThat(holders.matches(left.printCode(), "P1")).isTrue();
    assertThat(
            hub.get(ServiceItems.class)
                .copies(Town.COUNCIL, null, left.use(), null)
                .copies()
                .get(0)
                .claims())
        .isEqualTo(Map.of("name", "茶楼 Tearoom 1"));
  }
}
