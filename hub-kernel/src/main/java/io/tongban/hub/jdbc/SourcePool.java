package io.tongban.hub.jdbc;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The connections to one department's database: few, read-only where the database can hold that for
 * a session, and with a deadline for connecting and for every statement.
 */
public final class SourcePool {
  private static final Duration IDLE_CHECK = Duration.ofSeconds(10);
  private static final long SOCKET_GRACE_MILLIS = 5000;
  private static final Duration IDLE_CLOSE = Duration.ofMinutes(5);
  private final AgroalDataSource pool;
  private final Target target;

  /**
   * What a pool connects to.
   *
   * @param url without credentials
   * @param user null for none
   * @param password null for none
   * @param maxConnections at most so many at once
   * @param timeout for a connection and for a statement
   * @param preparation of each new connection before its first use
   */
  public record Target(
      String url,
      String user,
      String password,
      int maxConnections,
      Duration timeout,
      Preparation preparation) {
    /** A database that needs no preparation. */
    public Target(String url, String user, String password, int maxConnections, Duration timeout) {
      this(url, user, password, maxConnections, timeout, connection -> {});
    }

    @Override
    public String toString() {
      return "target of a source";
    }
  }

  /** Prepares a connection. */
  @FunctionalInterface
  public interface Preparation {
    /** A connection for which this fails is closed and never used. */
    void prepare(Connection connection) throws SQLException;
  }

  private SourcePool(AgroalDataSource pool, Target target) {
    this.pool = pool;
    this.target = target;
  }

  /**
   * Makes the pool; it connects at the first use.
   *
   * @param driver of that database
   * @param givenBack called whenever a connection is given back
   */
  public static SourcePool open(Target target, Class<? extends Driver> driver, Runnable givenBack)
      throws SQLException {
    var configuration =
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                pool ->
                    pool.maxSize(target.maxConnections())
                        .minSize(0)
                        .acquisitionTimeout(target.timeout())
                        .idleValidationTimeout(IDLE_CHECK)
                        .exceptionSorter(SourcePool::broken)
                        .reapTimeout(IDLE_CLOSE)
                        .connectionValidator(ConnectionValidator.defaultValidator())
                        .connectionFactoryConfiguration(
                            factory -> configure(factory, target, driver)));
    AgroalDataSource pool = AgroalDataSource.from(configuration, new Returns(givenBack));
    pool.setPoolInterceptors(List.of(new Prepares(target.preparation())));
    return new SourcePool(pool, target);
  }

  /** Tells that a connection came back. */
  private record Returns(Runnable then) implements AgroalDataSourceListener {
    @Override
    public void beforeConnectionReturn(Connection connection) {
      then.run();
    }
  }

  /** Prepares what the pool has connected, or closes it, so that nobody gets it unprepared. */
  private record Prepares(Preparation preparation) implements AgroalPoolInterceptor {
    @Override
    public void onConnectionCreate(Connection connection) {
      try {
        preparation.prepare(connection);
      } catch (SQLException | RuntimeException failed) {
        close(connection, failed);
        throw new IllegalStateException("a connection could not be prepared", failed);
      }
    }

    private static void close(Connection connection, Exception failed) {
      try {
        connection.close();
      } catch (SQLException also) {
        failed.addSuppressed(also);
      }
    }
  }

  /** A connection that said so is not used again: class 08, and shut down by its administrator. */
  private static boolean broken(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("08")
        || state.startsWith("57P")
        || e instanceof SQLNonTransientConnectionException
        || e instanceof SQLRecoverableException;
  }

  private static AgroalConnectionFactoryConfigurationSupplier configure(
      AgroalConnectionFactoryConfigurationSupplier factory,
      Target target,
      Class<? extends Driver> driver) {
    factory
        .connectionProviderClass(driver)
        .jdbcUrl(target.url())
        .loginTimeout(target.timeout())
        // DuckDB's has only what its preparation made, and refuses the setting
        .readOnly(!product(target.url()).equals("duckdb"));
    if (target.user() != null) {
      factory.principal(new NamePrincipal(target.user()));
    }
    if (target.password() != null) {
      factory.credential(new SimplePassword(target.password()));
    }
    long millis = target.timeout().toMillis();
    return switch (product(target.url())) {
      case "h2" -> factory.initialSql("SET QUERY_TIMEOUT " + millis);
      case "postgresql" ->
          factory
              .jdbcProperty("socketTimeout", Long.toString(target.timeout().toSeconds() + 5))
              .initialSql(
                  "SET statement_timeout = " + millis + "; SET default_transaction_read_only = on");
      case "mariadb" ->
          factory
              .jdbcProperty("socketTimeout", Long.toString(millis + SOCKET_GRACE_MILLIS))
              .initialSql(
                  "SET SESSION max_statement_time = "
                      + target.timeout().toSeconds()
                      + ", SESSION tx_read_only = 1");
      case "mysql" ->
          factory
              .jdbcProperty("socketTimeout", Long.toString(millis + SOCKET_GRACE_MILLIS))
              .initialSql(
                  "SET SESSION max_execution_time = "
                      + millis
                      + ", SESSION transaction_read_only = 1");
      case "sqlserver" ->
          factory
              .jdbcProperty("socketTimeout", Long.toString(millis + SOCKET_GRACE_MILLIS))
              .initialSql("SET LOCK_TIMEOUT " + millis);
      case "oracle" ->
          factory
              .jdbcProperty("oracle.jdbc.ReadTimeout", Long.toString(millis + SOCKET_GRACE_MILLIS))
              // else a session's language would decide which texts are equal
              .initialSql("ALTER SESSION SET NLS_COMP = BINARY NLS_SORT = BINARY");
      default -> factory;
    };
  }

  /** The product named by a JDBC URL, in lower case: the part after {@code jdbc:}. */
  public static String product(String url) {
    String[] parts = url.split(":", 3);
    return parts.length < 2 ? "" : parts[1].toLowerCase(Locale.ROOT);
  }

  /** A connection; it goes back to the pool when it is closed. */
  public Connection connection() throws SQLException {
    return pool.getConnection();
  }

  /** Hands out nothing more, and closes once running statements have had their time. */
  public void retire() {
    pool.flush(AgroalDataSource.FlushMode.GRACEFUL);
    CompletableFuture.delayedExecutor(2 * target.timeout().toSeconds(), TimeUnit.SECONDS)
        .execute(pool::close);
  }

  /** Closes at once. */
  public void close() {
    pool.close();
  }
}
