package io.tongban.ledger.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.HubKeys;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.Backups;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.KeptCheckpoint;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerDisclosure;
import io.tongban.ledger.LedgerKeys;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.SignedNote;
import io.tongban.ledger.VerifierKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Restores a {@link Backups backup} into a data folder that has the hub's keys and no database. The
 * database is unpacked beside its place, checked whole, and moved there only if everything holds: a
 * backup that is refused changes nothing.
 */
public final class BackupRestore {
  private static final int MOST_TEXT = 1 << 20;
  private static final String PART = "restore.part";
  private static final String MASTER = "master";
  private static final String LEDGER_KEYS = "ledger.key";

  private final Path data;
  private final Opener opener;

  /**
   * A restore.
   *
   * @param data the data folder, with the hub's {@code keys}
   */
  public BackupRestore(Path data, Opener opener) {
    this.data = data;
    this.opener = opener;
  }

  /** Opens keys and database. */
  public interface Opener {
    /** The keys in a data folder, which are there. */
    HubKeys keys(Path data, String origin);

    /** A database {@code hub} in a folder, with the keys of the data folder. */
    TamperDrill.Opened open(Path data, Path database, String origin);
  }

  /**
   * What to restore.
   *
   * @param erasures the newest copy of the journal of erasures, or null where the data folder has
   *     it
   * @param erasuresOfBackup whether the journal in the backup will do: who was erased afterwards
   *     comes back
   * @param known receipts and checkpoints that were kept outside
   */
  public record Options(Path backup, Path erasures, boolean erasuresOfBackup, List<byte[]> known) {
    public Options {
      known = List.copyOf(known);
    }
  }

  /**
   * What was restored.
   *
   * @param made when the backup was made
   * @param size entries of the restored log
   * @param behind what shows that the log had more entries, or another history; empty if nothing
   *     that was given does
   */
  public record Restored(String origin, Instant made, long size, List<String> behind) {
    public Restored {
      behind = List.copyOf(behind);
    }
  }

  /**
   * Restores.
   *
   * @throws ProblemException {@link LedgerProblem#BACKUP_DAMAGED}, {@link
   *     LedgerProblem#BACKUP_FOREIGN}, {@link LedgerProblem#BACKUP_NEWER}, {@link
   *     LedgerProblem#BACKUP_TARGET} or {@link LedgerProblem#BACKUP_ERASURES}; nothing was changed
   */
  public Restored run(Options options) throws IOException {
    requireTarget();
    Path part = data.resolve(PART);
    delete(part);
    try (ZipFile zip = new ZipFile(options.backup().toFile())) {
      byte[] manifest = text(zip, Backups.MANIFEST);
      JsonNode about = json(manifest);
      LedgerKeys keys = requireOwn(about);
      requireSigned(keys.newest(), manifest, text(zip, Backups.SIGNATURE));
      LedgerKeys newest = newest(keys);
      byte[] journal = journal(options, text(zip, about, Backups.ERASURES));
      Files.createDirectories(part);
      unpack(zip, about, part.resolve(Backups.DATABASE));
      Restored restored = checked(about, newest, part, options.known());
      settle(part, newest, journal);
      return restored;
    } catch (java.util.zip.ZipException e) {
      throw LedgerProblem.BACKUP_DAMAGED.problem("it is no whole ZIP file", e);
    } finally {
      delete(part);
    }
  }

  private void requireTarget() {
    if (Files.exists(data.resolve(Backups.DATABASE))) {
      throw LedgerProblem.BACKUP_TARGET.problem(
          "the data folder " + data + " has a database " + Backups.DATABASE);
    }
    if (Files.notExists(data.resolve("keys").resolve(MASTER))) {
      throw LedgerProblem.BACKUP_FOREIGN.problem(
          "the data folder " + data + " has no key keys/" + MASTER + "; backups hold no keys");
    }
  }

  private static JsonNode json(byte[] manifest) {
    try {
      JsonNode about = CanonicalJson.read(manifest);
      if (about.path("format").asText().equals(Backups.FORMAT)) {
        return about;
      }
    } catch (IllegalArgumentException e) {
      throw LedgerProblem.BACKUP_DAMAGED.problem("its manifest cannot be read", e);
    }
    throw LedgerProblem.BACKUP_DAMAGED.problem("its manifest is not of " + Backups.FORMAT);
  }

  /** Names and keys must be this hub's before its signature is worth anything. */
  private LedgerKeys requireOwn(JsonNode about) throws IOException {
    String origin = about.path("origin").asText();
    Path kept = data.resolve("ledger.origin");
    if (Files.exists(kept) && !Files.readString(kept).strip().equals(origin)) {
      throw LedgerProblem.BACKUP_FOREIGN.problem(
          "the backup is of the log "
              + origin
              + ", the data folder's is "
              + Files.readString(kept).strip());
    }
    HubKeys keys = opener.keys(data, origin);
    LedgerKeys ofBackup = ledgerKeys(about);
    try {
      new LogKeys(keys, origin).signer(new Signing(ofBackup, false));
    } catch (ProblemException e) {
      throw LedgerProblem.BACKUP_FOREIGN.problem(
          "the data folder's key of the ledger is not the backup's: " + e.problem().detail(), e);
    }
    if (!HubBackups.keyCheck(keys).equals(about.path("keyCheck").asText())) {
      throw LedgerProblem.BACKUP_FOREIGN.problem(
          "the data folder's master key is not the backup's: no manifest would open");
    }
    return ofBackup;
  }

  private static LedgerKeys ledgerKeys(JsonNode about) {
    try {
      return LedgerKeys.parse(about.path("ledgerKeys").asText());
    } catch (IllegalArgumentException e) {
      throw LedgerProblem.BACKUP_DAMAGED.problem("its keys of the ledger cannot be read", e);
    }
  }

  /** The keys that the data folder knows, which may be more than there were at the backup. */
  private LedgerKeys newest(LedgerKeys ofBackup) throws IOException {
    Path file = data.resolve(LEDGER_KEYS);
    if (Files.notExists(file)) {
      return ofBackup;
    }
    try {
      return LedgerKeys.parse(Files.readString(file)).trusting(ofBackup.newest());
    } catch (IllegalArgumentException e) {
      throw LedgerProblem.BACKUP_FOREIGN.problem(
          "the data folder's " + LEDGER_KEYS + " is not of the backup's log: " + e.getMessage(), e);
    }
  }

  private static void requireSigned(VerifierKey key, byte[] manifest, byte[] signature) {
    String wanted = LedgerDisclosure.statementText(Backups.FORMAT, CanonicalJson.sha256(manifest));
    try {
      SignedNote note = SignedNote.parse(new String(signature, StandardCharsets.UTF_8));
      if (note.text().equals(wanted) && note.standing(key) == SignedNote.Standing.SIGNED) {
        return;
      }
    } catch (IllegalArgumentException e) {
      throw LedgerProblem.BACKUP_DAMAGED.problem("its signature cannot be read", e);
    }
    throw LedgerProblem.BACKUP_DAMAGED.problem("the ledger's key has not signed its manifest");
  }

  /** The journal only grows: one that does not begin as the backup's does is not its successor. */
  private byte[] journal(Options options, byte[] ofBackup) throws IOException {
    Path own = data.resolve(Backups.ERASURES);
    byte[] newest;
    if (Files.exists(own)) {
      newest = Files.readAllBytes(own);
    } else if (options.erasures() != null) {
      newest = Files.readAllBytes(options.erasures());
    } else if (options.erasuresOfBackup()) {
      newest = ofBackup;
    } else {
      throw LedgerProblem.BACKUP_ERASURES.problem(
          "the data folder has no file " + Backups.ERASURES + " and none was given");
    }
    if (newest.length < ofBackup.length
        || !Arrays.equals(Arrays.copyOf(newest, ofBackup.length), ofBackup)) {
      throw LedgerProblem.BACKUP_ERASURES.problem(
          "the journal of erasures does not continue the one in the backup");
    }
    return newest;
  }

  private static ZipEntry entry(ZipFile zip, String name) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw LedgerProblem.BACKUP_DAMAGED.problem("it has no file " + name);
    }
    return entry;
  }

  private static byte[] text(ZipFile zip, String name) throws IOException {
    try (InputStream in = zip.getInputStream(entry(zip, name))) {
      byte[] text = in.readNBytes(MOST_TEXT + 1);
      if (text.length > MOST_TEXT) {
        throw LedgerProblem.BACKUP_DAMAGED.problem("its file " + name + " is too large");
      }
      return text;
    }
  }

  private static byte[] text(ZipFile zip, JsonNode about, String name) throws IOException {
    var out = new java.io.ByteArrayOutputStream();
    copy(zip, about, name, out);
    return out.toByteArray();
  }

  private static void unpack(ZipFile zip, JsonNode about, Path to) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      copy(zip, about, Backups.DATABASE, out);
    }
  }

  /** Reads no more than the signed size, and compares the digest. */
  private static void copy(ZipFile zip, JsonNode about, String name, OutputStream out)
      throws IOException {
    JsonNode told = about.path("files").path(name);
    long left = told.path("bytes").asLong();
    try (DigestInputStream in =
        new DigestInputStream(zip.getInputStream(entry(zip, name)), HubBackups.sha256())) {
      byte[] buffer = new byte[1 << 16];
      for (int read; left >= 0 && (read = in.read(buffer)) > 0; left -= read) {
        out.write(buffer, 0, read);
      }
      String digest = HexFormat.of().formatHex(in.getMessageDigest().digest());
      if (left != 0 || !digest.equals(told.path("sha256").asText())) {
        throw LedgerProblem.BACKUP_DAMAGED.problem(
            "its file " + name + " is not the one that was signed");
      }
    }
  }

  private Restored checked(JsonNode about, LedgerKeys keys, Path part, List<byte[]> known) {
    Checkpoint held = Checkpoint.parse(SignedNote.parse(about.path("checkpoint").asText()).text());
    try (TamperDrill.Opened hub = opener.open(data, part, keys.origin())) {
      List<String> unknown = hub.database().unknownMigrations();
      if (!unknown.isEmpty()) {
        throw LedgerProblem.BACKUP_NEWER.problem(
            "its database has migrations that this program does not: "
                + String.join(", ", unknown));
      }
      JdbcLedger ledger =
          new JdbcLedger(hub.database(), hub.keys(), hub.settings(), Optional::empty, () -> {});
      try {
        Ledger.Fsck found = ledger.fsck();
        if (!found.clean()) {
          throw LedgerProblem.BACKUP_DAMAGED.problem(found.message());
        }
        if (against(ledger, held).isPresent()) {
          throw LedgerProblem.BACKUP_DAMAGED.problem(
              "its ledger does not hold the checkpoint of size " + held.size());
        }
        return new Restored(
            keys.origin(),
            Instant.parse(about.path("made").asText()),
            ledger.size(),
            behind(ledger, keys, known));
      } finally {
        ledger.stop();
      }
    }
  }

  private static List<String> behind(JdbcLedger ledger, LedgerKeys keys, List<byte[]> known) {
    List<String> behind = new ArrayList<>();
    for (byte[] each : known) {
      try {
        against(ledger, KeptCheckpoint.of(each, keys)).ifPresent(behind::add);
      } catch (KeptCheckpoint.UnprovedException e) {
        throw LedgerProblem.BACKUP_FOREIGN.problem(
            "what was given as known proves nothing of this log: " + e.getMessage(), e);
      }
    }
    return behind;
  }

  private static Optional<String> against(JdbcLedger ledger, Checkpoint checkpoint) {
    if (checkpoint.size() > ledger.size()) {
      return Optional.of(
          "the log had " + checkpoint.size() + " entries, the backup has " + ledger.size());
    }
    return Arrays.equals(ledger.root(checkpoint.size()), checkpoint.rootBytes())
        ? Optional.empty()
        : Optional.of("the log had another root at size " + checkpoint.size());
  }

  private void settle(Path part, LedgerKeys keys, byte[] journal) throws IOException {
    Path own = data.resolve(Backups.ERASURES);
    if (Files.notExists(own)) {
      Files.write(own, journal, StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
    }
    Files.writeString(data.resolve("ledger.origin"), keys.origin() + "\n");
    Files.writeString(data.resolve(LEDGER_KEYS), keys.format());
    Files.move(
        part.resolve(Backups.DATABASE),
        data.resolve(Backups.DATABASE),
        StandardCopyOption.ATOMIC_MOVE);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
