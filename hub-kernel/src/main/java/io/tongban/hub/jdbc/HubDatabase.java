package io.tongban.hub.jdbc;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.tongban.hub.Database;
import io.tongban.hub.Dialect;
import io.tongban.hub.HubProblem;
import io.tongban.hub.HubSettings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The hub's database on H2 or PostgreSQL, chosen at start by the URL. */
@ApplicationScoped
class HubDatabase implements Database {
  private static final Logger LOG = Logger.getLogger(HubDatabase.class);
  private static final String HISTORY = "migration_history";
  private static final Pattern TABLE = Pattern.compile("[a-z_]+\\.[a-z_]+");
  private final AgroalDataSource pool;
  private final Jdbi jdbi;
  private final GroupCommit groups;
  private final Dialect dialect;
  private final FileUpkeep upkeep;
  private final Set<String> migrated = ConcurrentHashMap.newKeySet();
  private final boolean file;
  private volatile boolean compact;

  @Inject
  HubDatabase(HubSettings settings) {
    this.dialect = dialectOf(settings.databaseUrl());
    this.file = settings.databaseUrl().startsWith("jdbc:h2:file:");
    this.pool = open(configured(settings.databaseUrl()));
    this.jdbi = Jdbi.create(pool);
    JdbiTypes.install(jdbi);
    this.groups = new GroupCommit(jdbi);
    this.upkeep = new FileUpkeep(pool);
    if (file) {
      upkeep.start();
    }
  }

  private static Dialect dialectOf(String url) {
    if (url.startsWith("jdbc:h2:")) {
      return Dialect.H2;
    }
    if (url.startsWith("jdbc:postgresql:")) {
      return Dialect.POSTGRESQL;
    }
    throw HubProblem.DATABASE_UNSUPPORTED.problem(
        "the database URL begins with neither jdbc:h2: nor jdbc:postgresql:");
  }

  /**
   * H2's default write delay loses acknowledged commits on kill -9. Unquoted names are folded to
   * lower case, as PostgreSQL does it, so that one SQL text means the same on both. A connection
   * keeps more statements read than H2's 8, which are fewer than one issue of a certificate has.
   */
  private static String configured(String url) {
    if (!url.startsWith("jdbc:h2:")) {
      return url;
    }
    String folded = url + ";DATABASE_TO_LOWER=TRUE;QUERY_CACHE_SIZE=48";
    return url.startsWith("jdbc:h2:mem:") || url.contains("WRITE_DELAY")
        ? folded
        : folded + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
  }

  private static AgroalDataSource open(String url) {
    var configuration =
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                pool ->
                    pool.maxSize(32)
                        .minSize(0)
                        .acquisitionTimeout(Duration.ofSeconds(20))
                        .connectionValidator(ConnectionValidator.defaultValidator())
                        // a connection that broke is not handed out again
                        .exceptionSorter(SqlStates::connectionLost)
                        .connectionFactoryConfiguration(
                            factory ->
                                factory
                                    .jdbcUrl(url)
                                    // DriverManager knows only the drivers of the first application
                                    // that ran in this JVM
                                    .connectionProviderClass(driver(url))));
    try {
      return AgroalDataSource.from(configuration);
    } catch (SQLException e) {
      throw HubProblem.DATABASE_UNSUPPORTED.problem("the hub's database cannot be opened", e);
    }
  }

  private static Class<? extends Driver> driver(String url) {
    return url.startsWith("jdbc:h2:") ? org.h2.Driver.class : org.postgresql.Driver.class;
  }

  @Override
  public DataSource dataSource() {
    return pool;
  }

  @Override
  public Jdbi jdbi() {
    return jdbi;
  }

  @Override
  public <R> R inGroup(Function<Handle, R> work) {
    return dialect == Dialect.H2 ? groups.run(work) : jdbi.inTransaction(work::apply);
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public synchronized void migrate(String schema) {
    if (!migrated.add(schema)) {
      return;
    }
    flyway(schema).migrate();
  }

  private Flyway flyway(String schema) {
    return Flyway.configure(Flyway.class.getClassLoader())
        .dataSource(pool)
        .schemas(schema)
        .defaultSchema(schema)
        .createSchemas(true)
        .table(HISTORY)
        .locations("classpath:io/tongban/" + schema + "/migration")
        .placeholders(placeholders(schema))
        .loggers("slf4j")
        .load();
  }

  @Override
  public List<String> unknownMigrations() {
    List<String> schemas =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT table_schema FROM information_schema.tables"
                            + " WHERE table_name = ? ORDER BY table_schema")
                    .bind(0, HISTORY)
                    .mapTo(String.class)
                    .list());
    List<String> unknown = new ArrayList<>();
    for (String schema : schemas) {
      for (MigrationInfo migration : flyway(schema).info().applied()) {
        if (!migration.getState().isResolved() && migration.getVersion() != null) {
          unknown.add(schema + " " + migration.getVersion());
        }
      }
    }
    return unknown;
  }

  @Override
  public void backup(Path zip) {
    if (!file) {
      throw HubProblem.BACKUP_ELSEWHERE.problem("the hub's database is no H2 file");
    }
    jdbi.useHandle(handle -> handle.execute("BACKUP TO ?", zip.toString()));
  }

  private Map<String, String> placeholders(String schema) {
    Map<String, String> values = new HashMap<>();
    values.put("schema", schema);
    values.put("bytes", dialect == Dialect.H2 ? "VARBINARY(16777216)" : "BYTEA");
    values.put("text", dialect == Dialect.H2 ? "VARCHAR(16777216)" : "TEXT");
    // begin of a line that is for one database only
    values.put("onlyH2", dialect == Dialect.H2 ? "" : "-- ");
    return values;
  }

  @Override
  public void scrub(String table) {
    if (!TABLE.matcher(table).matches()) {
      throw new IllegalArgumentException("not a table: " + table);
    }
    if (dialect == Dialect.H2) {
      compact = file;
    } else {
      jdbi.useHandle(handle -> handle.execute("VACUUM (FULL) " + table));
    }
  }

  @PreDestroy
  void close() {
    groups.stop();
    upkeep.close();
    if (compact) {
      shutDownCompact();
    }
    pool.close();
  }

  private void shutDownCompact() {
    try (var connection = pool.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("SHUTDOWN COMPACT");
    } catch (SQLException e) {
      LOG.warn("the database file could not be compacted; the next erasure tries again", e);
    }
  }
}
