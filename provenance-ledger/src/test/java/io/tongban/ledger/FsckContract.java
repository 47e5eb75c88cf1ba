package io.tongban.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.hub.Database;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import java.util.Arrays;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever edits the database is found out, and the index is named. */
abstract class FsckContract {
  private static final int ENTRIES = 300;
  private TestHub hub;
  private Ledger ledger;

  abstract TestHub open();

  @BeforeEach
  void start() {
    hub = open();
    ledger = hub.get(Ledger.class);
    Entries.fill(hub, ENTRIES);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void tamper(HandleConsumer<RuntimeException> with) {
    hub.get(Database.class).jdbi().useTransaction(with);
  }

  private static byte[] bytes(Handle handle, String sql) {
    return handle.createQuery(sql).mapTo(byte[].class).one();
  }

  private void flip(String column, long index, int at) {
    tamper(
        handle -> {
          byte[] value =
              bytes(handle, "SELECT " + column + " FROM ledger.entry WHERE entry_index = " + index);
          value[at < 0 ? value.length + at : at] ^= 1;
          handle.execute(
              "UPDATE ledger.entry SET " + column + " = ? WHERE entry_index = ?", value, index);
        });
  }

  private void names(long index) {
    Ledger.Fsck fsck = ledger.fsck();
    assertThat(fsck.badIndex()).as(fsck.message()).isEqualTo(index);
    assertThat(fsck.clean()).isFalse();
  }

  @Test
  void soundLogsAreClean() {
    Ledger.Fsck fsck = ledger.fsck();
    assertThat(fsck.clean()).as(fsck.message()).isTrue();
    assertThat(fsck.entries()).isEqualTo(ENTRIES);
  }

  @Test
  void anEditedEntry() {
    flip("leaf", 123, 12);
    names(123);
  }

  @Test
  void anEditedManifest() {
    flip("manifest", 277, -1);
    names(277);
  }

  @Test
  void anEditedColumn() {
    tamper(h -> h.execute("UPDATE ledger.entry SET actor = 'nobody' WHERE entry_index = 41"));
    names(41);
  }

  @Test
  void swappedEntries() {
    tamper(
        h -> {
          h.execute("UPDATE ledger.entry SET entry_index = -1 WHERE entry_index = 12");
          h.execute("UPDATE ledger.entry SET entry_index = 12 WHERE entry_index = 200");
          h.execute("UPDATE ledger.entry SET entry_index = 200 WHERE entry_index = -1");
        });
    names(12);
  }

  @Test
  void aDeletedEntry() {
    tamper(h -> h.execute("DELETE FROM ledger.entry WHERE entry_index = 57"));
    names(57);
  }

  @Test
  void aTruncatedTail() {
    tamper(h -> h.execute("DELETE FROM ledger.entry WHERE entry_index >= 290"));
    names(290);
  }

  @Test
  void anEntryBeyondTheSignedSize() {
    tamper(
        h ->
            h.execute(
                "INSERT INTO ledger.entry (entry_index, id, type, at, actor, leaf, manifest)"
                    + " SELECT 300, CAST('00000000-0000-7000-8000-000000000000' AS UUID), type, at,"
                    + " actor, leaf, manifest FROM ledger.entry WHERE entry_index = 299"));
    names(300);
  }

  @Test
  void aDeletedRowUse() {
    ledger.uses(new RowRef("premises", "1"), 1);
    tamper(h -> h.execute("DELETE FROM ledger.row_use WHERE entry_index = 88"));
    names(88);
  }

  @Test
  void aRowUseThatWasGivenToAnotherRecord() {
    ledger.uses(new RowRef("premises", "1"), 1);
    tamper(
        h -> h.execute("UPDATE ledger.row_use SET hmac = ? WHERE entry_index = 98", new byte[16]));
    names(98);
  }

  @Test
  void aRowUseThatNoEntryHas() {
    ledger.uses(new RowRef("premises", "1"), 1);
    tamper(
        h ->
            h.execute(
                "INSERT INTO ledger.row_use (part, hmac, entry_index) VALUES (0, ?, 120)",
                new byte[16]));
    names(120);
  }

  @Test
  void aRowUseThatIsThereTwice() {
    ledger.uses(new RowRef("premises", "1"), 1);
    tamper(
        h ->
            h.execute(
                "INSERT INTO ledger.row_use (part, hmac, entry_index)"
                    + " SELECT part, hmac, entry_index FROM ledger.row_use WHERE entry_index = 77"));
    names(77);
  }

  @Test
  void aRowUseOfAPartWhereNobodyLooksForIt() {
    ledger.uses(new RowRef("premises", "1"), 1);
    tamper(h -> h.execute("UPDATE ledger.row_use SET part = 7 WHERE entry_index = 55"));
    names(55);
    tamper(h -> h.execute("UPDATE ledger.row_use SET part = -1 WHERE entry_index = 54"));
    names(54);
  }

  @Test
  void ofTwoFaultsTheFirstIsNamed() {
    ledger.uses(new RowRef("premises", "1"), 1);
    flip("manifest", 277, -1);
    tamper(h -> h.execute("DELETE FROM ledger.row_use WHERE entry_index = 290"));
    names(277);
    tamper(h -> h.execute("DELETE FROM ledger.row_use WHERE entry_index = 276"));
    names(276);
    tamper(h -> h.execute("DELETE FROM ledger.row_use WHERE entry_index = 20"));
    names(20);
    flip("leaf", 19, 12);
    names(19);
  }

  @Test
  void aMarkOfTheRowIndexThatWasMovedOn() {
    ledger.uses(new RowRef("premises", "1"), 1);
    tamper(h -> h.execute("DELETE FROM ledger.row_use WHERE entry_index >= 200"));
    tamper(h -> h.execute("UPDATE ledger.row_index SET upto = 300"));
    names(200);
  }

  @Test
  void anEntryThatNoLongerOpensStopsTheRowIndexBeforeIt() {
    // what was indexed once is no longer in memory
    ledger.uses(new RowRef("premises", "1"), 1);
    flip("manifest", 277, -1);
    // at once: the thread that follows the log must not come between
    tamper(
        h -> {
          h.execute("UPDATE ledger.row_index SET upto = 0");
          h.execute("DELETE FROM ledger.row_use");
        });
    assertThatThrownBy(() -> ledger.uses(new RowRef("premises", "1"), 1))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("277");
    names(277);
  }

  @Test
  void anEntryEditedTogetherWithItsTile() {
    flip("leaf", 10, 12);
    tamper(
        h -> {
          byte[] leaf = bytes(h, "SELECT leaf FROM ledger.entry WHERE entry_index = 10");
          byte[] tile =
              bytes(h, "SELECT hashes FROM ledger.tile WHERE tile_level = 0 AND tile_number = 0");
          System.arraycopy(Merkle.leafHash(leaf), 0, tile, 10 * 32, 32);
          h.execute(
              "UPDATE ledger.tile SET hashes = ? WHERE tile_level = 0 AND tile_number = 0", tile);
        });
    // the tile above still holds the old hash of the first 256 entries
    names(0);
  }

  @Test
  void aTileOfAHigherLevel() {
    tamper(
        h -> {
          byte[] tile = bytes(h, "SELECT hashes FROM ledger.tile WHERE tile_level = 1");
          tile[0] ^= 1;
          h.execute("UPDATE ledger.tile SET hashes = ? WHERE tile_level = 1", tile);
        });
    names(0);
  }

  @Test
  void aHeadThatWasRolledBackIsSeenByItsAnchor() {
    byte[] root = ledger.root(200);
    byte[] other = root.clone();
    other[0] ^= 1;
    tamper(h -> h.execute(ANCHOR, 200, root));
    assertThat(ledger.fsck().clean()).isTrue();
    tamper(h -> h.execute("UPDATE ledger.anchor SET root = ?", other));
    names(199);
    tamper(h -> h.execute("UPDATE ledger.anchor SET tree_size = 400"));
    names(300);
  }

  private static final String ANCHOR =
      "INSERT INTO ledger.anchor (id, kind, chain_id, genesis, sender, nonce, contract, tree_size,"
          + " root, transaction_hash, state, made) VALUES"
          + " (CAST('00000000-0000-7000-8000-000000000000' AS UUID), 'ANCHOR', 1, '0x', '0x', 0,"
          + " '0x', ?, ?, '0x', 'CONFIRMED', CURRENT_TIMESTAMP)";

  @Test
  void aChangedHeadIsNotBuiltUpon() {
    tamper(
        h -> {
          byte[] root = bytes(h, "SELECT root FROM ledger.tree_head");
          byte[] other = Arrays.copyOf(root, root.length);
          other[3] ^= 1;
          h.execute("UPDATE ledger.tree_head SET root = ?", other);
        });
    names(299);
    assertThatThrownBy(() -> ledger.append(Entries.access(hub)))
        .hasMessageContaining("ledger-damaged");
    assertThat(ledger.size()).isEqualTo(ENTRIES);
  }
}
