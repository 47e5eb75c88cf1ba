package io.tongban.ledger.jdbc;

import io.tongban.hub.Database;
import io.tongban.hub.Dialect;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.SignedNote;
import io.tongban.ledger.jdbc.Draft.Placed;
import io.tongban.ledger.merkle.GrowingTree;
import io.tongban.ledger.merkle.Proofs;
import io.tongban.ledger.merkle.Tile;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Commits batches: one transaction moves the tree head by compare-and-swap, stores entries and
 * tiles. Used by one thread. Anything that fails forgets what is held in memory, so that the next
 * batch begins with what is stored.
 */
final class Committer implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Committer.class);

  /** Two sessions waited for each other, and this one was chosen to give way. */
  static final String ENDED = "40001";

  private static final String POSTGRES_DEADLOCK = "40P01";

  /** PostgreSQL's idle_in_transaction_session_timeout. */
  private static final String STOOD_STILL = "25P03";

  /** H2's broken session and closed database. */
  private static final Set<String> H2_CLOSED = Set.of("90067", "90098", "90121");

  /** Where the database was closed, the pool may have more than one connection to it. */
  private static final int TRIES = 4;

  private final DataSource pool;
  private final Dialect dialect;
  private final LogKeys keys;
  private final Runnable beforeSigning;
  private WriteConnection connection;
  private Head head;
  private LogSigner signer;
  private GrowingTree tree;

  /**
   * A committer.
   *
   * @param beforeSigning throws where nothing may be signed
   */
  Committer(Database database, LogKeys keys, Runnable beforeSigning) {
    this.pool = database.dataSource();
    this.dialect = database.dialect();
    this.keys = keys;
    this.beforeSigning = beforeSigning;
  }

  /** An entry that is stored, and where it lies. */
  record Done(Draft draft, Placed placed) {}

  /**
   * Makes a batch durable. An entry whose changes alongside fail is left out; its draft fails.
   *
   * @return what is stored, in its order
   * @throws SQLException if the database did not take it; nothing of it is stored, unless the
   *     failure was in the commit itself
   */
  List<Done> commit(List<Draft> batch) throws SQLException {
    beforeSigning.run();
    for (int tries = 1; ; tries++) {
      try {
        return tryCommit(batch);
      } catch (SQLException e) {
        close();
        if (tries == TRIES || !lost(e)) {
          throw e;
        }
        LOG.info("the ledger's database transaction or connection was lost; trying again");
      } catch (RuntimeException e) {
        close();
        throw e;
      }
    }
  }

  /** Whether connection or transaction broke before the batch reached the commit. */
  private static boolean lost(SQLException e) {
    String state = e.getSQLState();
    return !(e instanceof CommitFailed)
        && state != null
        && (state.startsWith("08")
            || state.startsWith("57P")
            || state.equals(STOOD_STILL)
            || state.equals(ENDED)
            || state.equals(POSTGRES_DEADLOCK)
            || H2_CLOSED.contains(state));
  }

  private List<Done> tryCommit(List<Draft> batch) throws SQLException {
    if (connection == null) {
      connection = new WriteConnection(pool, dialect);
    }
    if (tree == null) {
      load();
    }
    Optional<List<Done>> placed = attempt(batch);
    if (placed.isEmpty()) {
      // another node wrote: take its head under a lock, then nobody can be in between
      connection.rollback();
      load();
      placed = attempt(batch);
    }
    return placed.orElseThrow(() -> new SQLException("the tree head moved under its lock"));
  }

  /**
   * Changes what signs the log, and records it, in one transaction with the head: a node that knows
   * of the change has its entry, and one that does not finds the head moved.
   *
   * @param asked what is changed, by what there is
   */
  Placed change(Function<Present, Change> asked) throws SQLException {
    beforeSigning.run();
    try {
      connection = new WriteConnection(pool, dialect);
      load();
      Change change = asked.apply(new Present(signer, head));
      connection.store(change.signer().signing().stored());
      signer = change.signer();
      return attempt(List.of(change.draft()))
          .orElseThrow(() -> new SQLException("the tree head moved under its lock"))
          .get(0)
          .placed();
    } finally {
      close();
    }
  }

  /** What there is before a change. */
  record Present(LogSigner signer, Head head) {}

  /**
   * A change.
   *
   * @param signer what signs from now on
   * @param draft the entry that records it
   */
  record Change(LogSigner signer, Draft draft) {}

  private Optional<List<Done>> attempt(List<Draft> asked) throws SQLException {
    List<Draft> batch = connection.changeAlongside(asked);
    if (batch.isEmpty()) {
      connection.rollback();
      return Optional.of(List.of());
    }
    long first = tree.size();
    batch.forEach(draft -> tree.append(draft.hash()));
    Proofs proofs = new Proofs(tree.size(), tree);
    byte[] root = proofs.root();
    Checkpoint checkpoint = Checkpoint.of(signer.origin(), tree.size(), root);
    Head next = new Head(tree.size(), root, signer.sign(checkpoint.text()).format());
    List<Done> placed = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      long index = first + i;
      placed.add(
          new Done(batch.get(i), new Placed(index, proofs.inclusion(index), next.checkpoint())));
    }
    if (!connection.swap(head, next)) {
      tree = null;
      return Optional.empty();
    }
    connection.insert(first, batch);
    connection.store(tree.touched(), first);
    finish();
    tree.settle();
    head = next;
    return Optional.of(placed);
  }

  private void finish() throws SQLException {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new CommitFailed(e);
    }
  }

  /**
   * Reads the head, the keys that signed it and the tree's right edge, and refuses to build on what
   * they did not sign. Under the head's lock, so that what is read goes together.
   */
  private void load() throws SQLException {
    tree = null;
    head =
        connection
            .head(true)
            .orElseThrow(() -> LedgerProblem.LEDGER_DAMAGED.problem("the tree head is missing"));
    signer = keys.signer(connection.keys());
    refuseForeign(head);
    try {
      GrowingTree loaded = new GrowingTree(head.treeSize(), this::edge);
      if (!Arrays.equals(new Proofs(loaded.size(), loaded).root(), head.root())) {
        throw LedgerProblem.LEDGER_DAMAGED.problem(
            "the stored tiles do not lead to the signed root at size " + head.treeSize());
      }
      tree = loaded;
    } catch (IllegalStateException e) {
      throw LedgerProblem.LEDGER_DAMAGED.problem("a stored tile is missing or too short", e);
    }
  }

  private void refuseForeign(Head stored) {
    try {
      SignedNote note = SignedNote.parse(stored.checkpoint());
      Checkpoint expected = Checkpoint.of(signer.origin(), stored.treeSize(), stored.root());
      Checkpoint signed = Checkpoint.parse(note.text());
      if (!signed.origin().equals(expected.origin())) {
        throw LedgerProblem.LEDGER_DAMAGED.problem(
            "the log's name was changed from %s to %s; a log keeps its name"
                .formatted(signed.origin(), expected.origin()));
      }
      if (!signed.equals(expected)) {
        throw LedgerProblem.LEDGER_DAMAGED.problem(
            "the stored tree head is not the one that was signed");
      }
      if (!signer.signing().signed(note)) {
        throw LedgerProblem.LEDGER_DAMAGED.problem(
            "the stored tree head is not signed with this hub's ledger key");
      }
    } catch (IllegalArgumentException e) {
      throw LedgerProblem.LEDGER_DAMAGED.problem("the stored checkpoint is not one", e);
    }
  }

  private Tile edge(int level, long number) {
    try {
      int width = (int) ((head.treeSize() >>> (level * Tile.HEIGHT)) % Tile.WIDTH);
      byte[] hashes = connection.tile(level, number).orElse(new byte[0]);
      if (hashes.length < width * io.tongban.ledger.Merkle.HASH_BYTES) {
        throw new IllegalStateException("tile " + level + "/" + number + " is too short");
      }
      return Tile.of(level, number, hashes, width);
    } catch (SQLException e) {
      throw new IllegalStateException("tile " + level + "/" + number + " cannot be read", e);
    }
  }

  /** Forgets everything; the next batch begins anew. */
  @Override
  public void close() {
    tree = null;
    head = null;
    if (connection != null) {
      try (WriteConnection closing = connection) {
        connection = null;
      } catch (SQLException e) {
        LOG.debug("the ledger's connection did not close cleanly", e);
      }
    }
  }

  /** The commit itself failed: whether it took place is not known. */
  private static final class CommitFailed extends SQLException {
    private static final long serialVersionUID = 1L;

    CommitFailed(SQLException cause) {
      super(cause.getMessage(), cause.getSQLState(), cause);
    }
  }
}
