package io.tongban.certificates.jdbc;

import io.tongban.certificates.Act;
import io.tongban.certificates.Certificates.Change;
import io.tongban.certificates.Certificates.Issued;
import io.tongban.certificates.Certificates.RecordedAct;
import io.tongban.certificates.Certificates.Status;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.jdbc.StatusListStore.Slot;
import io.tongban.certificates.secrets.Sealer;
import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Instant;
import java.time.LocalDate;
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
      "SELECT id, batch, type, authority, number_sealed, identifier, act, acts, predecessor, issued,"
          + " expires, status_list, status_index, receipt_id FROM certificates.certificate WHERE receipt_id IS NOT NULL";

  private final Database database;
  private final Sealer sealer;
  private final StatusEdits edits;

  @Inject
  CertificateStore(Database database, Sealer sealer, StatusEdits edits) {
    this.database = database;
    this.sealer = sealer;
    this.edits = edits;
    database.migrate("certificates");
  }

  /**
   * A certificate as stored.
   *
   * @param batch shared by the copies that were issued together; acts are done to all of them
   * @param act the last act done to it
   * @param acts how many were done since its issue
   * @param statusList null for a collected one, which has no place in a list
   */
  public record StoredCertificate(
      UUID id,
      UUID batch,
      String type,
      String authority,
      byte[] numberSealed,
      String identifier,
      Act act,
      int acts,
      UUID predecessor,
      Instant issued,
      Instant expires,
      UUID statusList,
      int statusIndex,
      UUID receiptId) {
    /** The status its last act led to. */
    public Status status() {
      return act.status();
    }

    /** Its state at a time: VALID, EXPIRED, REVOKED or SUSPENDED. */
    public Verdict verdict(Instant at) {
      if (!at.isBefore(expires)) {
        return Verdict.EXPIRED;
      }
      return switch (status()) {
        case VALID -> Verdict.VALID;
        case SUSPENDED -> Verdict.SUSPENDED;
        case REVOKED -> Verdict.REVOKED;
      };
    }
  }

  /**
   * An act to be stored, after it was recorded in the ledger.
   *
   * @param reasonSealed by {@link #sealReason}
   */
  public record NewAct(Change change, byte[] reasonSealed, Instant recorded, UUID receiptId) {}

  private record StoredAct(
      UUID batch,
      int ordinal,
      Act act,
      LocalDate actDate,
      String legalBasis,
      byte[] reasonSealed,
      UUID successor,
      Instant recorded,
      UUID receiptId) {}

  /**
   * A certificate to be stored once it is recorded.
   *
   * @param batch shared by the copies that were issued together; the id of the first of them
   * @param identifier its national identifier, or null
   */
  public record NewCertificate(
      UUID id,
      UUID batch,
      String type,
      String authority,
      String number,
      String identifier,
      Instant issued,
      Instant expires,
      Slot slot) {}

  /** A certificate with its number as it is stored. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record NewRow(NewCertificate certificate, String numberHash, byte[] numberSealed) {}

  /** Seals the number of one. */
  NewRow row(NewCertificate certificate) {
    return new NewRow(
        certificate,
        hash(certificate.type(), certificate.number()),
        seal(certificate.id(), certificate.number()));
  }

  /**
   * Stores one, which exists from then on.
   *
   * @param receipt of the entry that records its issue
   */
  void add(Connection connection, NewRow row, UUID receipt) {
    NewCertificate certificate = row.certificate();
    Sql.update(
        connection,
        "INSERT INTO certificates.certificate (id, batch, type, authority, number_hash,"
            + " number_sealed, identifier, act, issued, expires, status_list, status_index,"
            + " receipt_id) VALUES (?, ?, ?, ?, ?, ?, ?, 'ISSUED', ?, ?, ?, ?, ?)",
        certificate.id(),
        certificate.batch(),
        certificate.type(),
        certificate.authority(),
        row.numberHash(),
        row.numberSealed(),
        certificate.identifier(),
        certificate.issued(),
        certificate.expires(),
        certificate.slot().list(),
        certificate.slot().index(),
        receipt);
  }

  /** Stores a collected certificate, which was recorded already, and whose it is. */
  void collect(Handle handle, CollectedStore.NewCollected fresh) {
    handle
        .createUpdate(
            "INSERT INTO certificates.certificate (id, batch, type, authority, number_hash,"
                + " number_sealed, identifier, act, issued, expires, receipt_id) VALUES (:id, :id,"
                + " :type, :authority, :hash, :sealed, :identifier, 'ISSUED', :issued, :expires,"
                + " :receipt)")
        .bind("id", fresh.id())
        .bind("type", fresh.type())
        .bind("authority", fresh.authority())
        .bind("hash", hash(fresh.type(), fresh.metadata().number()))
        .bind("sealed", seal(fresh.id(), fresh.metadata().number()))
        .bind("identifier", fresh.metadata().identifier())
        .bind("issued", fresh.issued())
        .bind("expires", fresh.expires())
        .bind("receipt", fresh.receiptId())
        .execute();
    hold(handle.getConnection(), fresh.id(), fresh.metadata().holderCode());
  }

  byte[] seal(UUID id, String number) {
    return sealer.seal(context(id), number.getBytes(StandardCharsets.UTF_8));
  }

  private static String context(UUID id) {
    return "certificate/" + id;
  }

  /** The keyed hash of a number of a type. */
  String hash(String type, String number) {
    return sealer.hash("number/" + type, number.strip());
  }

  /** Notes whose a batch is, so that the holder finds it. */
  void hold(Connection connection, UUID batch, String subject) {
    Sql.update(
        connection,
        "INSERT INTO certificates.holding (batch, holder_hash) VALUES (?, ?)",
        batch,
        holderHash(subject));
  }

  /** The keyed hash of a holder's identifier. */
  public String holderHash(String subject) {
    return sealer.hash("holder", subject.strip());
  }

  /** The first copy of each batch that is a holder's, newest first, at most 500. */
  public List<StoredCertificate> heldBy(String subject) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        SELECT
                            + " AND id = batch AND batch IN (SELECT batch FROM"
                            + " certificates.holding WHERE holder_hash = :hash)"
                            + " ORDER BY id DESC FETCH FIRST 500 ROWS ONLY")
                    .bind("hash", holderHash(subject))
                    .mapTo(StoredCertificate.class)
                    .list());
  }

  /** Whether that is the certificate's number. */
  public boolean isNumber(StoredCertificate certificate, String number) {
    return shown(List.of(certificate)).get(0).number().equals(number.strip());
  }

  /** Forgets a batch that was not released. */
  void withdraw(Connection connection, UUID batch) {
    Sql.update(connection, "DELETE FROM certificates.certificate WHERE batch = ?", batch);
    Sql.update(connection, "DELETE FROM certificates.holding WHERE batch = ?", batch);
  }

  /** By id. */
  public Optional<StoredCertificate> find(UUID id) {
    return one(SELECT + " AND id = :id", Map.of("id", id));
  }

  /** What a place in a status list says. */
  public record Standing(UUID certificate, Act act) {}

  /** By its place in a status list. Every verification asks this. */
  public Optional<Standing> at(UUID list, int index) {
    return Sql.first(
        database.dataSource(),
        "SELECT id, act FROM certificates.certificate WHERE status_list = ?"
            + " AND status_index = ? AND receipt_id IS NOT NULL",
        row -> new Standing(row.getObject(1, UUID.class), Act.valueOf(row.getString(2))),
        list,
        index);
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

  /** Seals the reason of the certificate's next act. */
  public byte[] sealReason(StoredCertificate certificate, String reason) {
    return sealer.seal(
        reasonContext(certificate.batch(), certificate.acts() + 1),
        reason.getBytes(StandardCharsets.UTF_8));
  }

  private static String reasonContext(UUID batch, int ordinal) {
    return "certificate-act/" + batch + "/" + ordinal;
  }

  /**
   * Does an act to a certificate and to the copies issued with it: they differ in their keys only,
   * so none may outlive the others.
   *
   * @return false, with nothing changed, if another act was done since it was read or the successor
   *     does not fit any more
   */
  public boolean change(StoredCertificate certificate, NewAct act) {
    boolean changed = database.jdbi().inTransaction(handle -> change(handle, certificate, act));
    edits.committed();
    return changed;
  }

  private static boolean change(Handle handle, StoredCertificate certificate, NewAct act) {
    Change change = act.change();
    int changed =
        handle.execute(
            "UPDATE certificates.certificate SET act = ?, acts = acts + 1"
                + " WHERE batch = ? AND acts = ?",
            change.act().name(),
            certificate.batch(),
            certificate.acts());
    if (changed == 0 || !succeed(handle, certificate.id(), change.successor())) {
      handle.rollback();
      return false;
    }
    handle
        .createUpdate(
            "INSERT INTO certificates.certificate_act (batch, ordinal, act, act_date,"
                + " legal_basis, reason_sealed, successor, recorded, receipt_id) VALUES"
                + " (:batch, :ordinal, :act, :date, :basis, :reason, CAST(:successor AS UUID),"
                + " :recorded, :receipt)")
        .bind("batch", certificate.batch())
        .bind("ordinal", certificate.acts() + 1)
        .bind("act", change.act().name())
        .bind("date", change.date())
        .bind("basis", change.legalBasis())
        .bind("reason", act.reasonSealed())
        .bind("successor", change.successor())
        .bind("recorded", act.recorded())
        .bind("receipt", act.receiptId())
        .execute();
    handle.execute(
        "UPDATE certificates.status_list SET version = version + 1 WHERE id IN"
            + " (SELECT status_list FROM certificates.certificate WHERE batch = ?)",
        certificate.batch());
    return true;
  }

  private static boolean succeed(Handle handle, UUID predecessor, UUID successor) {
    return successor == null
        || handle.execute(
                "UPDATE certificates.certificate SET predecessor = ? WHERE batch ="
                    + " (SELECT batch FROM certificates.certificate WHERE id = ?)"
                    + " AND predecessor IS NULL AND act IN ('ISSUED', 'REINSTATED')",
                predecessor,
                successor)
            > 0;
  }

  /** The statuses of a list that are not VALID, by index. */
  public Map<Integer, Status> statuses(UUID list) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT status_index, act FROM certificates.certificate"
                            + " WHERE status_list = :list AND act NOT IN ('ISSUED', 'REINSTATED')")
                    .bind("list", list)
                    .map(
                        (row, context) ->
                            Map.entry(row.getInt(1), Act.valueOf(row.getString(2)).status()))
                    .stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** The statuses of a list that were not VALID at a past time, by index. */
  public Map<Integer, Status> statuses(UUID list, Instant at) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT c.status_index, a.act FROM certificates.certificate c"
                            + " JOIN certificates.certificate_act a ON a.batch = c.batch"
                            + " WHERE c.status_list = :list AND a.ordinal = (SELECT MAX(b.ordinal)"
                            + " FROM certificates.certificate_act b WHERE b.batch = c.batch"
                            + " AND b.recorded <= :at) AND a.act NOT IN ('ISSUED', 'REINSTATED')")
                    .bind("list", list)
                    .bind("at", at)
                    .map(
                        (row, context) ->
                            Map.entry(row.getInt(1), Act.valueOf(row.getString(2)).status()))
                    .stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** When a list's statuses changed last, up to and with a time. */
  public Optional<Instant> lastChange(UUID list, Instant at) {
    return change("MAX(a.recorded)", "a.recorded <= :at", list, at);
  }

  /** When a list's statuses changed next after a time. */
  public Optional<Instant> nextChange(UUID list, Instant at) {
    return change("MIN(a.recorded)", "a.recorded > :at", list, at);
  }

  private Optional<Instant> change(String which, String when, UUID list, Instant at) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT "
                            + which
                            + " FROM certificates.certificate c JOIN certificates.certificate_act a"
                            + " ON a.batch = c.batch WHERE c.status_list = :list AND "
                            + when)
                    .bind("list", list)
                    .bind("at", at)
                    .mapTo(Instant.class)
                    .findOne());
  }

  /** The records as the façade shows them, in the same order. */
  public List<Issued> shown(List<StoredCertificate> stored) {
    Map<UUID, List<RecordedAct>> acts =
        actsOf(stored.stream().filter(c -> c.acts() > 0).map(StoredCertificate::batch).toList());
    return stored.stream().map(c -> shown(c, acts.getOrDefault(c.batch(), List.of()))).toList();
  }

  private Map<UUID, List<RecordedAct>> actsOf(List<UUID> batches) {
    if (batches.isEmpty()) {
      return Map.of();
    }
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT batch, ordinal, act, act_date, legal_basis, reason_sealed,"
                            + " successor, recorded, receipt_id FROM certificates.certificate_act"
                            + " WHERE batch IN (<batches>) ORDER BY batch, ordinal")
                    .bindList("batches", batches)
                    .mapTo(StoredAct.class)
                    .stream()
                    .collect(
                        Collectors.groupingBy(
                            StoredAct::batch,
                            Collectors.mapping(this::recorded, Collectors.toList()))));
  }

  private RecordedAct recorded(StoredAct act) {
    String reason =
        act.reasonSealed() == null
            ? null
            : new String(
                sealer.open(reasonContext(act.batch(), act.ordinal()), act.reasonSealed()),
                StandardCharsets.UTF_8);
    return new RecordedAct(
        act.act(),
        act.actDate(),
        act.legalBasis(),
        reason,
        act.successor(),
        act.recorded(),
        act.receiptId());
  }

  private Issued shown(StoredCertificate certificate, List<RecordedAct> acts) {
    String number =
        new String(
            sealer.open(context(certificate.id()), certificate.numberSealed()),
            StandardCharsets.UTF_8);
    return new Issued(
        certificate.id(),
        certificate.type(),
        number,
        certificate.identifier(),
        certificate.status(),
        certificate.act(),
        acts,
        certificate.predecessor(),
        certificate.issued(),
        certificate.expires(),
        certificate.receiptId());
  }
}
