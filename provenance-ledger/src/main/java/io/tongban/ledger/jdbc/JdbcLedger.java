package io.tongban.ledger.jdbc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.Cursor;
import io.tongban.hub.Database;
import io.tongban.hub.HubKeys;
import io.tongban.hub.HubProblem;
import io.tongban.hub.HubSettings;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Leaf;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerDisclosure;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.Merkle;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.RowRef;
import io.tongban.ledger.SignedNote;
import io.tongban.ledger.TlogProof;
import io.tongban.ledger.merkle.TilePath;
import io.tongban.ledger.witness.Cosigned;
import io.tongban.ledger.witness.RollbackGuard;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The ledger in the hub's database. */
@ApplicationScoped
class JdbcLedger implements Ledger, LedgerDisclosure {
  private static final long PATIENCE_SECONDS = 60;

  private final LedgerReader reader;
  private final LogKeys logKeys;
  private final Drafts drafts;
  private final ManifestVault vault;
  private final RowHashes rowHashes;
  private final Sequencer sequencer;
  private final RowIndex rowIndex;
  private final Supplier<Optional<SignedNote>> witnessed;

  @Inject
  JdbcLedger(
      Database database,
      HubKeys keys,
      HubSettings settings,
      Cosigned cosigned,
      RollbackGuard guard) {
    this(database, keys, settings, cosigned::newest, guard::require);
  }

  /**
   * A ledger on its own.
   *
   * @param witnessed the newest checkpoint that witnesses cosigned, if there is one
   * @param beforeSigning throws where nothing may be signed
   */
  JdbcLedger(
      Database database,
      HubKeys keys,
      HubSettings settings,
      Supplier<Optional<SignedNote>> witnessed,
      Runnable beforeSigning) {
    database.migrate("ledger");
    this.witnessed = witnessed;
    this.reader = new LedgerReader(database);
    this.logKeys = new LogKeys(keys, settings.origin());
    this.vault = new ManifestVault(keys.derive("ledger/manifest", 32));
    this.rowHashes = new RowHashes(keys.derive("ledger/rows", 32));
    this.drafts = new Drafts(vault, rowHashes);
    if (reader.storedHead().isEmpty()) {
      Checkpoint empty = Checkpoint.of(settings.origin(), 0, Merkle.emptyRoot());
      String signed = logKeys.signer(Optional.empty()).sign(empty.text()).format();
      reader.begin(new Head(0, empty.rootBytes(), signed));
    }
    FreshUses fresh = new FreshUses();
    this.sequencer = new Sequencer(new Committer(database, logKeys, beforeSigning), fresh::add);
    sequencer.start();
    this.rowIndex = new RowIndex(reader, vault, fresh);
    rowIndex.start();
  }

  @Override
  public Receipt append(LedgerEntry entry, Alongside alongside) {
    byte[] nonce = drafts.nonce();
    Draft draft = drafts.draft(entry, nonce).with(alongside);
    sequencer.submit(draft);
    try {
      return Drafts.receipt(draft, nonce, draft.placed().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Draft.NotAlongside failed) {
        throw failed.failure();
      }
      throw problem(e.getCause());
    } catch (TimeoutException e) {
      // what has not begun yet is left out
      draft.placed().cancel(false);
      throw LedgerProblem.LEDGER_UNAVAILABLE.problem("recording took too long", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LedgerProblem.LEDGER_UNAVAILABLE.problem("recording was interrupted", e);
    }
  }

  /** Each caller throws its own exception; the group's is the cause. */
  private static ProblemException problem(Throwable cause) {
    return cause instanceof ProblemException known
        ? new ProblemException(known.problem(), known)
        : LedgerProblem.LEDGER_UNAVAILABLE.problem("recording failed", cause);
  }

  @Override
  public CompletionStage<Receipt> appendAsync(LedgerEntry entry) {
    byte[] nonce = drafts.nonce();
    Draft draft = drafts.draft(entry, nonce);
    sequencer.submit(draft);
    // off the sequencer's thread, which must never run its callers' code; without naming the pool
    // each receipt would get a thread of its own on two cores (CompletableFuture before JDK 25)
    return draft
        .placed()
        .thenApplyAsync(placed -> Drafts.receipt(draft, nonce, placed), ForkJoinPool.commonPool());
  }

  @Override
  public String checkpoint() {
    return reader.head().checkpoint();
  }

  @Override
  public String keys() {
    return logKeys.signing(reader.storedKeys()).keys().format();
  }

  @Override
  public String verifierKey() {
    return logKeys.signing(reader.storedKeys()).keys().newest().toString();
  }

  @Override
  public Optional<byte[]> tile(String path) {
    return TilePath.parse(path).flatMap(reader::resource);
  }

  @Override
  public List<byte[]> inclusionProof(long index, long treeSize) {
    if (index < 0 || index >= treeSize || treeSize > size()) {
      throw LedgerProblem.PROOF_RANGE.problem(
          "index " + index + " in a tree of size " + treeSize + " is asked for");
    }
    return reader.proofs(treeSize).inclusion(index);
  }

  @Override
  public List<byte[]> consistencyProof(long oldSize, long newSize) {
    if (oldSize < 0 || oldSize > newSize || newSize > size()) {
      throw LedgerProblem.PROOF_RANGE.problem(
          "consistency from size " + oldSize + " to " + newSize + " is asked for");
    }
    return reader.proofs(newSize).consistency(oldSize);
  }

  @Override
  public byte[] root(long treeSize) {
    if (treeSize < 0 || treeSize > size()) {
      throw LedgerProblem.PROOF_RANGE.problem("the root at size " + treeSize + " is asked for");
    }
    return reader.proofs(treeSize).root();
  }

  @Override
  public Optional<Receipt> receipt(UUID id) {
    return reader.find(id).map(this::receipt);
  }

  private Receipt receipt(LedgerReader.Row row) {
    Optional<SignedNote> newest =
        witnessed.get().filter(note -> Checkpoint.parse(note.text()).size() > row.entryIndex());
    if (newest.isPresent()) {
      long size = Checkpoint.parse(newest.get().text()).size();
      return receipt(row, size, newest.get().format());
    }
    Head head = reader.head();
    return receipt(row, head.treeSize(), head.checkpoint());
  }

  private Receipt receipt(LedgerReader.Row row, long size, String checkpoint) {
    List<byte[]> path = reader.proofs(size).inclusion(row.entryIndex());
    return new Receipt(
        row.id(),
        row.entryIndex(),
        Base64.getEncoder().encodeToString(row.leaf()),
        "",
        TlogProof.format(row.entryIndex(), path, checkpoint));
  }

  @Override
  public Optional<Recorded> find(UUID id) {
    return reader.find(id).map(this::recorded);
  }

  @Override
  public List<Recorded> uses(RowRef row, int limit) {
    return uses(row, 0, limit);
  }

  @Override
  public List<Recorded> uses(RowRef row, long from, int limit) {
    return rowIndex.uses(rowHashes.of(row), from, limit).stream().map(this::recorded).toList();
  }

  @Override
  public List<Recorded> newest(EntryType type, String actor, Cursor after, int limit) {
    long below = after == null ? Long.MAX_VALUE : index(after);
    return reader.newest(type, actor, below, limit).stream().map(this::recorded).toList();
  }

  private static long index(Cursor after) {
    try {
      return Long.parseLong(after.keys().get(0));
    } catch (NumberFormatException e) {
      throw HubProblem.CURSOR_INVALID.problem("the cursor names no ledger index", e);
    }
  }

  /** An entry as its leaf tells it: the leaf is what the log commits to. */
  private Recorded recorded(LedgerReader.Row row) {
    try {
      Leaf leaf = Leaf.parse(row.leaf());
      ObjectNode manifest = vault.open(leaf.id(), row.leaf(), row.manifest()).manifest();
      return new Recorded(
          leaf.id(), row.entryIndex(), leaf.type(), leaf.at(), leaf.actor(), manifest);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw LedgerProblem.LEDGER_DAMAGED.problem(
          "the entry at index " + row.entryIndex() + " does not open", e);
    }
  }

  @Override
  public long size() {
    return reader.head().treeSize();
  }

  @Override
  public Fsck fsck() {
    return new LedgerCheck(reader, vault, rowIndex, logKeys).run();
  }

  @Override
  public List<Disclosed> disclosed(long from, int limit) {
    return reader.from(from, limit).stream().map(this::disclosed).toList();
  }

  private Disclosed disclosed(LedgerReader.Row row) {
    try {
      UUID id = Leaf.parse(row.leaf()).id();
      ManifestVault.Opened opened = vault.open(id, row.leaf(), row.manifest());
      return new Disclosed(row.entryIndex(), row.leaf(), opened.manifest(), opened.nonce());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw LedgerProblem.LEDGER_DAMAGED.problem(
          "the entry at index " + row.entryIndex() + " does not open", e);
    }
  }

  @Override
  public Span span(Instant from, Instant to) {
    return reader.span(from, to);
  }

  @Override
  public List<Long> indexes(RowRef row) {
    return rowIndex.indexes(rowHashes.of(row));
  }

  @Override
  public List<byte[]> rangeProof(Span span, long treeSize) {
    if (span.first() < 0 || span.end() > treeSize || treeSize > size()) {
      throw LedgerProblem.PROOF_RANGE.problem("the range lies outside the log");
    }
    return reader.proofs(treeSize).range(span.first(), span.end());
  }

  @Override
  public List<AnchorTransaction> anchorTransactions(long treeSize, int limit) {
    return reader.anchorTransactions(treeSize, limit);
  }

  @Override
  public String statement(String what, byte[] sha256) {
    return logKeys
        .signer(reader.storedKeys())
        .sign(LedgerDisclosure.statementText(what, sha256))
        .format();
  }

  @PreDestroy
  void stop() {
    sequencer.close();
    rowIndex.close();
  }
}
