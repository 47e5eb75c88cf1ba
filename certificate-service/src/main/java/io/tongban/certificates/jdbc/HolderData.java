package io.tongban.certificates.jdbc;

import io.tongban.access.PersonalData;
import io.tongban.certificates.secrets.Sealer;
import io.tongban.hub.Database;
import io.tongban.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What leads from a person to certificates: whose they are, their numbers, what was let to service
 * items, collected files, watched source rows. A certificate in force is kept, since whoever relies
 * on it must be able to look it up: it has to be ended first. Of an ended one the bare record
 * stays, with its place in the status list and its acts, without number and reasons.
 */
@ApplicationScoped
class HolderData implements PersonalData {
  private static final String HOLDER = "holder/";
  private static final String NUMBER = "number/";
  private static final String ROW = "row/";

  private final Database database;
  private final Sealer sealer;
  private final CertificateStore certificates;
  private final SourceWatchStore watches;
  private final Registry registry;
  private final Clock clock;

  @Inject
  HolderData(
      Database database,
      Sealer sealer,
      CertificateStore certificates,
      SourceWatchStore watches,
      Registry registry,
      Clock clock) {
    this.database = database;
    this.sealer = sealer;
    this.certificates = certificates;
    this.watches = watches;
    this.registry = registry;
    this.clock = clock;
    database.migrate("certificates");
  }

  @Override
  public String module() {
    return "certificates";
  }

  /** By holder, by a number that is the identifier, and by source rows whose key is it. */
  @Override
  public List<String> digests(String subject) {
    List<String> digests = new ArrayList<>();
    digests.add(HOLDER + certificates.holderHash(subject));
    types().forEach(type -> digests.add(NUMBER + certificates.hash(type, subject)));
    registry
        .resources()
        .forEach(resource -> digests.add(ROW + watches.hash(resource.name(), subject)));
    return digests;
  }

  private List<String> types() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT DISTINCT type FROM certificates.certificate ORDER BY type")
                    .mapTo(String.class)
                    .list());
  }

  @Override
  public Optional<String> retained(String subject) {
    List<String> digests = digests(subject);
    long inForce =
        database
            .jdbi()
            .withHandle(
                handle ->
                    batches(handle, digests).stream().filter(b -> inForce(handle, b)).count());
    return inForce == 0
        ? Optional.empty()
        : Optional.of(
            inForce + " certificates of the person are in force; they must be ended before");
  }

  private boolean inForce(Handle handle, UUID batch) {
    return handle
        .createQuery(
            "SELECT COUNT(*) FROM certificates.certificate WHERE batch = :batch AND receipt_id IS"
                + " NOT NULL AND act IN ('ISSUED', 'REINSTATED', 'SUSPENDED') AND expires > :now")
        .bind("batch", batch)
        .bind("now", clock.instant())
        .mapTo(Long.class)
        .map(count -> count > 0)
        .one();
  }

  private static Set<UUID> batches(Handle handle, List<String> digests) {
    Set<UUID> batches = new TreeSet<>();
    for (String digest : digests) {
      String sql;
      if (digest.startsWith(HOLDER)) {
        sql = "SELECT batch FROM certificates.holding WHERE holder_hash = ?";
      } else if (digest.startsWith(NUMBER)) {
        sql = "SELECT batch FROM certificates.certificate WHERE number_hash = ?";
      } else {
        sql = "SELECT batch FROM certificates.source_watch_row WHERE row_hash = ?";
      }
      batches.addAll(handle.createQuery(sql).bind(0, hash(digest)).mapTo(UUID.class).list());
    }
    return batches;
  }

  private static String hash(String digest) {
    return digest.substring(digest.indexOf('/') + 1);
  }

  @Override
  public void erase(List<String> digests) {
    database
        .jdbi()
        .useTransaction(
            handle -> {
              Set<UUID> batches = batches(handle, digests);
              digests.stream()
                  .filter(digest -> digest.startsWith(HOLDER))
                  .forEach(digest -> holder(handle, hash(digest)));
              batches.forEach(batch -> batch(handle, batch));
            });
  }

  private static void holder(Handle handle, String hash) {
    handle.execute(
        "DELETE FROM certificates.show_code WHERE showing IN (SELECT id FROM certificates.showing"
            + " WHERE holder_hash = ?)",
        hash);
    handle.execute("DELETE FROM certificates.showing WHERE holder_hash = ?", hash);
    handle.execute("DELETE FROM certificates.certificate_use WHERE holder_hash = ?", hash);
    handle.execute("DELETE FROM certificates.holding WHERE holder_hash = ?", hash);
  }

  private void batch(Handle handle, UUID batch) {
    handle.execute("DELETE FROM certificates.holding WHERE batch = ?", batch);
    handle.execute("DELETE FROM certificates.source_watch_row WHERE batch = ?", batch);
    handle.execute("DELETE FROM certificates.source_watch WHERE batch = ?", batch);
    handle.execute(
        "UPDATE certificates.certificate_act SET reason_sealed = NULL WHERE batch = ?", batch);
    offers(handle, batch);
    for (UUID id : ids(handle, batch)) {
      handle.execute("DELETE FROM certificates.print_code WHERE certificate = ?", id);
      if (handle.execute("DELETE FROM certificates.collected WHERE certificate = ?", id) > 0) {
        handle.execute("DELETE FROM certificates.certificate WHERE id = ?", id);
      } else {
        handle.execute(
            "UPDATE certificates.certificate SET number_hash = ?, number_sealed = ? WHERE id = ?",
            nobody(id),
            certificates.seal(id, ""),
            id);
      }
    }
  }

  /** What is left of the offers can neither be fetched nor refreshed. */
  private void offers(Handle handle, UUID batch) {
    List<UUID> offers =
        handle
            .createQuery(
                "SELECT id FROM certificates.offer WHERE certificate IN (SELECT id FROM"
                    + " certificates.certificate WHERE batch = ?)")
            .bind(0, batch)
            .mapTo(UUID.class)
            .list();
    for (UUID offer : offers) {
      handle.execute(
          "UPDATE certificates.offer SET state = 'REVOKED', parameters = NULL, holder_keys = NULL"
              + " WHERE id = ?",
          offer);
      handle.execute("DELETE FROM certificates.refresh_token WHERE offer = ?", offer);
      handle.execute(
          "UPDATE certificates.identifier SET number_hash = ? WHERE offer = ?",
          nobody(offer),
          offer);
    }
  }

  /** A hash that no number has. */
  private String nobody(UUID id) {
    return sealer.hash("erased", id.toString());
  }

  private static List<UUID> ids(Handle handle, UUID batch) {
    return handle
        .createQuery("SELECT id FROM certificates.certificate WHERE batch = ?")
        .bind(0, batch)
        .mapTo(UUID.class)
        .list();
  }
}
