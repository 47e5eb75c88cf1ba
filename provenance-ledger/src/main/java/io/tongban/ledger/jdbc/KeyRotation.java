package io.tongban.ledger.jdbc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.hub.HubKeys;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Ids;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.KeyStatement;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.LedgerKeys;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.LogKeyRotation;
import io.tongban.ledger.SignedNote;
import io.tongban.ledger.jdbc.Committer.Present;
import io.tongban.ledger.note.NoteSigner;
import io.tongban.ledger.witness.RollbackGuard;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** Changes the log's key through a committer of its own, beside the sequencer's. */
@ApplicationScoped
class KeyRotation implements LogKeyRotation {
  /** The manifest's member with the signed statement, of entries that change the key. */
  static final String STATEMENT = "statement";

  private static final int MAX_REASON = 200;

  private final Database database;
  private final LogKeys keys;
  private final Drafts drafts;
  private final Runnable beforeSigning;
  private final Ids ids;
  private final Clock clock;

  @Inject
  KeyRotation(
      Database database,
      HubKeys files,
      HubSettings settings,
      RollbackGuard guard,
      Ids ids,
      Clock clock) {
    database.migrate("ledger");
    this.database = database;
    this.keys = new LogKeys(files, settings.origin());
    this.drafts =
        new Drafts(
            new ManifestVault(files.derive("ledger/manifest", 32)),
            new RowHashes(files.derive("ledger/rows", 32)));
    this.beforeSigning = guard::require;
    this.ids = ids;
    this.clock = clock;
  }

  /** A change that is durable, and what signs since. */
  private record Done(Signing signing, Change change) {}

  /** What an entry tells, and what signs from then on. */
  private record Act(LogSigner signer, ObjectNode manifest) {}

  @Override
  public Change rotate(String actor, String reason, boolean overlap) {
    String why = reason(reason);
    return change(actor, present -> rotated(present, why, overlap)).change();
  }

  private Act rotated(Present present, String reason, boolean overlap) {
    LedgerKeys before = present.signer().signing().keys();
    NoteSigner next = keys.next(present.signer().signing());
    KeyStatement statement =
        new KeyStatement(
            before.newest(),
            next.verifierKey(),
            present.head().treeSize(),
            Base64.getEncoder().encodeToString(present.head().root()));
    NoteSigner newest = present.signer().signers().get(0);
    SignedNote note = newest.sign(statement.text()).with(next.sign(statement.text()).signatures());
    Signing after = new Signing(before.with(note), overlap);
    ObjectNode manifest = manifest("STARTED", reason, after);
    manifest.put(STATEMENT, note.format());
    return new Act(new LogSigner(after, overlap ? List.of(next, newest) : List.of(next)), manifest);
  }

  @Override
  public Change endOverlap(String actor, String reason) {
    String why = reason(reason);
    return change(actor, present -> ended(present, why)).change();
  }

  private static Act ended(Present present, String reason) {
    Signing before = present.signer().signing();
    if (!before.overlap()) {
      throw LedgerProblem.LOG_KEY_UNCHANGED.problem("only the newest key signs already");
    }
    Signing after = new Signing(before.keys(), false);
    return new Act(
        new LogSigner(after, present.signer().signers().subList(0, 1)),
        manifest("OVERLAP_ENDED", reason, after));
  }

  @Override
  public Change forget(String actor, String reason) {
    String why = reason(reason);
    Done done = change(actor, present -> forgotten(present, why));
    keys.forget(done.signing());
    return done.change();
  }

  private static Act forgotten(Present present, String reason) {
    Signing signing = present.signer().signing();
    if (signing.keys().all().size() == signing.ordinals().size()) {
      throw LedgerProblem.LOG_KEY_UNCHANGED.problem("every key the log has had signs");
    }
    return new Act(present.signer(), manifest("DESTROYED", reason, signing));
  }

  private static String reason(String reason) {
    if (reason == null || reason.isBlank() || reason.strip().length() > MAX_REASON) {
      throw LedgerProblem.ENTRY_INVALID.problem(
          "reason is empty or longer than " + MAX_REASON + " characters");
    }
    return reason.strip();
  }

  private static ObjectNode manifest(String what, String reason, Signing signing) {
    ObjectNode manifest = CanonicalJson.mapper().createObjectNode();
    manifest.put("what", what);
    manifest.put("key", signing.keys().newest().toString());
    manifest.put("overlap", signing.overlap());
    manifest.put("reason", reason);
    return manifest;
  }

  private Done change(String actor, Function<Present, Act> asked) {
    byte[] nonce = drafts.nonce();
    Made made = new Made(actor, nonce, asked);
    try (Committer committer = new Committer(database, keys, beforeSigning)) {
      Draft.Placed placed = committer.change(made);
      Signing signing = made.act.signer().signing();
      return new Done(
          signing,
          new Change(
              signing.keys().newest().toString(),
              signing.overlap(),
              Drafts.receipt(made.draft, nonce, placed)));
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private static ProblemException unavailable(SQLException e) {
    return LedgerProblem.LEDGER_UNAVAILABLE.problem(
        "the ledger's database failed (SQLSTATE " + e.getSQLState() + ")", e);
  }

  /** Makes the change once it is known what there is. */
  private final class Made implements Function<Present, Committer.Change> {
    private final String actor;
    private final byte[] nonce;
    private final Function<Present, Act> asked;
    private Act act;
    private Draft draft;

    Made(String actor, byte[] nonce, Function<Present, Act> asked) {
      this.actor = actor;
      this.nonce = nonce;
      this.asked = asked;
    }

    @Override
    public Committer.Change apply(Present present) {
      act = asked.apply(present);
      draft =
          drafts.draft(
              new LedgerEntry(
                  ids.next(), EntryType.LOG_KEY, clock.instant(), actor, act.manifest(), List.of()),
              nonce);
      return new Committer.Change(act.signer(), draft);
    }
  }
}
