package io.tongban.ledger.jdbc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.hub.HubKeys;
import io.tongban.hub.HubSettings;
import io.tongban.ledger.Backups;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerDisclosure;
import io.tongban.ledger.SignedNote;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Backups by H2's own online copy, with what is needed to trust one later. */
@ApplicationScoped
class HubBackups implements Backups {
  private static final int CHECK_BYTES = 32;
  private final Database database;
  private final Ledger ledger;
  private final LedgerDisclosure disclosure;
  private final HubKeys keys;
  private final HubSettings settings;
  private final Clock clock;

  @Inject
  HubBackups(
      Database database,
      Ledger ledger,
      LedgerDisclosure disclosure,
      HubKeys keys,
      HubSettings settings,
      Clock clock) {
    this.database = database;
    this.ledger = ledger;
    this.disclosure = disclosure;
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
  }

  /** Tells whether a master key is the one; nothing else can be learnt from it. */
  static String keyCheck(HubKeys keys) {
    return HexFormat.of().formatHex(keys.derive("ledger/backup-key-check", CHECK_BYTES));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public Made make(Supplier<byte[]> erasures) {
    String checkpoint = ledger.checkpoint();
    try {
      Path folder = Files.createTempDirectory(settings.dataDirectory(), "backup");
      Path copy = folder.resolve("copy.zip");
      try {
        database.backup(copy);
        return new Copy(folder, copy, checkpoint, erasures.get());
      } catch (RuntimeException e) {
        Files.deleteIfExists(copy);
        Files.delete(folder);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the data folder takes no copy of the database", e);
    }
  }

  private final class Copy implements Made {
    private final Path folder;
    private final Path copy;
    private final String note;
    private final byte[] erasures;

    Copy(Path folder, Path copy, String note, byte[] erasures) {
      this.folder = folder;
      this.copy = copy;
      this.note = note;
      this.erasures = erasures;
    }

    @Override
    public Checkpoint checkpoint() {
      return Checkpoint.parse(SignedNote.parse(note).text());
    }

    @Override
    public void write(OutputStream out) throws IOException {
      ZipOutputStream zip = new ZipOutputStream(out);
      ObjectNode manifest = CanonicalJson.mapper().createObjectNode();
      manifest.put("format", FORMAT).put("origin", settings.origin());
      manifest.put("made", clock.instant().toString()).put("checkpoint", note);
      manifest.put("ledgerKeys", ledger.keys()).put("keyCheck", keyCheck(keys));
      ObjectNode files = manifest.putObject("files");
      try (ZipFile made = new ZipFile(copy.toFile());
          InputStream in = made.getInputStream(made.entries().nextElement())) {
        put(zip, files, DATABASE, in);
      }
      put(zip, files, ERASURES, new ByteArrayInputStream(erasures));
      byte[] bytes = CanonicalJson.bytes(manifest);
      entry(zip, MANIFEST, bytes);
      String signed = disclosure.statement(FORMAT, CanonicalJson.sha256(bytes));
      entry(zip, SIGNATURE, signed.getBytes(StandardCharsets.UTF_8));
      zip.finish();
    }

    private void put(ZipOutputStream zip, ObjectNode files, String name, InputStream content)
        throws IOException {
      zip.putNextEntry(new ZipEntry(name));
      DigestInputStream in = new DigestInputStream(content, sha256());
      long bytes = in.transferTo(zip);
      zip.closeEntry();
      files
          .putObject(name)
          .put("bytes", bytes)
          .put("sha256", HexFormat.of().formatHex(in.getMessageDigest().digest()));
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
      zip.closeEntry();
    }

    @Override
    public void close() {
      try {
        Files.deleteIfExists(copy);
        Files.deleteIfExists(folder);
      } catch (IOException e) {
        throw new UncheckedIOException("a copy of the database could not be deleted", e);
      }
    }
  }
}
