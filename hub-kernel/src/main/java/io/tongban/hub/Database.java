package io.tongban.hub;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The hub's own database. One schema and one migration history a module, no foreign keys across
 * modules.
 */
public interface Database {
  /** The pool. Autocommit is on when a connection is handed out. */
  DataSource dataSource();

  /**
   * Jdbi over the pool, with records mapped by component names, UUIDs and instants (UTC) as
   * themselves.
   */
  Jdbi jdbi();

  /**
   * Runs work in a transaction that it may share with others who come at the same time, where that
   * makes their commits cheaper (H2). Durable when it returns. For short work of a few statements:
   * others wait for it.
   *
   * @param work must not commit or roll back; what it throws is thrown, and it alone is undone
   */
  <R> R inGroup(Function<Handle, R> work);

  /** Which database it is. */
  Dialect dialect();

  /**
   * Brings a module's schema up to date; called from the constructor of the module's store.
   * Repeated calls do nothing. Migrations are in {@code classpath:io/tongban/<schema>/migration} as
   * {@code V<n>__<what>.sql}, in SQL that both databases understand, with the placeholders {@code
   * ${bytes}} (binary type), {@code ${text}} (unbounded text type) and {@code ${schema}}.
   *
   * @param schema name of schema and folder, for example {@code registry}
   */
  void migrate(String schema);

  /**
   * Gives back the space of rows that were deleted, so that the database's files do not go on
   * holding their bytes: PostgreSQL writes the table anew at once, H2 its whole file when it is
   * closed. Not within a transaction.
   *
   * @param table with its schema
   */
  void scrub(String table);

  /**
   * Copies the database's file as it is at one moment, while it is used. H2 in a file only: other
   * databases have tools of their own.
   *
   * @param zip a file that does not exist; a ZIP with the one file
   * @throws ProblemException {@link HubProblem#BACKUP_ELSEWHERE}
   */
  void backup(Path zip);

  /**
   * Migrations that were done to the database and that this program does not have, as {@code schema
   * version}: a newer program has used it.
   */
  List<String> unknownMigrations();
}
