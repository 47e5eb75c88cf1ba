package io.tongban.examples;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.h2.tools.Server;

/**
 * Stand-ins for the departments' systems: the food agency's audit service (HTTP) and the
 * local-authority register's database (JDBC), each on a free port of the loopback address.
 */
final class StandIns implements AutoCloseable {
  private final HttpServer audits;
  private final Server database;
  private final Connection keepAlive;
  private final String registerUrl;
  private final String password;

  private StandIns(
      HttpServer audits,
      Server database,
      Connection keepAlive,
      String registerUrl,
      String password) {
    this.audits = audits;
    this.database = database;
    this.keepAlive = keepAlive;
    this.registerUrl = registerUrl;
    this.password = password;
  }

  static StandIns start(Registers registers) throws IOException, SQLException {
    byte[] secret = new byte[12];
    new SecureRandom().nextBytes(secret);
    String password = HexFormat.of().formatHex(secret);
    String name = "register-" + UUID.randomUUID();
    Connection connection =
        DriverManager.getConnection(
            "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "owner", password);
    fill(connection, registers, password);
    Server database = Server.createTcpServer("-tcpPort", "0", "-ifExists").start();
    String url = "jdbc:h2:tcp://127.0.0.1:" + database.getPort() + "/mem:" + name;
    return new StandIns(serve(registers), database, connection, url, password);
  }

  /** What the hub's Source definitions refer to, as environment variables. */
  Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>();
    variables.put("TONGBAN_VAR_AUDITS_URL", "http://127.0.0.1:" + audits.getAddress().getPort());
    variables.put("TONGBAN_VAR_REGISTER_URL", registerUrl);
    variables.put("TONGBAN_VAR_REGISTER_PASSWORD", password);
    return variables;
  }

  private static HttpServer serve(Registers registers) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/audits.csv",
        exchange -> {
          byte[] body = Files.readAllBytes(registers.audits());
          exchange.getResponseHeaders().set("Content-Type", "text/csv; charset=utf-8");
          exchange.sendResponseHeaders(200, body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
    return server;
  }

  private static void fill(Connection connection, Registers registers, String password)
      throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE AUTHORITY (ID VARCHAR(60) PRIMARY KEY, GSS VARCHAR(9), NAME VARCHAR(120))");
      statement.execute("CREATE TABLE AUTHORITY_NAME (NAME VARCHAR(120), AUTHORITY VARCHAR(60))");
      statement.execute("CREATE TABLE ID_MIGRATION (OLD_ID VARCHAR(60), NEW_ID VARCHAR(60))");
      statement.execute("CREATE USER READER PASSWORD '" + password + "'");
      statement.execute("GRANT SELECT ON SCHEMA PUBLIC TO READER");
    }
    insert(
        connection,
        "MERGE INTO AUTHORITY VALUES (?, ?, ?)",
        Registers.tsv(registers.authorityCodes()),
        row -> List.of(row.get("local-authority"), row.get("gss"), row.get("name")));
    List<Map<String, String>> names = Registers.tsv(registers.authorityNames());
    insert(
        connection,
        "INSERT INTO AUTHORITY_NAME VALUES (?, ?)",
        names,
        row -> List.of(row.get("name"), row.get("local-authority")));
    insertMigration(connection, registers, names);
  }

  /**
   * The migration names bare ids; the register prefixes them with the name of their own register.
   */
  private static void insertMigration(
      Connection connection, Registers registers, List<Map<String, String>> names)
      throws SQLException {
    Map<String, String> moved = new TreeMap<>();
    Registers.tsv(registers.migration())
        .forEach(row -> moved.put(row.get("old_id"), row.get("new_id")));
    Map<String, String> prefixed = new TreeMap<>();
    for (Map<String, String> row : names) {
      String id = row.get("local-authority");
      int colon = id.indexOf(':');
      String to = colon < 0 ? null : moved.get(id.substring(colon + 1));
      if (to != null) {
        prefixed.put(id, id.substring(0, colon + 1) + to);
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO ID_MIGRATION VALUES (?, ?)")) {
      for (var entry : prefixed.entrySet()) {
        insert.setString(1, entry.getKey());
        insert.setString(2, entry.getValue());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void insert(
      Connection connection,
      String sql,
      List<Map<String, String>> rows,
      java.util.function.Function<Map<String, String>, List<String>> values)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (Map<String, String> row : rows) {
        List<String> parameters = values.apply(row);
        for (int i = 0; i < parameters.size(); i++) {
          insert.setString(i + 1, parameters.get(i).isEmpty() ? null : parameters.get(i));
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  @Override
  public void close() throws SQLException {
    audits.stop(0);
    database.stop();
    keepAlive.close();
  }
}
