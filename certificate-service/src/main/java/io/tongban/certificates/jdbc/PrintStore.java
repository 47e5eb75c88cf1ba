package io.tongban.certificates.jdbc;

import io.tongban.certificates.secrets.Sealer;
import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Codes on prints, as keyed hashes. */
@ApplicationScoped
public class PrintStore {
  private final Database database;
  private final Sealer sealer;
  private final Clock clock;

  @Inject
  PrintStore(Database database, Sealer sealer, Clock clock) {
    this.database = database;
    this.sealer = sealer;
    this.clock = clock;
    database.migrate("certificates");
  }

  /**
   * A print.
   *
   * @param wrong how many numbers were tried that were not the certificate's
   */
  public record StoredPrint(UUID certificate, Instant created, int wrong) {}

  /** Adds one under its code. */
  public void add(String code, UUID certificate) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "INSERT INTO certificates.print_code (hash, certificate, created, wrong)"
                        + " VALUES (?, ?, ?, 0)",
                    hash(code),
                    certificate,
                    clock.instant()));
  }

  private String hash(String code) {
    return sealer.hash("print-code", code);
  }

  /** The print of that code. */
  public Optional<StoredPrint> find(String code) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT certificate, created, wrong FROM certificates.print_code"
                            + " WHERE hash = :hash")
                    .bind("hash", hash(code))
                    .mapTo(StoredPrint.class)
                    .findOne());
  }

  /** Takes one of the tries a print has; false if there is none left. */
  public boolean take(String code, int most) {
    return database
            .jdbi()
            .withHandle(
                handle ->
                    handle.execute(
                        "UPDATE certificates.print_code SET wrong = wrong + 1"
                            + " WHERE hash = ? AND wrong < ?",
                        hash(code),
                        most))
        == 1;
  }

  /** Gives a try back that was right. */
  public void giveBack(String code) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE certificates.print_code SET wrong = wrong - 1 WHERE hash = ?",
                    hash(code)));
  }
}
