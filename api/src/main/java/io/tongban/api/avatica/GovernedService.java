package io.tongban.api.avatica;

import io.tongban.access.Actor;
import io.tongban.api.avatica.JdbcConnection.Statement;
import io.tongban.federation.Answer.AnswerColumn;
import io.tongban.federation.Cursors;
import io.tongban.federation.Cursors.Frame;
import io.tongban.federation.FederationProblem;
import io.tongban.federation.Question;
import io.tongban.federation.Readings;
import io.tongban.registry.DataType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.Meta.DatabaseProperty;
import org.apache.calcite.avatica.Meta.Signature;
import org.apache.calcite.avatica.remote.Service;
import org.apache.calcite.avatica.remote.TypedValue;

/** Avatica's service over governed cursors, for one client; reads only. */
final class GovernedService implements Service {
  private static final RpcMetadataResponse NO_METADATA = new RpcMetadataResponse("tongban");
  private static final int FIRST_FRAME = 1_000;
  private static final String TIMEOUT = "query_timeout";
  private static final int NULLABLE = 1;
  private static final int SEARCHABLE = 3;
  private final Actor actor;
  private final JdbcConnections connections;
  private final Cursors cursors;
  private final Readings readings;
  private final GrantedTables tables;
  private final String version;

  /** The cursor that this request reads. */
  private UUID reading;

  private boolean cancelled;

  GovernedService(
      Actor actor,
      JdbcConnections connections,
      Cursors cursors,
      Readings readings,
      GrantedTables tables,
      String version) {
    this.actor = actor;
    this.connections = connections;
    this.cursors = cursors;
    this.readings = readings;
    this.tables = tables;
    this.version = version;
  }

  /** Stops what this request reads, at the source too; from any thread, once and for all. */
  void cancel() {
    UUID running;
    synchronized (this) {
      cancelled = true;
      running = reading;
    }
    if (running != null) {
      cursors.close(actor, running);
    }
  }

  private synchronized boolean reads(UUID cursor) {
    reading = cursor;
    return !cancelled;
  }

  private JdbcConnection connection(String id) {
    return connections.find(actor, String.valueOf(id)).orElseThrow(MissingConnectionException::new);
  }

  // ---- connections and statements

  @Override
  public OpenConnectionResponse apply(OpenConnectionRequest request) {
    Map<String, String> info = request.info == null ? Map.of() : request.info;
    connections.open(
        actor,
        String.valueOf(request.connectionId),
        info.get("purpose"),
        info.get("case"),
        seconds(info.get(TIMEOUT)));
    return new OpenConnectionResponse(NO_METADATA);
  }

  /** The driver keeps Statement.setQueryTimeout to itself, so it is said for the connection. */
  private static int seconds(String given) {
    if (given == null) {
      return Cursors.MOST_SECONDS;
    }
    if (!given.matches("[1-9][0-9]{0,2}") || Integer.parseInt(given) > Cursors.MOST_SECONDS) {
      throw FederationProblem.PARAMETER_INVALID.problem(
          TIMEOUT + " is a number of seconds from 1 to " + Cursors.MOST_SECONDS);
    }
    return Integer.parseInt(given);
  }

  @Override
  public CloseConnectionResponse apply(CloseConnectionRequest request) {
    connections.close(actor, String.valueOf(request.connectionId));
    return new CloseConnectionResponse(NO_METADATA);
  }

  @Override
  public ConnectionSyncResponse apply(ConnectionSyncRequest request) {
    connection(request.connectionId);
    return new ConnectionSyncResponse(
        new ConnectionPropertiesImpl(true, true, java.sql.Connection.TRANSACTION_NONE, null, null),
        NO_METADATA);
  }

  @Override
  public CreateStatementResponse apply(CreateStatementRequest request) {
    int id = connection(request.connectionId).add(Statement.EMPTY);
    return new CreateStatementResponse(request.connectionId, id, NO_METADATA);
  }

  @Override
  public CloseStatementResponse apply(CloseStatementRequest request) {
    connections
        .find(actor, String.valueOf(request.connectionId))
        .map(connection -> connection.remove(request.statementId))
        .ifPresent(this::closeCursor);
    return new CloseStatementResponse(NO_METADATA);
  }

  private void closeCursor(Statement statement) {
    if (statement.cursor() != null) {
      cursors.close(actor, statement.cursor());
    }
  }

  // ---- questions

  @Override
  public PrepareResponse apply(PrepareRequest request) {
    JdbcConnection connection = connection(request.connectionId);
    var described = readings.describe(actor, question(connection, request.sql, List.of()));
    int id = connection.add(new Statement(request.sql, described.parameters(), null, 0, 0, 0));
    Signature signature =
        JdbcTypes.signature(request.sql, described.columns(), described.parameters());
    return new PrepareResponse(
        new Meta.StatementHandle(request.connectionId, id, signature), NO_METADATA);
  }

  @Override
  public ExecuteResponse apply(PrepareAndExecuteRequest request) {
    JdbcConnection connection = connection(request.connectionId);
    return execute(
        connection,
        request.connectionId,
        request.statementId,
        new Statement(null, List.of(), null, 0, 0, most(request.maxRowCount)),
        question(connection, request.sql, List.of()),
        request.maxRowsInFirstFrame);
  }

  @Override
  public ExecuteResponse apply(ExecuteRequest request) {
    if (request.statementHandle == null) {
      throw new MissingConnectionException();
    }
    String connectionId = request.statementHandle.connectionId;
    JdbcConnection connection = connection(connectionId);
    Statement prepared = connection.statement(request.statementHandle.id);
    if (prepared == null || prepared.sql() == null) {
      return new ExecuteResponse(List.of(), true, NO_METADATA);
    }
    List<TypedValue> given = request.parameterValues == null ? List.of() : request.parameterValues;
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      DataType type =
          i < prepared.parameters().size() ? prepared.parameters().get(i) : DataType.STRING;
      values.add(JdbcTypes.parameter(given.get(i), type, i + 1));
    }
    closeCursor(prepared);
    return execute(
        connection,
        connectionId,
        request.statementHandle.id,
        new Statement(prepared.sql(), prepared.parameters(), null, 0, 0, Long.MAX_VALUE),
        question(connection, prepared.sql(), values),
        request.maxRowCount);
  }

  private static long most(long rows) {
    return rows > 0 ? rows : Long.MAX_VALUE;
  }

  private static Question.Sql question(
      JdbcConnection connection, String sql, List<Object> parameters) {
    if (sql == null) {
      throw FederationProblem.SQL_INVALID.problem("the request has no SQL");
    }
    return new Question.Sql(sql, parameters, connection.purpose(), connection.caseReference());
  }

  private ExecuteResponse execute(
      JdbcConnection connection,
      String connectionId,
      int statementId,
      Statement statement,
      Question.Sql question,
      int firstRows) {
    if (connection.statement(statementId) == null) {
      return new ExecuteResponse(List.of(), true, NO_METADATA);
    }
    closeCursor(connection.statement(statementId));
    Cursors.Opened opened = cursors.open(actor, question, connection.seconds());
    Statement running =
        new Statement(statement.sql(), statement.parameters(), opened.id(), 0, 0, statement.left());
    if (!connection.keep(statementId, running)) {
      cursors.close(actor, opened.id());
      throw FederationProblem.QUERY_CANCELLED.problem("its statement or connection was closed");
    }
    int asked = firstRows > 0 ? firstRows : FIRST_FRAME;
    Meta.Frame frame = frame(connection, statementId, running, asked);
    Signature signature =
        JdbcTypes.signature(question.sql(), opened.columns(), statement.parameters());
    return new ExecuteResponse(
        List.of(
            new ResultSetResponse(
                connectionId, statementId, false, signature, frame, -1, NO_METADATA)),
        false,
        NO_METADATA);
  }

  @Override
  public FetchResponse apply(FetchRequest request) {
    JdbcConnection connection = connection(request.connectionId);
    Statement statement = connection.statement(request.statementId);
    if (statement == null) {
      return new FetchResponse(null, true, true, NO_METADATA);
    }
    if (statement.cursor() == null) {
      return new FetchResponse(
          Meta.Frame.create(request.offset, true, List.of()), false, false, NO_METADATA);
    }
    if (request.offset != statement.offset()) {
      throw FederationProblem.CURSOR_POSITION.problem(
          "row " + request.offset + " was asked for, the next one is " + statement.offset());
    }
    int asked = request.fetchMaxRowCount > 0 ? request.fetchMaxRowCount : FIRST_FRAME;
    return new FetchResponse(
        frame(connection, request.statementId, statement, asked), false, false, NO_METADATA);
  }

  /** The next frame, settled; a statement that has had all it may closes its cursor. */
  private Meta.Frame frame(JdbcConnection connection, int id, Statement statement, int asked) {
    int rows = (int) Math.min(Math.min(asked, Cursors.MOST_ROWS), statement.left());
    if (!reads(statement.cursor())) {
      cursors.close(actor, statement.cursor());
      throw FederationProblem.QUERY_CANCELLED.problem("its client has gone");
    }
    Frame frame = cursors.next(actor, statement.cursor(), statement.frame(), rows);
    long offset = statement.offset() + frame.rows().size();
    long left = statement.left() - frame.rows().size();
    boolean done = frame.last() || left == 0;
    if (done) {
      cursors.close(actor, statement.cursor());
    }
    connection.keep(
        id,
        new Statement(
            statement.sql(),
            statement.parameters(),
            done ? null : statement.cursor(),
            statement.frame() + 1,
            offset,
            left));
    return Meta.Frame.create(statement.offset(), done, JdbcTypes.rows(frame.rows()));
  }

  // ---- metadata

  @Override
  public ResultSetResponse apply(CatalogsRequest request) {
    connection(request.connectionId);
    return table(request.connectionId, List.of(text("TABLE_CAT")), List.of());
  }

  @Override
  public ResultSetResponse apply(SchemasRequest request) {
    connection(request.connectionId);
    return table(
        request.connectionId, List.of(text("TABLE_SCHEM"), text("TABLE_CATALOG")), List.of());
  }

  @Override
  public ResultSetResponse apply(TableTypesRequest request) {
    connection(request.connectionId);
    return table(request.connectionId, List.of(text("TABLE_TYPE")), List.of(row("TABLE")));
  }

  @Override
  public ResultSetResponse apply(TablesRequest request) {
    JdbcConnection connection = connection(request.connectionId);
    List<List<Object>> rows = new ArrayList<>();
    boolean wanted = request.typeList == null || request.typeList.contains("TABLE");
    for (GrantedTables.Table table :
        wanted ? granted(connection) : List.<GrantedTables.Table>of()) {
      if (like(request.tableNamePattern, table.resource().sqlName())) {
        rows.add(
            row(
                null,
                null,
                table.resource().sqlName(),
                "TABLE",
                remarks(table),
                null,
                null,
                null,
                null,
                null));
      }
    }
    return table(
        request.connectionId,
        List.of(
            text("TABLE_CAT"),
            text("TABLE_SCHEM"),
            text("TABLE_NAME"),
            text("TABLE_TYPE"),
            text("REMARKS"),
            text("TYPE_CAT"),
            text("TYPE_SCHEM"),
            text("TYPE_NAME"),
            text("SELF_REFERENCING_COL_NAME"),
            text("REF_GENERATION")),
        rows);
  }

  private static String remarks(GrantedTables.Table table) {
    return table.resource().title().zh() + " · " + table.resource().title().en();
  }

  private List<GrantedTables.Table> granted(JdbcConnection connection) {
    return tables.of(actor, connection.purpose(), connection.caseReference());
  }

  @Override
  public ResultSetResponse apply(ColumnsRequest request) {
    List<List<Object>> rows = new ArrayList<>();
    for (GrantedTables.Table table : granted(connection(request.connectionId))) {
      if (!like(request.tableNamePattern, table.resource().sqlName())) {
        continue;
      }
      long ordinal = 0;
      for (AnswerColumn column : table.columns()) {
        ordinal++;
        if (like(request.columnNamePattern, column.name())) {
          rows.add(column(table.resource().sqlName(), column, ordinal));
        }
      }
    }
    return table(request.connectionId, COLUMNS, rows);
  }

  private static final List<AnswerColumn> COLUMNS =
      List.of(
          text("TABLE_CAT"),
          text("TABLE_SCHEM"),
          text("TABLE_NAME"),
          text("COLUMN_NAME"),
          number("DATA_TYPE"),
          text("TYPE_NAME"),
          number("COLUMN_SIZE"),
          number("BUFFER_LENGTH"),
          number("DECIMAL_DIGITS"),
          number("NUM_PREC_RADIX"),
          number("NULLABLE"),
          text("REMARKS"),
          text("COLUMN_DEF"),
          number("SQL_DATA_TYPE"),
          number("SQL_DATETIME_SUB"),
          number("CHAR_OCTET_LENGTH"),
          number("ORDINAL_POSITION"),
          text("IS_NULLABLE"),
          text("SCOPE_CATALOG"),
          text("SCOPE_SCHEMA"),
          text("SCOPE_TABLE"),
          number("SOURCE_DATA_TYPE"),
          text("IS_AUTOINCREMENT"),
          text("IS_GENERATEDCOLUMN"));

  private static List<Object> column(String table, AnswerColumn column, long ordinal) {
    DataType type = column.type();
    return row(
        null,
        null,
        table,
        column.name(),
        (long) JdbcTypes.code(type),
        JdbcTypes.name(type),
        (long) JdbcTypes.precision(type),
        null,
        (long) JdbcTypes.scale(type),
        10L,
        (long) NULLABLE,
        column.masked() ? "masked" : null,
        null,
        null,
        null,
        null,
        ordinal,
        "YES",
        null,
        null,
        null,
        null,
        "NO",
        "NO");
  }

  @Override
  public ResultSetResponse apply(TypeInfoRequest request) {
    connection(request.connectionId);
    List<List<Object>> rows = new ArrayList<>();
    for (DataType type : DataType.values()) {
      rows.add(
          row(
              JdbcTypes.name(type),
              (long) JdbcTypes.code(type),
              (long) JdbcTypes.precision(type),
              null,
              null,
              null,
              (long) NULLABLE,
              type == DataType.STRING,
              (long) SEARCHABLE,
              false,
              false,
              false,
              JdbcTypes.name(type),
              0L,
              (long) JdbcTypes.scale(type),
              null,
              null,
              10L));
    }
    return table(
        request.connectionId,
        List.of(
            text("TYPE_NAME"),
            number("DATA_TYPE"),
            number("PRECISION"),
            text("LITERAL_PREFIX"),
            text("LITERAL_SUFFIX"),
            text("CREATE_PARAMS"),
            number("NULLABLE"),
            flag("CASE_SENSITIVE"),
            number("SEARCHABLE"),
            flag("UNSIGNED_ATTRIBUTE"),
            flag("FIXED_PREC_SCALE"),
            flag("AUTO_INCREMENT"),
            text("LOCAL_TYPE_NAME"),
            number("MINIMUM_SCALE"),
            number("MAXIMUM_SCALE"),
            number("SQL_DATA_TYPE"),
            number("SQL_DATETIME_SUB"),
            number("NUM_PREC_RADIX")),
        rows);
  }

  private static AnswerColumn text(String name) {
    return new AnswerColumn(name, DataType.STRING, false);
  }

  private static AnswerColumn number(String name) {
    return new AnswerColumn(name, DataType.INTEGER, false);
  }

  private static AnswerColumn flag(String name) {
    return new AnswerColumn(name, DataType.BOOLEAN, false);
  }

  private static List<Object> row(Object... values) {
    return java.util.Arrays.asList(values);
  }

  private ResultSetResponse table(
      String connectionId, List<AnswerColumn> columns, List<List<Object>> rows) {
    int id = connection(connectionId).add(Statement.EMPTY);
    return new ResultSetResponse(
        connectionId,
        id,
        true,
        JdbcTypes.signature("", columns, List.of()),
        Meta.Frame.create(0, true, JdbcTypes.rows(rows)),
        -1,
        NO_METADATA);
  }

  /** JDBC's patterns: {@code %} and {@code _}; names are case-blind, as in SQL. */
  private static boolean like(String pattern, String name) {
    if (pattern == null) {
      return true;
    }
    StringBuilder regex = new StringBuilder();
    for (char c : pattern.toCharArray()) {
      regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE).matcher(name).matches();
  }

  @Override
  public DatabasePropertyResponse apply(DatabasePropertyRequest request) {
    connection(request.connectionId);
    Map<DatabaseProperty, Object> properties = new EnumMap<>(DatabaseProperty.class);
    properties.put(DatabaseProperty.GET_DATABASE_PRODUCT_NAME, "Tongban");
    properties.put(DatabaseProperty.GET_DATABASE_PRODUCT_VERSION, version);
    properties.put(
        DatabaseProperty.GET_DEFAULT_TRANSACTION_ISOLATION, java.sql.Connection.TRANSACTION_NONE);
    return new DatabasePropertyResponse(properties, NO_METADATA);
  }

  // ---- what a reader has no use for

  @Override
  public SyncResultsResponse apply(SyncResultsRequest request) {
    throw refused("answers cannot be taken up again; run the statement again");
  }

  @Override
  public CommitResponse apply(CommitRequest request) {
    throw refused("there are no transactions; every statement stands alone");
  }

  @Override
  public RollbackResponse apply(RollbackRequest request) {
    throw refused("there are no transactions; every statement stands alone");
  }

  @Override
  public ExecuteBatchResponse apply(PrepareAndExecuteBatchRequest request) {
    throw refused("batches change data, and this connection only reads");
  }

  @Override
  public ExecuteBatchResponse apply(ExecuteBatchRequest request) {
    throw refused("batches change data, and this connection only reads");
  }

  private static RuntimeException refused(String why) {
    return FederationProblem.NOT_A_SELECT.problem(why);
  }

  @Override
  public void setRpcMetadata(RpcMetadataResponse metadata) {
    // a name instead of the server's address; the driver fails on an empty one
  }
}
