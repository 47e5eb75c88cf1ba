package io.tongban.ledger.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.hub.HubKeys;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Ids;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import io.tongban.hub.jdbc.OpenDatabase;
import io.tongban.hub.keys.KeyFiles;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Backups;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.LogKeyRotation;
import io.tongban.ledger.Merkle;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.RowRef;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of H2 made with traffic running, restored, and refused where they do not hold. */
class BackupTest {
  private static final int CLIENTS = 4;
  private static final byte[] JOURNAL = "tongban-erasures/v1 x\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] LONGER =
      "tongban-erasures/v1 x\n{}\n".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;
  private int folders;

  /** Opens what the restore asks for, as the launcher's command does. */
  private static final BackupRestore.Opener OPENER =
      new BackupRestore.Opener() {
        @Override
        public HubKeys keys(Path data, String origin) {
          return KeyFiles.of(settings(data, data, origin));
        }

        @Override
        public TamperDrill.Opened open(Path data, Path database, String origin) {
          HubSettings settings = settings(data, database, origin);
          OpenDatabase open = new OpenDatabase(settings);
          return new TamperDrill.Opened(
              open.database(), KeyFiles.of(settings), settings, open::close);
        }
      };

  private static HubSettings settings(Path data, Path database, String origin) {
    return new HubSettings(
        URI.create("http://hub.test"),
        "GB",
        origin,
        ZoneId.of("UTC"),
        data,
        "jdbc:h2:file:" + database.resolve("hub"),
        true);
  }

  private static LedgerEntry entry(TestHub hub) {
    ObjectNode manifest = CanonicalJson.mapper().createObjectNode().put("purpose", "test");
    return new LedgerEntry(
        hub.get(Ids.class).next(),
        EntryType.ACCESS,
        hub.clock().instant(),
        "adur",
        manifest,
        List.of(new RowRef("premises", "UK 1001")));
  }

  private Path data() {
    return folder.resolve("data");
  }

  /** A data folder with the hub's keys and nothing else. */
  private Path fresh() throws IOException {
    Path fresh = folder.resolve("fresh" + ++folders);
    Files.createDirectories(fresh.resolve("keys"));
    for (String key : List.of("master", "ledger.ed25519")) {
      Files.copy(data().resolve("keys").resolve(key), fresh.resolve("keys").resolve(key));
    }
    return fresh;
  }

  private Path backup(TestHub hub) throws IOException {
    Path file = folder.resolve("backup" + ++folders + ".zip");
    try (Backups.Made made = hub.get(Backups.class).make(() -> JOURNAL);
        OutputStream out = Files.newOutputStream(file)) {
      made.write(out);
    }
    return file;
  }

  private static BackupRestore.Options options(Path backup) {
    return new BackupRestore.Options(backup, null, true, List.of());
  }

  private static BackupRestore.Restored restore(Path data, BackupRestore.Options options)
      throws IOException {
    return new BackupRestore(data, OPENER).run(options);
  }

  private static void refused(Path data, BackupRestore.Options options, String code, String why) {
    Problem problem =
        catchThrowableOfType(ProblemException.class, () -> restore(data, options)).problem();
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.detail()).contains(why);
    assertThat(data.resolve("restore.part")).doesNotExist();
  }

  @Test
  void aBackupMadeWithTrafficRunningHoldsAllThatWasAcknowledgedBeforeAndNothingElse()
      throws Exception {
    Path journal = folder.resolve("acknowledged");
    try (TestHub hub = TestHub.onH2(data());
        FileChannel acknowledged =
            FileChannel.open(journal, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      Ledger ledger = hub.get(Ledger.class);
      AtomicBoolean going = new AtomicBoolean(true);
      CountDownLatch warm = new CountDownLatch(200);
      ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
      for (int i = 0; i < CLIENTS; i++) {
        clients.submit(
            () -> {
              while (going.get()) {
                journal(acknowledged, ledger.append(entry(hub)));
                warm.countDown();
              }
              return null;
            });
      }
      assertThat(warm.await(60, TimeUnit.SECONDS)).isTrue();
      List<String> before = Files.readAllLines(journal);
      Path backup = backup(hub);
      going.set(false);
      clients.shutdown();
      assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      Path fresh = fresh();
      BackupRestore.Restored restored = restore(fresh, options(backup));
      assertThat(restored.size()).isGreaterThanOrEqualTo(before.size());
      assertThat(restored.behind()).isEmpty();
      try (TamperDrill.Opened opened = OPENER.open(fresh, fresh, "hub.test/ledger")) {
        JdbcLedger again =
            new JdbcLedger(
                opened.database(),
                opened.keys(),
                opened.settings(),
                java.util.Optional::empty,
                () -> {});
        for (String line : before) {
          Receipt receipt = CanonicalJson.mapper().readValue(line, Receipt.class);
          Receipt there = again.receipt(receipt.id()).orElseThrow();
          assertThat(there.index()).isEqualTo(receipt.index());
          assertThat(there.leaf()).isEqualTo(receipt.leaf());
        }
        // none is invented: the log that went on continues the restored one
        assertThat(
                Merkle.consistent(
                    again.size(),
                    again.root(again.size()),
                    ledger.size(),
                    ledger.root(ledger.size()),
                    ledger.consistencyProof(again.size(), ledger.size())))
            .isTrue();
        again.stop();
      }
    }
  }

  private static void journal(FileChannel acknowledged, Receipt receipt) throws IOException {
    String line = CanonicalJson.mapper().writeValueAsString(receipt) + "\n";
    synchronized (acknowledged) {
      acknowledged.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
      acknowledged.force(false);
    }
  }

  @Test
  void anOldBackupTellsThatItIsBehindWhatWasKeptOutside() throws IOException {
    Path backup;
    byte[] later;
    String checkpoint;
    byte[] earlier;
    try (TestHub hub = TestHub.onH2(data())) {
      Ledger ledger = hub.get(Ledger.class);
      earlier = CanonicalJson.mapper().writeValueAsBytes(ledger.append(entry(hub)));
      backup = backup(hub);
      later = CanonicalJson.mapper().writeValueAsBytes(ledger.append(entry(hub)));
      ledger.append(entry(hub));
      checkpoint = ledger.checkpoint();
    }
    BackupRestore.Restored restored =
        restore(
            fresh(),
            new BackupRestore.Options(
                backup,
                null,
                true,
                List.of(earlier, later, checkpoint.getBytes(StandardCharsets.UTF_8))));
    assertThat(restored.size()).isOne();
    assertThat(restored.behind())
        .containsExactly(
            "the log had 2 entries, the backup has 1", "the log had 3 entries, the backup has 1");
  }

  @Test
  void aBackupOfALogThatChangedItsKeyIsRestoredWithTheKeyThatSignedIt() throws IOException {
    Path backup;
    String ofBackup;
    String keys;
    byte[] later;
    try (TestHub hub = TestHub.onH2(data())) {
      Ledger ledger = hub.get(Ledger.class);
      LogKeyRotation rotation = hub.get(LogKeyRotation.class);
      ledger.append(entry(hub));
      rotation.rotate("operator", "yearly change", false);
      backup = backup(hub);
      ofBackup = ledger.keys();
      rotation.rotate("operator", "yearly change", false);
      ledger.append(entry(hub));
      keys = ledger.keys();
      later = utf8(ledger.checkpoint());
    }
    Path first = fresh();
    refused(first, options(backup), "backup-foreign", "keys/ledger-2.ed25519");
    Path second = fresh();
    Path folder = second.resolve("keys");
    Files.move(folder.resolve("ledger.ed25519"), folder.resolve("ledger-2.ed25519"));
    refused(second, options(backup), "backup-foreign", "another key");
    Files.copy(
        data().resolve("keys/ledger-2.ed25519"),
        folder.resolve("ledger-2.ed25519"),
        StandardCopyOption.REPLACE_EXISTING);
    BackupRestore.Options known = new BackupRestore.Options(backup, null, true, List.of(later));
    refused(second, known, "backup-foreign", "proves nothing");
    Files.writeString(second.resolve("ledger.key"), "other.test/ledger+00000000+AA==");
    refused(second, known, "backup-foreign", "ledger.key");
    Files.writeString(second.resolve("ledger.key"), keys);
    assertThat(restore(second, known).behind())
        .containsExactly("the log had 4 entries, the backup has 2");
    Files.delete(second.resolve("hub.mv.db"));
    Files.delete(second.resolve("ledger.key"));
    assertThat(restore(second, options(backup)).size()).isEqualTo(2);
    assertThat(second.resolve("ledger.key")).hasContent(ofBackup);
  }

  @Test
  void whatDoesNotHoldIsRefusedAndChangesNothing() throws IOException {
    Path backup;
    try (TestHub hub = TestHub.onH2(data())) {
      hub.get(Ledger.class).append(entry(hub));
      backup = backup(hub);
    }
    byte[] whole = Files.readAllBytes(backup);
    Path bad = folder.resolve("bad.zip");
    Path fresh = fresh();

    Files.write(bad, java.util.Arrays.copyOf(whole, whole.length / 2));
    refused(fresh, options(bad), "backup-damaged", "no whole ZIP");

    Map<String, byte[]> files = files(backup);
    assertThat(files).containsOnlyKeys("hub.mv.db", "erasures", "manifest.json", "manifest.sig");
    byte[] database = files.get("hub.mv.db").clone();
    database[database.length / 2] ^= 1;
    refused(fresh, options(zip(files, "hub.mv.db", database)), "backup-damaged", "hub.mv.db");
    refused(fresh, options(zip(files, "hub.mv.db", new byte[0])), "backup-damaged", "hub.mv.db");
    refused(fresh, options(zip(files, "erasures", LONGER)), "backup-damaged", "erasures");
    refused(fresh, options(zip(files, "manifest.sig", null)), "backup-damaged", "manifest.sig");
    byte[] manifest = files.get("manifest.json");
    String text = new String(manifest, StandardCharsets.UTF_8);
    refused(
        fresh,
        options(zip(files, "manifest.json", utf8(text.replace("\"made\":\"2", "\"made\":\"1")))),
        "backup-damaged",
        "not signed");
    refused(
        fresh,
        options(zip(files, "manifest.json", utf8(text.replace("backup/v1", "backup/v9")))),
        "backup-damaged",
        "tongban.io/backup/v1");
    refused(fresh, options(zip(files, "manifest.json", utf8("{"))), "backup-damaged", "manifest");
    assertThat(fresh.resolve("hub.mv.db")).doesNotExist();
    assertThat(fresh.resolve("erasures")).doesNotExist();

    // another hub, other keys, no keys
    Files.writeString(fresh.resolve("ledger.origin"), "other.test/ledger\n");
    refused(fresh, options(backup), "backup-foreign", "other.test/ledger");
    for (String key : List.of("master", "ledger.ed25519")) {
      Path strange = fresh();
      Files.write(strange.resolve("keys").resolve(key), new byte[32]);
      refused(strange, options(backup), "backup-foreign", "key");
      Files.delete(strange.resolve("keys").resolve(key));
      refused(strange, options(backup), "backup-foreign", "keys/" + key);
      assertThat(strange.resolve("keys").resolve(key)).doesNotExist();
    }

    // a database that is there is never touched
    byte[] there = Files.readAllBytes(data().resolve("hub.mv.db"));
    refused(data(), options(backup), "backup-target", "hub.mv.db");
    assertThat(Files.readAllBytes(data().resolve("hub.mv.db"))).isEqualTo(there);
  }

  @Test
  void theNewestJournalOfErasuresIsAskedFor() throws IOException {
    Path backup;
    try (TestHub hub = TestHub.onH2(data())) {
      backup = backup(hub);
    }
    Path fresh = fresh();
    BackupRestore.Options none = new BackupRestore.Options(backup, null, false, List.of());
    refused(fresh, none, "backup-erasures", "no file erasures");
    Path other = folder.resolve("other-journal");
    Files.writeString(other, "tongban-erasures/v1 y\n");
    refused(
        fresh,
        new BackupRestore.Options(backup, other, false, List.of()),
        "backup-erasures",
        "does not continue");
    Files.write(other, LONGER);
    restore(fresh, new BackupRestore.Options(backup, other, false, List.of()));
    assertThat(fresh.resolve("erasures")).hasBinaryContent(LONGER);
    assertThat(fresh.resolve("ledger.origin")).hasContent("hub.test/ledger");
    // the data folder's own is the newest
    Path own = fresh();
    Files.write(own.resolve("erasures"), LONGER);
    restore(own, none);
    assertThat(own.resolve("erasures")).hasBinaryContent(LONGER);
  }

  @Test
  void aBackupOfANewerProgramIsRefused() throws IOException {
    Path backup;
    try (TestHub hub = TestHub.onH2(data())) {
      hub.get(Ledger.class).append(entry(hub));
      hub.get(Database.class)
          .jdbi()
          .useHandle(
              h ->
                  h.execute(
                      "INSERT INTO ledger.\"migration_history\" (\"installed_rank\", \"version\","
                          + " \"description\", \"type\", \"script\", \"checksum\","
                          + " \"installed_by\", \"execution_time\", \"success\") SELECT 900,"
                          + " '999', 'later', 'SQL', 'V999__later.sql', 1, 'sa', 1, TRUE"));
      backup = backup(hub);
    }
    refused(fresh(), options(backup), "backup-newer", "ledger 999");
  }

  @Test
  void otherDatabasesHaveToolsOfTheirOwn() {
    try (TestHub hub = TestHub.onPostgres()) {
      Problem problem =
          catchThrowableOfType(
                  ProblemException.class, () -> hub.get(Backups.class).make(() -> JOURNAL))
              .problem();
      assertThat(problem.code()).isEqualTo("backup-elsewhere");
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, byte[]> files(Path zip) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry; (entry = in.getNextEntry()) != null; ) {
        files.put(entry.getName(), in.readAllBytes());
      }
    }
    return files;
  }

  /** A ZIP with one file other than it was; without it for null. */
  private Path zip(Map<String, byte[]> files, String changed, byte[] content) throws IOException {
    Path file = folder.resolve("changed" + ++folders + ".zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> each : files.entrySet()) {
        byte[] bytes = each.getKey().equals(changed) ? content : each.getValue();
        if (bytes != null) {
          out.putNextEntry(new ZipEntry(each.getKey()));
          out.write(bytes);
          out.closeEntry();
        }
      }
    }
    return file;
  }
}
