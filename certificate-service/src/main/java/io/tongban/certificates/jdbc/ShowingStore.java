package io.tongban.certificates.jdbc;

import io.tongban.certificates.secrets.Sealer;
import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Showings and their codes. A code is redeemed by compare-and-swap, once on all nodes. */
@ApplicationScoped
public class ShowingStore {
  private final Database database;
  private final Sealer sealer;
  private final CertificateStore certificates;
  private final Clock clock;

  @Inject
  ShowingStore(Database database, Sealer sealer, CertificateStore certificates, Clock clock) {
    this.database = database;
    this.sealer = sealer;
    this.certificates = certificates;
    this.clock = clock;
    database.migrate("certificates");
  }

  /**
   * A showing that is under way.
   *
   * @param claims names, separated by a line feed
   */
  public record StoredShowing(
      UUID id,
      UUID certificate,
      String holderHash,
      byte[] holderSealed,
      String claims,
      Instant expires) {
    /** The claims the holder agreed to. */
    public List<String> claimNames() {
      return claims.isEmpty() ? List.of() : List.of(claims.split("\n"));
    }
  }

  /** A code that was redeemed. */
  public record Redeemed(String department, Instant used) {}

  /** A code and whether it still works. */
  public record FoundCode(UUID showing, boolean fresh) {}

  private record CodeRow(UUID showing, Instant expires, Instant used) {}

  /** Adds a showing. */
  public void add(
      UUID id, UUID certificate, String subject, Collection<String> claims, Instant expires) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "INSERT INTO certificates.showing (id, certificate, holder_hash,"
                            + " holder_sealed, claims, expires) VALUES (:id, :certificate, :hash,"
                            + " :sealed, :claims, :expires)")
                    .bind("id", id)
                    .bind("certificate", certificate)
                    .bind("hash", certificates.holderHash(subject))
                    .bind(
                        "sealed",
                        sealer.seal(context(id), subject.getBytes(StandardCharsets.UTF_8)))
                    .bind("claims", String.join("\n", new TreeSet<>(claims)))
                    .bind("expires", expires)
                    .execute());
  }

  private static String context(UUID id) {
    return "showing/" + id;
  }

  /** A showing that is not over. */
  public Optional<StoredShowing> find(UUID id) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT id, certificate, holder_hash, holder_sealed, claims, expires"
                            + " FROM certificates.showing WHERE id = :id AND expires > :now")
                    .bind("id", id)
                    .bind("now", clock.instant())
                    .mapTo(StoredShowing.class)
                    .findOne());
  }

  /** Whether it is that holder's. */
  public boolean isOf(StoredShowing showing, String subject) {
    return showing.holderHash().equals(certificates.holderHash(subject));
  }

  /** Whose it is. */
  public String holder(StoredShowing showing) {
    return new String(
        sealer.open(context(showing.id()), showing.holderSealed()), StandardCharsets.UTF_8);
  }

  /** Adds a code of a showing. */
  public void addCode(UUID showing, String code, Instant expires) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "INSERT INTO certificates.show_code (hash, showing, expires) VALUES (?, ?, ?)",
                    hash(code),
                    showing,
                    expires));
  }

  private String hash(String code) {
    return sealer.hash("show-code", code);
  }

  /** The code of that text, while its showing is remembered. */
  public Optional<FoundCode> code(String code) {
    Instant now = clock.instant();
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT showing, expires, used FROM certificates.show_code"
                            + " WHERE hash = :hash")
                    .bind("hash", hash(code))
                    .mapTo(CodeRow.class)
                    .findOne())
        .map(
            row -> new FoundCode(row.showing(), row.used() == null && now.isBefore(row.expires())));
  }

  /** Redeems a code; false if it was redeemed before or has expired. */
  public boolean redeem(String code, String department) {
    Instant now = clock.instant();
    return database
            .jdbi()
            .withHandle(
                handle ->
                    handle.execute(
                        "UPDATE certificates.show_code SET used = ?, department = ?"
                            + " WHERE hash = ? AND used IS NULL AND expires > ?",
                        now,
                        department,
                        hash(code),
                        now))
        == 1;
  }

  /** Who redeemed codes of a showing, oldest first. */
  public List<Redeemed> redeemed(UUID showing) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT department, used FROM certificates.show_code"
                            + " WHERE showing = :showing AND used IS NOT NULL ORDER BY used")
                    .bind("showing", showing)
                    .mapTo(Redeemed.class)
                    .list());
  }

  /** Erases a showing with its codes. */
  public void end(UUID showing) {
    database
        .jdbi()
        .useTransaction(
            handle -> {
              handle.execute("DELETE FROM certificates.show_code WHERE showing = ?", showing);
              handle.execute("DELETE FROM certificates.showing WHERE id = ?", showing);
            });
  }

  /** Erases showings that are over. */
  public void sweep() {
    database.jdbi().useTransaction(handle -> sweep(handle, clock.instant()));
  }

  private static void sweep(Handle handle, Instant now) {
    handle.execute(
        "DELETE FROM certificates.show_code WHERE showing IN"
            + " (SELECT id FROM certificates.showing WHERE expires <= ?)",
        now);
    handle.execute("DELETE FROM certificates.showing WHERE expires <= ?", now);
  }
}
