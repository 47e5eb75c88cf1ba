package io.tongban.federation.calcite;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * A database that counts what it is asked and how many rows are fetched from it: what a stopwatch
 * would tell, without one. Keeps its connections for reuse.
 */
final class WatchedDatabase implements AutoCloseable {
  private final DataSource real;
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
  private final List<String> statements = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong fetched = new AtomicLong();

  WatchedDatabase(DataSource real) {
    this.real = real;
  }

  /** The data source that a hub is given. */
  DataSource source() {
    return proxy(
        DataSource.class,
        (method, arguments) ->
            method.getName().equals("getConnection")
                ? watched(taken())
                : invoke(real, method, arguments));
  }

  /** The statements since the last {@link #reset}, in order. */
  List<String> statements() {
    return List.copyOf(statements);
  }

  /** The rows fetched since the last {@link #reset}. */
  long fetched() {
    return fetched.get();
  }

  void reset() {
    statements.clear();
    fetched.set(0);
  }

  void run(String sql) throws SQLException {
    Connection connection = taken();
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
    idle.push(connection);
  }

  void insert(String sql, List<Object[]> rows) throws SQLException {
    Connection connection = taken();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Object[] row : rows) {
        for (int i = 0; i < row.length; i++) {
          statement.setObject(i + 1, row[i]);
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
    idle.push(connection);
  }

  private Connection taken() throws SQLException {
    Connection connection = idle.poll();
    return connection == null ? real.getConnection() : connection;
  }

  private Connection watched(Connection connection) {
    return proxy(
        Connection.class,
        (method, arguments) -> {
          switch (method.getName()) {
            case "close":
              idle.push(connection);
              return null;
            case "prepareStatement":
              statements.add((String) arguments[0]);
              return watched((PreparedStatement) invoke(connection, method, arguments));
            default:
              return invoke(connection, method, arguments);
          }
        });
  }

  private PreparedStatement watched(PreparedStatement statement) {
    return proxy(
        PreparedStatement.class,
        (method, arguments) -> {
          Object result = invoke(statement, method, arguments);
          return result instanceof ResultSet rows ? watched(rows) : result;
        });
  }

  private ResultSet watched(ResultSet rows) {
    return proxy(
        ResultSet.class,
        (method, arguments) -> {
          Object result = invoke(rows, method, arguments);
          if (method.getName().equals("next") && Boolean.TRUE.equals(result)) {
            fetched.incrementAndGet();
          }
          return result;
        });
  }

  private interface Call {
    Object of(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            WatchedDatabase.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> call.of(method, arguments)));
  }

  private static Object invoke(Object on, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : idle) {
      connection.close();
    }
  }
}
