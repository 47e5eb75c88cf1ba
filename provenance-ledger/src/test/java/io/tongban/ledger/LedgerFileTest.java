package io.tongban.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Ids;
import io.tongban.hub.test.TestHub;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger in an H2 file. */
class LedgerFileTest {
  @TempDir private Path data;

  @Test
  void aReopenedFileHoldsEverything() {
    List<Receipt> receipts;
    String key;
    try (TestHub hub = TestHub.onH2(data)) {
      receipts = Entries.fill(hub, 270);
      key = hub.get(Ledger.class).verifierKey();
    }
    try (TestHub hub = TestHub.onH2(data)) {
      Ledger ledger = hub.get(Ledger.class);
      assertThat(ledger.verifierKey()).isEqualTo(key);
      assertThat(ledger.size()).isEqualTo(270);
      assertThat(ledger.fsck().clean()).isTrue();
      assertThat(ledger.append(Entries.access(hub)).index()).isEqualTo(270);
      byte[] root = ledger.root(271);
      for (Receipt receipt : receipts) {
        Checkpoint old = Checkpoint.parse(TlogProof.parse(receipt.proof()).note().text());
        assertThat(
                Merkle.consistent(
                    old.size(),
                    old.rootBytes(),
                    271,
                    root,
                    ledger.consistencyProof(old.size(), 271)))
            .isTrue();
      }
    }
  }

  /** A step of the record index that was killed: its rows are there, its mark is not. */
  @Test
  void whatIsLeftOfAStepOfTheRecordIndexIsNotWrittenTwice() throws SQLException {
    RowRef row = new RowRef("premises", "UK 1001");
    try (TestHub hub = TestHub.onH2(data)) {
      Entries.fill(hub, 40);
      assertThat(hub.get(Ledger.class).uses(row, 100)).hasSize(40);
    }
    // while no hub runs, whose index would go on from where it was
    String url = "jdbc:h2:file:" + data.resolve("hub") + ";DATABASE_TO_LOWER=TRUE";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE ledger.row_index SET upto = 25");
      statement.execute("DELETE FROM ledger.row_use WHERE entry_index IN (26, 39)");
    }
    try (TestHub hub = TestHub.onH2(data)) {
      Ledger ledger = hub.get(Ledger.class);
      assertThat(ledger.uses(row, 100)).hasSize(40);
      Ledger.Fsck check = ledger.fsck();
      assertThat(check.clean()).as(check.message()).isTrue();
    }
  }

  @Test
  void nothingPersonalLiesInTheFileOrInTheLog() throws IOException {
    List<String> secrets = List.of("Zhang-San-31010119900307211X", "key-of-a-person-4711");
    try (TestHub hub = TestHub.onH2(data)) {
      Ledger ledger = hub.get(Ledger.class);
      var manifest = CanonicalJson.mapper().createObjectNode().put("subject", secrets.get(0));
      Receipt receipt =
          ledger.append(
              new LedgerEntry(
                  hub.get(Ids.class).next(),
                  EntryType.ACCESS,
                  hub.clock().instant(),
                  "visible-actor",
                  manifest,
                  List.of(new RowRef("people", secrets.get(1)))));
      String leaf = new String(Base64.getDecoder().decode(receipt.leaf()), StandardCharsets.UTF_8);
      assertThat(leaf).contains("visible-actor").doesNotContain(secrets);
      assertThat(
              new String(ledger.tile("tile/entries/000.p/1").orElseThrow(), StandardCharsets.UTF_8))
          .doesNotContain(secrets);
    }
    List<String> files = contents();
    assertThat(files).anyMatch(text -> text.contains("visible-actor"));
    for (String secret : secrets) {
      assertThat(files).noneMatch(text -> text.contains(secret));
    }
  }

  private List<String> contents() throws IOException {
    List<String> texts = new ArrayList<>();
    try (var files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        for (Charset charset : List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16BE)) {
          texts.add(new String(bytes, charset));
        }
      }
    }
    return texts;
  }
}
