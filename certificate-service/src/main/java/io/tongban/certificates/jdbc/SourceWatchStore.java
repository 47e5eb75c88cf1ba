package io.tongban.certificates.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import io.tongban.access.Actor;
import io.tongban.certificates.SourceChanges.Finding;
import io.tongban.certificates.secrets.Sealer;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.ledger.RowRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which subject each valid certificate is about, sealed, and a keyed digest of its claims. One that
 * has ended is {@code DONE}: its parameters are erased, and where it lapsed it counts against the
 * limit of acts.
 */
@ApplicationScoped
public class SourceWatchStore {
  private static final TypeReference<Map<String, String>> PARAMETERS = new TypeReference<>() {};
  private static final String SELECT =
      "SELECT batch, type, offer, renewal_offer, client, department, region, parameters,"
          + " claims_digest, expires, finding, noticed, confirmed FROM certificates.source_watch"
          + " WHERE finding <> 'DONE'";

  private final Database database;
  private final Sealer sealer;

  @Inject
  SourceWatchStore(Database database, Sealer sealer) {
    this.database = database;
    this.sealer = sealer;
    database.migrate("certificates");
  }

  /**
   * A certificate that is watched.
   *
   * @param batch its id; the copies that were issued together are one
   * @param offer the offer it was issued for
   * @param renewalOffer the offer made to replace it, or null
   * @param parameters sealed
   * @param noticed when the finding was first other than SAME, or null
   * @param confirmed whether an operator let its act be done beyond the limit
   */
  public record Watch(
      UUID batch,
      String type,
      UUID offer,
      UUID renewalOffer,
      String client,
      String department,
      String region,
      byte[] parameters,
      String claimsDigest,
      Instant expires,
      Finding finding,
      Instant noticed,
      boolean confirmed) {
    /** The client in whose name it was issued. */
    public Actor actor() {
      return new Actor(client, department, region);
    }
  }

  /**
   * A certificate to be watched.
   *
   * @param claims digested, not kept
   * @param rows the records it came from
   */
  public record NewWatch(
      UUID batch,
      String type,
      UUID offer,
      Actor actor,
      Map<String, String> parameters,
      Object claims,
      Collection<RowRef> rows,
      Instant expires,
      Instant due) {}

  /** Watches one. */
  void add(Connection connection, NewWatch watch) {
    Sql.update(
        connection,
        "INSERT INTO certificates.source_watch (batch, type, offer, client, department, region,"
            + " parameters, claims_digest, expires, due, finding)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'SAME')",
        watch.batch(),
        watch.type(),
        watch.offer(),
        watch.actor().client(),
        watch.actor().department(),
        watch.actor().region(),
        sealer.seal(context(watch.batch()), CanonicalJson.bytes(watch.parameters())),
        digest(watch.batch(), watch.claims()),
        watch.expires(),
        watch.due());
    Set<String> hashes = new HashSet<>();
    watch.rows().forEach(row -> hashes.add(hash(row)));
    hashes.forEach(
        hash ->
            Sql.update(
                connection,
                "INSERT INTO certificates.source_watch_row (batch, row_hash) VALUES (?, ?)",
                watch.batch(),
                hash));
  }

  /** Forgets what is watched with a batch that was not released. */
  void withdraw(Connection connection, UUID batch) {
    Sql.update(connection, "DELETE FROM certificates.source_watch_row WHERE batch = ?", batch);
    Sql.update(connection, "DELETE FROM certificates.source_watch WHERE batch = ?", batch);
  }

  private static String context(UUID batch) {
    return "source-watch/" + batch;
  }

  private String hash(RowRef row) {
    return hash(row.resource(), row.key());
  }

  /** The keyed hash of a record's resource and key. */
  String hash(String resource, String key) {
    return sealer.hash("source-row/" + resource, key);
  }

  private String digest(UUID batch, Object claims) {
    return sealer.hash(
        "claims/" + batch,
        new String(CanonicalJson.bytes(claims), java.nio.charset.StandardCharsets.UTF_8));
  }

  /** Whether these are the claims of the certificate. */
  public boolean same(Watch watch, Object claims) {
    return digest(watch.batch(), claims).equals(watch.claimsDigest());
  }

  /** The parameters of its data service. */
  public Map<String, String> parameters(Watch watch) {
    try {
      return CanonicalJson.mapper()
          .readValue(sealer.open(context(watch.batch()), watch.parameters()), PARAMETERS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of a type that are to be looked at, the longest due first. */
  public List<Watch> due(String type, Instant now, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        SELECT
                            + " AND type = :type AND due <= :now AND expires > :now"
                            + " ORDER BY due, batch FETCH FIRST :limit ROWS ONLY")
                    .bind("type", type)
                    .bind("now", now)
                    .bind("limit", limit)
                    .mapTo(Watch.class)
                    .list());
  }

  /** Those of a type with a finding other than SAME, the first noticed first. */
  public List<Watch> noticed(String type, Instant now) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        SELECT
                            + " AND type = :type AND finding <> 'SAME' AND expires > :now"
                            + " ORDER BY noticed, batch")
                    .bind("type", type)
                    .bind("now", now)
                    .mapTo(Watch.class)
                    .list());
  }

  /** By certificate. */
  public Optional<Watch> of(UUID batch) {
    return one(SELECT + " AND batch = :id", batch);
  }

  /** The newest one that was issued for the offer, or that the offer was made to replace. */
  public Optional<Watch> before(UUID offer) {
    return newest(offer).flatMap(this::of);
  }

  /** As {@link #before}, its id alone, also where it has ended. */
  public Optional<UUID> newest(UUID offer) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT batch FROM certificates.source_watch WHERE offer = :id"
                            + " OR renewal_offer = :id ORDER BY batch DESC FETCH FIRST 1 ROWS ONLY")
                    .bind("id", offer)
                    .mapTo(UUID.class)
                    .findOne());
  }

  private Optional<Watch> one(String sql, UUID id) {
    return database
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).bind("id", id).mapTo(Watch.class).findOne());
  }

  /** Notes what a look found, and when to look next. */
  public void looked(UUID batch, Finding finding, Instant now, Instant next) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "UPDATE certificates.source_watch SET due = :next, noticed = CASE WHEN"
                            + " :finding = 'SAME' THEN NULL WHEN finding = :finding THEN noticed"
                            + " ELSE :now END, confirmed = CASE WHEN finding = :finding THEN"
                            + " confirmed ELSE FALSE END, finding = :finding WHERE batch = :batch"
                            + " AND finding <> 'DONE'")
                    .bind("next", next)
                    .bind("finding", finding.name())
                    .bind("now", now)
                    .bind("batch", batch)
                    .execute());
  }

  /** Puts a look off, with nothing concluded. */
  public void postpone(UUID batch, Instant next) {
    update("UPDATE certificates.source_watch SET due = ? WHERE batch = ?", next, batch);
  }

  /** Notes which offer was made to replace it. */
  public void renewing(UUID batch, UUID offer) {
    update("UPDATE certificates.source_watch SET renewal_offer = ? WHERE batch = ?", offer, batch);
  }

  /** It was made to lapse, which counts against the limit of acts. */
  public void lapsed(UUID batch, Instant now) {
    ended(batch);
    update("UPDATE certificates.source_watch SET noticed = ? WHERE batch = ?", now, batch);
  }

  /** It has ended: whose it was, is forgotten. */
  public void ended(UUID batch) {
    update(
        "UPDATE certificates.source_watch SET finding = 'DONE', parameters = NULL, noticed = NULL"
            + " WHERE batch = ?",
        batch);
    update("DELETE FROM certificates.source_watch_row WHERE batch = ?", batch);
  }

  /** Forgets what has expired. */
  public void forgetExpired(Instant now) {
    update(
        "DELETE FROM certificates.source_watch_row WHERE batch IN"
            + " (SELECT batch FROM certificates.source_watch WHERE expires <= ?)",
        now);
    update("DELETE FROM certificates.source_watch WHERE expires <= ?", now);
  }

  /** How many of a type were made to lapse, unconfirmed, since a time. */
  public int lapsedSince(String type, Instant since) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT COUNT(*) FROM certificates.source_watch WHERE type = :type"
                            + " AND finding = 'DONE' AND noticed >= :since AND confirmed = FALSE")
                    .bind("type", type)
                    .bind("since", since)
                    .mapTo(Integer.class)
                    .one());
  }

  /** An operator lets what was found gone so far lapse; each is looked at again before. */
  public int confirm(String type, Instant now) {
    return update(
        "UPDATE certificates.source_watch SET confirmed = TRUE, due = ?"
            + " WHERE type = ? AND finding = 'GONE' AND confirmed = FALSE AND expires > ?",
        now,
        type,
        now);
  }

  /** How far a resource's feed of changes was read; 0 at first. */
  public long feedPosition(String resource) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT sequence FROM certificates.source_feed WHERE resource = :resource")
                    .bind("resource", resource)
                    .mapTo(Long.class)
                    .findOne()
                    .orElse(0L));
  }

  /** Makes the certificates due that came from the changed records, and notes how far that is. */
  public void changed(String resource, List<String> keys, long sequence, Instant now) {
    List<String> hashes = keys.stream().map(key -> hash(new RowRef(resource, key))).toList();
    database
        .jdbi()
        .useTransaction(
            handle -> {
              handle
                  .createUpdate(
                      "UPDATE certificates.source_watch SET due = :now WHERE finding <> 'DONE' AND"
                          + " due > :now AND batch IN (SELECT batch FROM"
                          + " certificates.source_watch_row WHERE row_hash IN (<hashes>))")
                  .bind("now", now)
                  .bindList("hashes", hashes)
                  .execute();
              int known =
                  handle.execute(
                      "UPDATE certificates.source_feed SET sequence = ? WHERE resource = ?",
                      sequence,
                      resource);
              if (known == 0) {
                handle.execute(
                    "INSERT INTO certificates.source_feed (resource, sequence) VALUES (?, ?)",
                    resource,
                    sequence);
              }
            });
  }

  private int update(String sql, Object... values) {
    return database.jdbi().withHandle(handle -> handle.execute(sql, values));
  }
}
