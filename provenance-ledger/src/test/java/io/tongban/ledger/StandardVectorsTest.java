package io.tongban.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.ledger.merkle.GrowingTree;
import io.tongban.ledger.merkle.Proofs;
import io.tongban.ledger.merkle.Tile;
import io.tongban.ledger.merkle.TilePath;
import io.tongban.ledger.note.NoteSigner;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Vectors of Certificate Transparency (RFC 6962) and examples of the C2SP documents. */
class StandardVectorsTest {
  private static final List<String> LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");
  private static final List<String> ROOTS =
      List.of(
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void rootsOfTheEightLeaves() {
    GrowingTree tree = new GrowingTree(0, Tile::new);
    for (int i = 0; i < LEAVES.size(); i++) {
      tree.append(Merkle.leafHash(HexFormat.of().parseHex(LEAVES.get(i))));
      assertThat(HexFormat.of().formatHex(new Proofs(i + 1, tree).root())).isEqualTo(ROOTS.get(i));
    }
    assertThat(HexFormat.of().formatHex(Merkle.emptyRoot()))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void inclusionPathsOfTheEightLeaves() {
    GrowingTree tree = new GrowingTree(0, Tile::new);
    LEAVES.forEach(leaf -> tree.append(Merkle.leafHash(HexFormat.of().parseHex(leaf))));
    List<String> path =
        new Proofs(8, tree).inclusion(0).stream().map(HexFormat.of()::formatHex).toList();
    assertThat(path)
        .containsExactly(
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    List<String> proof =
        new Proofs(8, tree).consistency(6).stream().map(HexFormat.of()::formatHex).toList();
    assertThat(proof)
        .containsExactly(
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
  }

  @Test
  void theSignedNoteOfTheSpecification() {
    VerifierKey key =
        VerifierKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
    String text =
        "This is an example message.\n\n\u2014 example.com/foo"
            + " Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    SignedNote note = SignedNote.parse(text);
    assertThat(note.standing(key)).isEqualTo(SignedNote.Standing.SIGNED);
    assertThat(note.format()).isEqualTo(text);
    assertThat(SignedNote.parse(text.replace("example message", "Example message")).standing(key))
        .isEqualTo(SignedNote.Standing.FORGED);
    assertThat(key)
        .hasToString("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
  }

  @Test
  void theCheckpointOfTheSpecification() {
    String text =
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    Checkpoint checkpoint = Checkpoint.parse(text);
    assertThat(checkpoint.size()).isEqualTo(20_852_163);
    assertThat(checkpoint.text()).isEqualTo(text);
    assertThat(Checkpoint.parse(text + "extension\n")).isEqualTo(checkpoint);
    for (String bad :
        List.of("", "o\n1\n", "o\n01\nx\n", text + "\n", text.replace("20852163", "-1"))) {
      assertThatThrownBy(() -> Checkpoint.parse(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void otherKeysSignaturesAreIgnored() {
    NoteSigner ours = new NoteSigner("hub.test/ledger", new byte[32]);
    NoteSigner witness = new NoteSigner("witness.test", HexFormat.of().parseHex("11".repeat(32)));
    SignedNote note = ours.sign("text\n");
    SignedNote both =
        new SignedNote(
            note.text(),
            List.of(witness.sign("another text\n").signatures().get(0), note.signatures().get(0)));
    assertThat(SignedNote.parse(both.format()).standing(ours.verifierKey()))
        .isEqualTo(SignedNote.Standing.SIGNED);
    assertThat(both.standing(witness.verifierKey())).isEqualTo(SignedNote.Standing.FORGED);
  }

  @Test
  void pathsOfTiles() {
    assertThat(new TilePath(0, 1_234_067, 256)).hasToString("tile/0/x001/x234/067");
    assertThat(TilePath.parse("tile/0/x001/x234/067")).contains(new TilePath(0, 1_234_067, 256));
    assertThat(TilePath.parse("tile/63/005.p/255")).contains(new TilePath(63, 5, 255));
    assertThat(TilePath.parse("tile/entries/000.p/1"))
        .contains(new TilePath(TilePath.ENTRIES, 0, 1));
    for (String bad :
        List.of(
            "tile/64/000",
            "tile/01/000",
            "tile/0/0",
            "tile/0/1234",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/x000/000",
            "tile/0/../000",
            "tile/entries/",
            "checkpoint")) {
      assertThat(TilePath.parse(bad)).as(bad).isEmpty();
    }
  }

  @Test
  void plainAndEscapedLeavesAreCanonicalJson() {
    for (String actor : List.of("adur", "hub/a:b@c d_e-f.9", "区\"\\\u2028")) {
      Leaf leaf =
          new Leaf(
              UUID.fromString("019ba0d0-0000-7000-8000-000000000000"),
              EntryType.LOAD,
              Instant.parse("2026-01-15T08:00:00.123456Z"),
              actor,
              "ab".repeat(32));
      var tree = io.tongban.hub.CanonicalJson.read(leaf.bytes());
      assertThat(io.tongban.hub.CanonicalJson.bytes(tree)).isEqualTo(leaf.bytes());
      assertThat(Leaf.parse(leaf.bytes())).isEqualTo(leaf);
    }
    assertThatThrownBy(() -> Leaf.parse("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
