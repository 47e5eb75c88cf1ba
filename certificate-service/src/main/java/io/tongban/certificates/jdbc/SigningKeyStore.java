package io.tongban.certificates.jdbc;

import io.tongban.certificates.SignatureSuite;
import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Which keys authorities sign and signed with. The private keys are not in here. */
@ApplicationScoped
public class SigningKeyStore {
  /** In place of a type: metadata, and status lists that have no key of their own. */
  public static final String LISTS = "";

  /** In place of a type: every type of the authority, as before types had keys of their own. */
  public static final String EVERY_TYPE = "*";

  /** An issue that got hold of a key just before it was retired is stored soon after. */
  private static final Duration IN_FLIGHT = Duration.ofHours(1);

  private static final String SELECT =
      "SELECT id, authority, type, generation, suite, store, alias, key_hash, chain, started,"
          + " retired, needed_until, withdrawn FROM certificates.signing_key";

  private static final String ORDER = " ORDER BY started DESC, generation DESC";

  private final Database database;
  private final StatusEdits edits;

  @Inject
  SigningKeyStore(Database database, StatusEdits edits) {
    this.database = database;
    this.edits = edits;
    database.migrate("certificates");
  }

  /**
   * A key.
   *
   * @param type name of the CertificateType, {@link #LISTS} or {@link #EVERY_TYPE}
   * @param generation counts the keys of authority and type, from 1
   * @param store where its private key is
   * @param alias its name there
   * @param keyHash SHA-256 of its SubjectPublicKeyInfo, hex
   * @param chain base64 DER certificates, leaf first, one a line
   * @param retired when its successor took over, or null
   * @param neededUntil of a retired key: when what was signed with it has ended
   * @param withdrawn when it was declared compromised, or null
   */
  public record StoredKey(
      UUID id,
      String authority,
      String type,
      int generation,
      SignatureSuite suite,
      String store,
      String alias,
      String keyHash,
      String chain,
      Instant started,
      Instant retired,
      Instant neededUntil,
      Instant withdrawn) {}

  /** The key that signs now. */
  public Optional<StoredKey> current(String authority, String type) {
    return Sql.first(
        database.dataSource(),
        SELECT
            + " WHERE authority = ? AND type = ? AND retired IS NULL AND withdrawn IS NULL"
            + ORDER,
        SigningKeyStore::stored,
        authority,
        type);
  }

  /** An authority's keys, newest first. */
  public List<StoredKey> of(String authority) {
    return Sql.list(
        database.dataSource(),
        SELECT + " WHERE authority = ?" + ORDER,
        SigningKeyStore::stored,
        authority);
  }

  /** All keys, newest first. */
  public List<StoredKey> all() {
    return Sql.list(database.dataSource(), SELECT + ORDER, SigningKeyStore::stored);
  }

  /** A key by its id. */
  public Optional<StoredKey> find(UUID id) {
    return one("id", id);
  }

  /** A key by the hash of its public key. */
  public Optional<StoredKey> withHash(String keyHash) {
    return one("key_hash", keyHash);
  }

  private Optional<StoredKey> one(String column, Object value) {
    return Sql.first(
        database.dataSource(),
        SELECT + " WHERE " + column + " = ?",
        SigningKeyStore::stored,
        value);
  }

  private static StoredKey stored(ResultSet row) throws SQLException {
    return new StoredKey(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getString(3),
        row.getInt(4),
        SignatureSuite.valueOf(row.getString(5)),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        Sql.instant(row, 10),
        Sql.instant(row, 11),
        Sql.instant(row, 12),
        Sql.instant(row, 13));
  }

  /**
   * Adds a key, which takes the place of the one before.
   *
   * @param life how long what is signed with the one before holds at most
   * @return false where the generation or the key was there already; then nothing has changed
   */
  public boolean add(StoredKey key, Duration life) {
    try {
      database
          .jdbi()
          .useTransaction(
              handle -> {
                retire(handle, key, life);
                insert(handle, key);
              });
      return true;
    } catch (UnableToExecuteStatementException e) {
      if (UsedOnce.isDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  private static void retire(Handle handle, StoredKey successor, Duration life) {
    Instant ends =
        lastEnd(handle, successor.authority(), successor.type())
            .filter(last -> last.isAfter(successor.started().plus(life)))
            .orElse(successor.started().plus(life))
            .plus(IN_FLIGHT);
    handle
        .createUpdate(
            "UPDATE certificates.signing_key SET retired = :now, needed_until = :ends"
                + " WHERE authority = :authority AND type = :type AND retired IS NULL")
        .bind("now", successor.started())
        .bind("ends", ends)
        .bind("authority", successor.authority())
        .bind("type", successor.type())
        .execute();
  }

  /** When the last certificate of a type ends. */
  private static Optional<Instant> lastEnd(Handle handle, String authority, String type) {
    return handle
        .createQuery(
            "SELECT expires FROM certificates.certificate WHERE authority = :authority"
                + " AND (type = :type OR :type = '*') ORDER BY expires DESC LIMIT 1")
        .bind("authority", authority)
        .bind("type", type)
        .mapTo(Instant.class)
        .findOne();
  }

  private static void insert(Handle handle, StoredKey key) {
    handle
        .createUpdate(
            "INSERT INTO certificates.signing_key (id, authority, type, generation, suite, store,"
                + " alias, key_hash, chain, started, retired, needed_until)"
                + " VALUES (:id, :authority, :type, :generation, :suite, :store, :alias, :keyHash,"
                + " :chain, :started, :retired, :neededUntil)")
        .bindMethods(key)
        .execute();
  }

  /** Adds the key every type of an authority was signed with; it signs no more. */
  public void addRetired(StoredKey key) {
    try {
      database
          .jdbi()
          .useTransaction(
              handle -> {
                insert(handle, key);
                lastEnd(handle, key.authority(), key.type())
                    .ifPresent(
                        last ->
                            handle.execute(
                                "UPDATE certificates.signing_key SET needed_until = ? WHERE id = ?",
                                last,
                                key.id()));
              });
    } catch (UnableToExecuteStatementException e) {
      // another node was first
      if (!UsedOnce.isDuplicate(e)) {
        throw e;
      }
    }
  }

  /** Puts a new chain of the same key. */
  public void renew(UUID id, String chain) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE certificates.signing_key SET chain = ? WHERE id = ?", chain, id));
  }

  /** Withdraws a key; false if it was withdrawn before. */
  public boolean withdraw(UUID id, Instant at) {
    int withdrawn =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle.execute(
                        "UPDATE certificates.signing_key SET withdrawn = ?"
                            + " WHERE id = ? AND withdrawn IS NULL",
                        at,
                        id));
    edits.committed();
    return withdrawn == 1;
  }
}
