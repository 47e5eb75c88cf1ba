package io.tongban.certificates.jdbc;

import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** X.509 certificates by name; a newer one takes the place of an older. */
@ApplicationScoped
public class X509Store {
  private final Database database;

  @Inject
  X509Store(Database database) {
    this.database = database;
    database.migrate("certificates");
  }

  /** The DER bytes of that name. */
  public Optional<byte[]> find(String name) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT der FROM certificates.x509 WHERE name = :name")
                    .bind("name", name)
                    .mapTo(byte[].class)
                    .findOne());
  }

  /** The names that begin like that. */
  public List<String> named(String prefix) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT name FROM certificates.x509 ORDER BY name")
                    .mapTo(String.class)
                    .filter(name -> name.startsWith(prefix))
                    .list());
  }

  /** Forgets one. */
  public void remove(String name) {
    database
        .jdbi()
        .useHandle(handle -> handle.execute("DELETE FROM certificates.x509 WHERE name = ?", name));
  }

  /** Stores one in the place of another; one that another node stores meanwhile stays. */
  public void put(String name, byte[] der, Instant notAfter) {
    try {
      database.jdbi().useTransaction(handle -> replace(handle, name, der, notAfter));
    } catch (UnableToExecuteStatementException e) {
      if (!UsedOnce.isDuplicate(e)) {
        throw e;
      }
    }
  }

  private static void replace(Handle handle, String name, byte[] der, Instant notAfter) {
    handle.execute("DELETE FROM certificates.x509 WHERE name = ?", name);
    handle
        .createUpdate(
            "INSERT INTO certificates.x509 (name, der, not_after) VALUES (:name, :der, :notAfter)")
        .bind("name", name)
        .bind("der", der)
        .bind("notAfter", notAfter)
        .execute();
  }
}
