package io.tongban.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger's tables on a real, small file system that fills up; each database runs it. */
abstract class FullDiskTest {
  private static final int MEGA = 1 << 20;
  @TempDir private Path folder;
  protected Path disk;
  private Path filler;

  /** A hub whose tables lie on the disk, begun anew with what is there. */
  abstract TestHub open() throws Exception;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    disk = Files.createDirectory(folder.resolve("disk"));
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", disk.toString()) == 0;
    if (!mounted) {
      System.err.println(
          "SKIPPED "
              + getClass().getSimpleName()
              + ": a file system can only be mounted by root on Linux");
    }
    Assumptions.assumeTrue(mounted, "no file system can be mounted here");
    filler = disk.resolve("filler");
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    if (filler != null) {
      run("umount", "-l", disk.toString());
    }
  }

  private static int run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).start().waitFor();
    } catch (IOException absent) {
      return -1;
    }
  }

  @Test
  void aFullDiskMeansNoReceiptLosesNothingAndIsOverWhenThereIsSpace() throws Exception {
    List<Receipt> receipts = new ArrayList<>();
    String key;
    try (TestHub hub = open()) {
      Ledger ledger = hub.get(Ledger.class);
      key = ledger.verifierKey();
      receipts.addAll(Entries.fill(hub, 50));
      fill();
      assertThatThrownBy(() -> appendUntilItFails(hub, receipts))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> {
                assertThat(e.problem().code()).isEqualTo("ledger-unavailable");
                assertThat(e.problem().status()).isEqualTo(503);
              });
      Files.delete(filler);
      receipts.add(ledger.append(Entries.access(hub)));
      receipts.addAll(Entries.fill(hub, 50));
      holds(ledger, key, receipts);
    }
    try (TestHub hub = open()) {
      holds(hub.get(Ledger.class), key, receipts);
    }
  }

  private static void appendUntilItFails(TestHub hub, List<Receipt> receipts) {
    // more than 32 MiB in any case
    for (int i = 0; i < 100_000; i++) {
      receipts.add(hub.get(Ledger.class).append(Entries.access(hub)));
    }
  }

  /** Leaves no byte free. */
  private void fill() throws IOException {
    try (var out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(new byte[MEGA / 64]);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space");
    }
  }

  private static void holds(Ledger ledger, String key, List<Receipt> receipts) {
    Checkpoint head = Checkpoint.parse(SignedNote.parse(ledger.checkpoint()).text());
    for (Receipt receipt : receipts) {
      assertThat(ReceiptVerifier.verify(receipt, key).holds()).isTrue();
      Receipt fresh = ledger.receipt(receipt.id()).orElseThrow();
      assertThat(fresh.index()).isEqualTo(receipt.index());
      Checkpoint old = Checkpoint.parse(TlogProof.parse(receipt.proof()).note().text());
      assertThat(
              Merkle.consistent(
                  old.size(),
                  old.rootBytes(),
                  head.size(),
                  head.rootBytes(),
                  ledger.consistencyProof(old.size(), head.size())))
          .isTrue();
    }
    assertThat(ledger.fsck().clean()).as(ledger.fsck().message()).isTrue();
  }
}
