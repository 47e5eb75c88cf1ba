package io.tongban.ledger.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.HubKeys;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.Backups;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerDisclosure;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.SignedNote;
import io.tongban.ledger.TlogProof;
import io.tongban.ledger.VerifierKey;
import io.tongban.ledger.note.NoteSigner;
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
  private static final List<String> KEYS = List.of("master", "ledger.ed25519");

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
      VerifierKey key = requireOwn(about);
      requireSigned(key, manifest, text(zip, Backups.SIGNATURE));
      byte[] journal = journal(options, text(zip, about, Backups.ERASURES));
      Files.createDirectories(part);
      unpack(zip, about, part.resolve(Backups.DATABASE));
      Restored restored = checked(about, key, part, options.known());
      settle(part, about, key, journal);
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
    for (String name : KEYS) {
      if (Files.notExists(data.resolve("keys").resolve(name))) {
        throw LedgerProblem.BACKUP_FOREIGN.problem(
            "the data folder " + data + " has no key keys/" + name + "; backups hold no keys");
      }
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
  private VerifierKey requireOwn(JsonNode about) throws IOException {
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
    VerifierKey key = new NoteSigner(origin, keys.ed25519Seed("ledger")).verifierKey();
    if (!key.toString().equals(about.path("ledgerKey").asText())) {
      throw LedgerProblem.BACKUP_FOREIGN.problem(
          "the data folder's key of the ledger is not the backup's");
    }
    if (!HubBackups.keyCheck(keys).equals(about.path("keyCheck").asText())) {
      throw LedgerProblem.BACKUP_FOREIGN.problem(
          "the data folder's master key is not the backup's: no manifest would open");
    }
    return key;
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

  private Restored checked(JsonNode about, VerifierKey key, Path part, List<byte[]> known) {
    Checkpoint held = Checkpoint.parse(SignedNote.parse(about.path("checkpoint").asText()).text());
    try (TamperDrill.Opened hub = opener.open(data, part, key.name())) {
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
            key.name(),
            Instant.parse(about.path("made").asText()),
            ledger.size(),
            behind(ledger, key, known));
      } finally {
        ledger.stop();
      }
    }
  }

  private static List<String> behind(JdbcLedger ledger, VerifierKey key, List<byte[]> known) {
    List<String> behind = new ArrayList<>();
    for (byte[] each : known) {
      SignedNote note = note(each);
      if (note.standing(key) != SignedNote.Standing.SIGNED) {
        throw LedgerProblem.BACKUP_FOREIGN.problem(
            "a receipt or checkpoint that was given is not signed by this hub's ledger");
      }
      against(ledger, Checkpoint.parse(note.text())).ifPresent(behind::add);
    }
    return behind;
  }

  private static SignedNote note(byte[] known) {
    String text = new String(known, StandardCharsets.UTF_8);
    try {
      if (text.stripLeading().startsWith("{")) {
        JsonNode json = CanonicalJson.read(known);
        JsonNode receipt = json.has("receipt") ? json.path("receipt") : json;
        return TlogProof.parse(receipt.path("proof").asText()).note();
      }
      return SignedNote.parse(text);
    } catch (IllegalArgumentException e) {
      throw LedgerProblem.BACKUP_FOREIGN.problem(
          "what was given as known is neither a receipt nor a checkpoint", e);
    }
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

  private void settle(Path part, JsonNode about, VerifierKey key, byte[] journal)
      throws IOException {
    Path own = data.resolve(Backups.ERASURES);
    if (Files.notExists(own)) {
      Files.write(own, journal, StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
    }
    Files.writeString(data.resolve("ledger.origin"), about.path("origin").asText() + "\n");
    Files.writeString(data.resolve("ledger.key"), key + "\n");
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
