package io.tongban.ledger.witness;

import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What this hub's witnesses answered: how far each is, and their cosignatures. */
@ApplicationScoped
class CosignatureStore {
  /** Older ones below the published checkpoint, or that never reached a quorum, are forgotten. */
  private static final Duration KEPT = Duration.ofHours(1);

  private final Jdbi jdbi;

  @Inject
  CosignatureStore(Database database) {
    database.migrate("ledger");
    this.jdbi = database.jdbi();
  }

  /**
   * How far a witness is.
   *
   * @param witness its key
   * @param treeSize of the largest tree it cosigned
   * @param failures tries that failed since it last answered as it should
   * @param nextTry not before then
   * @param error why the last try failed, or null
   * @param claim the tree it says it cosigned and this hub does not have, or 0
   * @param contradicts whether it holds another tree than this hub's
   */
  record Mark(
      String witness,
      long treeSize,
      int failures,
      Instant nextTry,
      String error,
      long claim,
      boolean contradicts) {
    static Mark fresh(String witness) {
      return new Mark(witness, 0, 0, Instant.EPOCH, null, 0, false);
    }

    /** It cosigned a tree of that size. */
    Mark cosigned(long size) {
      return new Mark(witness, size, 0, Instant.EPOCH, null, 0, false);
    }

    /** It says it cosigned a tree of that size, which this hub has too. */
    Mark at(long size) {
      return new Mark(witness, size, failures, nextTry, error, 0, false);
    }

    Mark failed(String why, Instant next) {
      return new Mark(witness, treeSize, failures + 1, next, why, claim, contradicts);
    }

    Mark claims(long size, String why, Instant next) {
      return new Mark(witness, treeSize, failures + 1, next, why, size, false);
    }

    Mark contradicts(String why, Instant next) {
      return new Mark(witness, treeSize, failures + 1, next, why, 0, true);
    }
  }

  /** A cosignature with the checkpoint it is of. */
  record Row(long treeSize, String witness, String note, String signature, Instant made) {}

  List<Mark> marks() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT witness, tree_size, failures, next_try, error, claim, contradicts"
                        + " FROM ledger.witness_mark")
                .mapTo(Mark.class)
                .list());
  }

  Mark mark(String witness) {
    return marks().stream()
        .filter(mark -> mark.witness().equals(witness))
        .findFirst()
        .orElseGet(() -> Mark.fresh(witness));
  }

  void set(Mark mark) {
    jdbi.useTransaction(handle -> set(handle, mark));
  }

  private static void set(Handle handle, Mark mark) {
    String update =
        "UPDATE ledger.witness_mark SET tree_size = :treeSize, failures = :failures,"
            + " next_try = :nextTry, error = :error, claim = :claim, contradicts = :contradicts"
            + " WHERE witness = :witness";
    String insert =
        "INSERT INTO ledger.witness_mark (witness, tree_size, failures, next_try, error, claim,"
            + " contradicts) SELECT :witness, CAST(:treeSize AS BIGINT), CAST(:failures AS INTEGER),"
            + " CAST(:nextTry AS TIMESTAMP(6) WITH TIME ZONE), CAST(:error AS VARCHAR(80)),"
            + " CAST(:claim AS BIGINT), CAST(:contradicts AS BOOLEAN)"
            + " WHERE NOT EXISTS (SELECT 1 FROM ledger.witness_mark WHERE witness = :witness)";
    if (run(handle, update, mark) == 0) {
      run(handle, insert, mark);
    }
  }

  private static int run(Handle handle, String sql, Mark mark) {
    return handle
        .createUpdate(sql)
        .bind("witness", mark.witness())
        .bind("treeSize", mark.treeSize())
        .bind("failures", mark.failures())
        .bind("nextTry", mark.nextTry().truncatedTo(ChronoUnit.MICROS))
        .bind("error", mark.error())
        .bind("claim", mark.claim())
        .bind("contradicts", mark.contradicts())
        .execute();
  }

  /** Keeps a cosignature, and that the witness is that far. */
  void add(Row row, Mark mark) {
    jdbi.useTransaction(
        handle -> {
          handle
              .createUpdate(
                  "DELETE FROM ledger.cosignature WHERE tree_size = :size AND witness = :witness")
              .bind("size", row.treeSize())
              .bind("witness", row.witness())
              .execute();
          handle
              .createUpdate(
                  "INSERT INTO ledger.cosignature (tree_size, witness, note, signature, made)"
                      + " VALUES (:size, :witness, :note, :signature, :made)")
              .bind("size", row.treeSize())
              .bind("witness", row.witness())
              .bind("note", row.note())
              .bind("signature", row.signature())
              .bind("made", row.made().truncatedTo(ChronoUnit.MICROS))
              .execute();
          set(handle, mark);
        });
  }

  /** The cosignatures of the largest tree that enough of these witnesses cosigned. */
  List<Row> newest(List<String> witnesses, int quorum) {
    return jdbi.withHandle(
        handle -> {
          Optional<Long> size =
              handle
                  .createQuery(
                      "SELECT tree_size FROM ledger.cosignature WHERE witness IN (<witnesses>)"
                          + " GROUP BY tree_size HAVING COUNT(*) >= :quorum"
                          + " ORDER BY tree_size DESC LIMIT 1")
                  .bindList("witnesses", witnesses)
                  .bind("quorum", quorum)
                  .mapTo(Long.class)
                  .findOne();
          return size.map(found -> rows(handle, witnesses, found)).orElse(List.of());
        });
  }

  private static List<Row> rows(Handle handle, List<String> witnesses, long size) {
    return handle
        .createQuery(
            "SELECT tree_size, witness, note, signature, made FROM ledger.cosignature"
                + " WHERE tree_size = :size AND witness IN (<witnesses>)"
                + " ORDER BY made DESC, witness")
        .bindList("witnesses", witnesses)
        .bind("size", size)
        .mapTo(Row.class)
        .list();
  }

  /**
   * Forgets what is of no more use.
   *
   * @param published size of the published checkpoint, whose cosignatures stay, or 0
   */
  void forget(long published, Instant now) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "DELETE FROM ledger.cosignature WHERE tree_size < :published"
                        + " OR (tree_size <> :published AND made < :before)")
                .bind("published", published)
                .bind("before", now.minus(KEPT))
                .execute());
  }
}
