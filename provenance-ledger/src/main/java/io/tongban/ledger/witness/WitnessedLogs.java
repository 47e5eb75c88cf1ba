package io.tongban.ledger.witness;

import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.Merkle;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** The newest checkpoint this hub cosigned of each log. */
@ApplicationScoped
class WitnessedLogs {
  private final Jdbi jdbi;

  @Inject
  WitnessedLogs(Database database) {
    database.migrate("ledger");
    this.jdbi = database.jdbi();
  }

  /**
   * What was cosigned last; size 0 and the empty tree's root before anything was.
   *
   * @param checkpoint the note with its cosignature, or empty
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Latest(long treeSize, byte[] root, String checkpoint) {}

  /** A log's name as it is stored and as paths have it: SHA-256, lower-case hex. */
  static String hash(String origin) {
    return HexFormat.of().formatHex(CanonicalJson.sha256(origin.getBytes(StandardCharsets.UTF_8)));
  }

  Optional<Latest> find(String originHash) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT tree_size, root, checkpoint FROM ledger.witnessed_log"
                        + " WHERE origin_hash = :hash")
                .bind("hash", originHash)
                .mapTo(Latest.class)
                .findOne());
  }

  /** What was cosigned last of a log; its row is begun if it is missing. */
  Latest latest(String origin) {
    return find(hash(origin)).orElseGet(() -> begun(hash(origin)));
  }

  private Latest begun(String hash) {
    try {
      jdbi.useHandle(
          handle ->
              handle
                  .createUpdate(
                      "INSERT INTO ledger.witnessed_log (origin_hash, tree_size, root, checkpoint)"
                          + " VALUES (:hash, 0, :root, '')")
                  .bind("hash", hash)
                  .bind("root", Merkle.emptyRoot())
                  .execute());
    } catch (UnableToExecuteStatementException e) {
      // begun by another request; anything else shows below
      return find(hash).orElseThrow(() -> e);
    }
    return find(hash).orElseThrow();
  }

  /**
   * Moves on by compare-and-swap.
   *
   * @param note the checkpoint with the log's signature and the cosignature
   * @return false if another request moved it in between
   */
  boolean swap(Latest from, Checkpoint to, String note) {
    return jdbi.withHandle(
            handle ->
                handle
                    .createUpdate(
                        "UPDATE ledger.witnessed_log SET tree_size = :size, root = :root,"
                            + " checkpoint = :note WHERE origin_hash = :hash"
                            + " AND tree_size = :oldSize AND root = :oldRoot")
                    .bind("size", to.size())
                    .bind("root", to.rootBytes())
                    .bind("note", note)
                    .bind("hash", hash(to.origin()))
                    .bind("oldSize", from.treeSize())
                    .bind("oldRoot", from.root())
                    .execute())
        == 1;
  }
}
