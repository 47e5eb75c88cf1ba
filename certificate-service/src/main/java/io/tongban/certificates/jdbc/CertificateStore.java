package io.tongban.certificates.jdbc;

import io.tongban.certificates.Certificates.Issued;
import io.tongban.certificates.Certificates.Status;
import io.tongban.certificates.jdbc.StatusListStore.Slot;
import io.tongban.certificates.secrets.Sealer;
import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Certificates without their claims; the number sealed and found by its keyed hash. */
@ApplicationScoped
public class CertificateStore {
  private static final String SELECT =
      "SELECT id, type, authority, number_sealed, status, reason, issued, expires, status_list,"
          + " status_index, receipt_id FROM certificates.certificate WHERE receipt_id IS NOT NULL";

  private final Database database;
  private final Sealer sealer;

  @Inject
  CertificateStore(Database database, Sealer sealer) {
    this.database = database;
    this.sealer = sealer;
    database.migrate("certificates");
  }

  /** A certificate as stored. */
  public record StoredCertificate(
      UUID id,
      String type,
      String authority,
      byte[] numberSealed,
      Status status,
      String reason,
      Instant issued,
      Instant expires,
      UUID statusList,
      int statusIndex,
      UUID receiptId) {}

  /**
   * A certificate to be stored before it is recorded and released.
   *
   * @param batch shared by the copies that were issued together; the id of the first of them
   */
  public record NewCertificate(
      UUID id,
      UUID batch,
      String type,
      String authority,
      String number,
      Instant issued,
      Instant expires,
      Slot slot) {}

  /** Stores one; it is invisible until {@link #released}. */
  public void add(NewCertificate certificate) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "INSERT INTO certificates.certificate (id, batch, type, authority, number_hash,"
                            + " number_sealed, status, issued, expires, status_list, status_index)"
                            + " VALUES (:id, :batch, :type, :authority, :hash, :sealed, 'VALID', :issued,"
                            + " :expires, :list, :index)")
                    .bind("id", certificate.id())
                    .bind("batch", certificate.batch())
                    .bind("type", certificate.type())
                    .bind("authority", certificate.authority())
                    .bind("hash", hash(certificate.type(), certificate.number()))
                    .bind("sealed", seal(certificate))
                    .bind("issued", certificate.issued())
                    .bind("expires", certificate.expires())
                    .bind("list", certificate.slot().list())
                    .bind("index", certificate.slot().index())
                    .execute());
  }

  private byte[] seal(NewCertificate certificate) {
    return sealer.seal(
        context(certificate.id()), certificate.number().getBytes(StandardCharsets.UTF_8));
  }

  private static String context(UUID id) {
    return "certificate/" + id;
  }

  private String hash(String type, String number) {
    return sealer.hash("number/" + type, number.strip());
  }

  /** Notes the receipt of a batch's issue: from now on its certificates exist. */
  public void released(UUID batch, UUID receipt) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE certificates.certificate SET receipt_id = ? WHERE batch = ?",
                    receipt,
                    batch));
  }

  /** Forgets a batch that could not be recorded. */
  public void withdraw(UUID batch) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "DELETE FROM certificates.certificate WHERE batch = ? AND receipt_id IS NULL",
                    batch));
  }

  /** By id. */
  public Optional<StoredCertificate> find(UUID id) {
    return one(SELECT + " AND id = :id", Map.of("id", id));
  }

  /** By its place in a status list. */
  public Optional<StoredCertificate> at(UUID list, int index) {
    return one(
        SELECT + " AND status_list = :list AND status_index = :index",
        Map.of("list", list, "index", index));
  }

  private Optional<StoredCertificate> one(String sql, Map<String, ?> values) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle.createQuery(sql).bindMap(values).mapTo(StoredCertificate.class).findOne());
  }

  /** By number, newest first. */
  public List<StoredCertificate> byNumber(String type, String number) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        SELECT
                            + " AND number_hash = :hash AND type = :type ORDER BY issued DESC, id"
                            + " DESC")
                    .bind("hash", hash(type, number))
                    .bind("type", type)
                    .mapTo(StoredCertificate.class)
                    .list());
  }

  /**
   * Newest first.
   *
   * @param type null for all
   * @param before ids below this one, or null for the first page
   */
  public List<StoredCertificate> newest(String type, UUID before, int limit) {
    String sql =
        SELECT
            + (type == null ? "" : " AND type = :type")
            + (before == null ? "" : " AND id < :before")
            + " ORDER BY id DESC FETCH FIRST :limit ROWS ONLY";
    return database.jdbi().withHandle(handle -> page(handle, sql, type, before, limit));
  }

  private static List<StoredCertificate> page(
      Handle handle, String sql, String type, UUID before, int limit) {
    Query query = handle.createQuery(sql).bind("limit", limit);
    if (type != null) {
      query.bind("type", type);
    }
    if (before != null) {
      query.bind("before", before);
    }
    return query.mapTo(StoredCertificate.class).list();
  }

  /** The ids of the copies that were issued with it, itself among them. */
  public List<UUID> copies(UUID certificate) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT id FROM certificates.certificate WHERE batch = (SELECT batch FROM"
                            + " certificates.certificate WHERE id = :id) ORDER BY id")
                    .bind("id", certificate)
                    .mapTo(UUID.class)
                    .list());
  }

  /**
   * Changes the status of a certificate and of the copies issued with it, if it is still the one
   * given; false if it is not. Copies differ in their keys only, so none may outlive the others.
   */
  public boolean change(StoredCertificate certificate, Status to, String reason) {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              int changed =
                  handle.execute(
                      "UPDATE certificates.certificate SET status = ?, reason = ?"
                          + " WHERE status = ? AND batch ="
                          + " (SELECT batch FROM certificates.certificate WHERE id = ?)",
                      to.name(),
                      reason,
                      certificate.status().name(),
                      certificate.id());
              handle.execute(
                  "UPDATE certificates.status_list SET version = version + 1 WHERE id IN"
                      + " (SELECT status_list FROM certificates.certificate WHERE batch ="
                      + " (SELECT batch FROM certificates.certificate WHERE id = ?))",
                  certificate.id());
              return changed > 0;
            });
  }

  /** The statuses of a list that are not VALID, by index. */
  public Map<Integer, Status> statuses(UUID list) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT status_index, status FROM certificates.certificate"
                            + " WHERE status_list = :list AND status <> 'VALID'")
                    .bind("list", list)
                    .map(
                        (row, context) ->
                            Map.entry(row.getInt(1), Status.valueOf(row.getString(2))))
                    .stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** The record as the façade shows it. */
  public Issued shown(StoredCertificate certificate) {
    String number =
        new String(
            sealer.open(context(certificate.id()), certificate.numberSealed()),
            StandardCharsets.UTF_8);
    return new Issued(
        certificate.id(),
        certificate.type(),
        number,
        certificate.status(),
        certificate.reason(),
        certificate.issued(),
        certificate.expires(),
        certificate.receiptId());
  }
}
