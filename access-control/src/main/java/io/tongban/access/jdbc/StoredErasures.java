package io.tongban.access.jdbc;

import io.tongban.access.erasure.ErasureStore;
import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Which lines of the journal of erasures were done in this database, as rows. */
@ApplicationScoped
class StoredErasures implements ErasureStore {
  private final Database database;

  @Inject
  StoredErasures(Database database) {
    this.database = database;
    database.migrate("access");
  }

  @Override
  public Set<Long> done() {
    return numbers("SELECT number FROM access.erasure");
  }

  @Override
  public Set<Long> unrecorded() {
    return numbers("SELECT number FROM access.erasure WHERE entry IS NULL");
  }

  private Set<Long> numbers(String sql) {
    return new HashSet<>(
        database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).list()));
  }

  @Override
  public void add(long number, Instant at) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "INSERT INTO access.erasure (number, done) SELECT ?, CAST(? AS TIMESTAMP(6)"
                        + " WITH TIME ZONE) WHERE NOT EXISTS (SELECT 1 FROM access.erasure WHERE"
                        + " number = ?)",
                    number,
                    at,
                    number));
    database.scrub("access.subject_salt");
  }

  @Override
  public void record(long number, UUID entry) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE access.erasure SET entry = ? WHERE number = ?", entry, number));
  }
}
