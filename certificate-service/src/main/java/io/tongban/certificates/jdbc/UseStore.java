package io.tongban.certificates.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tongban.certificates.ServiceItemSpec.Need;
import io.tongban.certificates.secrets.Sealer;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What holders let service items use. */
@ApplicationScoped
public class UseStore {
  private static final String SELECT =
      "SELECT id, item, department, client, purpose, needs, holder_hash, holder_sealed, given, ends,"
          + " withdrawn, given_entry, withdrawn_entry FROM certificates.certificate_use WHERE ";

  private final Database database;
  private final Sealer sealer;
  private final CertificateStore certificates;
  private final Clock clock;

  @Inject
  UseStore(Database database, Sealer sealer, CertificateStore certificates, Clock clock) {
    this.database = database;
    this.sealer = sealer;
    this.certificates = certificates;
    this.clock = clock;
    database.migrate("certificates");
  }

  /**
   * An authorisation.
   *
   * @param client the item's client when it was given
   * @param needs what was authorised, JSON
   * @param holderSealed null once it is over
   */
  public record StoredUse(
      UUID id,
      String item,
      String department,
      String client,
      String purpose,
      String needs,
      String holderHash,
      byte[] holderSealed,
      Instant given,
      Instant ends,
      Instant withdrawn,
      UUID givenEntry,
      UUID withdrawnEntry) {
    /** What was authorised. */
    public List<Need> needed() {
      try {
        return List.of(CanonicalJson.mapper().readValue(needs, Need[].class));
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * An authorisation to be stored, after it was recorded.
   *
   * @param entry of the ledger
   */
  public record NewUse(
      UUID id,
      String item,
      String department,
      String client,
      String purpose,
      List<Need> needs,
      Instant given,
      Instant ends,
      UUID entry) {
    public NewUse {
      needs = List.copyOf(needs);
    }
  }

  /** Adds one. */
  public void add(NewUse use, String subject) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "INSERT INTO certificates.certificate_use (id, item, department, client,"
                            + " purpose, needs, holder_hash, holder_sealed, given, ends,"
                            + " given_entry) VALUES (:id, :item, :department, :client, :purpose,"
                            + " :needs, :hash, :sealed, :given, :ends, :entry)")
                    .bind("id", use.id())
                    .bind("item", use.item())
                    .bind("department", use.department())
                    .bind("client", use.client())
                    .bind("purpose", use.purpose())
                    .bind("needs", CanonicalJson.mapper().valueToTree(use.needs()).toString())
                    .bind("hash", certificates.holderHash(subject))
                    .bind(
                        "sealed",
                        sealer.seal(context(use.id()), subject.getBytes(StandardCharsets.UTF_8)))
                    .bind("given", use.given())
                    .bind("ends", use.ends())
                    .bind("entry", use.entry())
                    .execute());
  }

  private static String context(UUID id) {
    return "certificate-use/" + id;
  }

  /** By id. */
  public Optional<StoredUse> find(UUID id) {
    return list("id = :id", Map.of("id", id), 1).stream().findFirst();
  }

  /** A holder's by id. */
  public Optional<StoredUse> find(UUID id, String subject) {
    return find(id).filter(use -> use.holderHash().equals(certificates.holderHash(subject)));
  }

  /** Whether it holds now. */
  public boolean inForce(StoredUse use) {
    return use.withdrawn() == null && clock.instant().isBefore(use.ends());
  }

  /** Whose it is; only while it is in force. */
  public String holder(StoredUse use) {
    return new String(sealer.open(context(use.id()), use.holderSealed()), StandardCharsets.UTF_8);
  }

  /** A holder's, newest first. */
  public List<StoredUse> ofHolder(String subject, int limit) {
    return list("holder_hash = :hash", Map.of("hash", certificates.holderHash(subject)), limit);
  }

  /** An item's that are in force, newest first. */
  public List<StoredUse> ofItem(String item, String department, UUID before, int limit) {
    String where =
        "item = :item AND department = :department AND withdrawn IS NULL AND ends > :now"
            + (before == null ? "" : " AND id < :before");
    Map<String, Object> values = new java.util.HashMap<>();
    values.put("item", item);
    values.put("department", department);
    values.put("now", clock.instant());
    if (before != null) {
      values.put("before", before);
    }
    return list(where, values, limit);
  }

  private List<StoredUse> list(String where, Map<String, ?> values, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(SELECT + where + " ORDER BY id DESC FETCH FIRST :limit ROWS ONLY")
                    .bindMap(values)
                    .bind("limit", limit)
                    .mapTo(StoredUse.class)
                    .list());
  }

  /** Notes the withdrawal and erases whose it is; false if it was withdrawn before. */
  public boolean withdraw(UUID id, Instant at, UUID entry) {
    return database
            .jdbi()
            .withHandle(
                handle ->
                    handle.execute(
                        "UPDATE certificates.certificate_use SET withdrawn = ?,"
                            + " withdrawn_entry = ?, holder_sealed = NULL"
                            + " WHERE id = ? AND withdrawn IS NULL",
                        at,
                        entry,
                        id))
        == 1;
  }

  /** Erases whose those are that have ended. */
  public void sweep() {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE certificates.certificate_use SET holder_sealed = NULL"
                        + " WHERE ends <= ? AND holder_sealed IS NOT NULL",
                    clock.instant()));
  }
}
