package io.tongban.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Leaf;
import io.tongban.ledger.Merkle;
import io.tongban.ledger.SignedNote;
import io.tongban.ledger.SignedNote.NoteSignature;
import io.tongban.ledger.TlogProof;
import io.tongban.ledger.VerifierKey;
import io.tongban.ledger.note.NoteSigner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Receipts of a small log, and what may be wrong with them. Always the same. */
final class ReceiptCases {
  static final String HOLDS = "HOLDS";
  static final String ORIGIN = "cases.test/ledger";
  private static final int SIZE = 11;
  private static final int INDEX = 5;
  private static final byte[] NONCE = new byte[16];
  static final NoteSigner LOG = new NoteSigner(ORIGIN, seed(1));
  private static final NoteSigner SAME_NAME = new NoteSigner(ORIGIN, seed(2));
  private static final NoteSigner OTHER = new NoteSigner("other.test/ledger", seed(3));
  private static final NoteSigner WITNESS = NoteSigner.ofWitness("one.test/witness", seed(4));
  private static final NoteSigner SECOND = NoteSigner.ofWitness("two.test/witness", seed(5));
  static final ObjectNode MANIFEST = manifest("inspection");
  private final List<Case> cases = new ArrayList<>();
  private final List<byte[]> leaves = new ArrayList<>();
  private final Parts good;

  /**
   * A receipt and what must be found.
   *
   * @param manifest a disclosed one, or null
   * @param expected a reason's name, or {@link #HOLDS}
   */
  record Case(
      String name,
      String receipt,
      String keys,
      List<String> witnesses,
      int needed,
      ObjectNode manifest,
      String expected) {}

  /** A receipt taken apart. */
  private record Parts(String id, String index, String leaf, String nonce, String proof) {
    String json() {
      return "{\"id\":%s,\"index\":%s,\"leaf\":%s,\"nonce\":%s,\"proof\":%s}"
          .formatted(quoted(id), index, quoted(leaf), quoted(nonce), quoted(proof));
    }

    Parts leaf(String other) {
      return new Parts(id, index, other, nonce, proof);
    }

    Parts proof(String other) {
      return new Parts(id, index, leaf, nonce, other);
    }

    Parts line(int number, String text) {
      List<String> lines = new ArrayList<>(Arrays.asList(proof.split("\n", -1)));
      lines.set(number, text);
      return proof(String.join("\n", lines));
    }

    String line(int number) {
      return proof.split("\n", -1)[number];
    }

    int blank() {
      return Arrays.asList(proof.split("\n", -1)).indexOf("");
    }
  }

  private ReceiptCases() {
    for (int i = 0; i < SIZE; i++) {
      leaves.add(leaf(i).bytes());
    }
    good = receipt(leaves, INDEX, List.of());
    keys();
    trees();
    notes();
    forms();
    witnesses();
    manifests();
  }

  static List<Case> all() {
    return List.copyOf(new ReceiptCases().cases);
  }

  /** Receipts with one character of leaf or proof changed, by chance but always the same. */
  static List<Case> damaged(int count) {
    Random random = new Random(9162);
    Parts good = new ReceiptCases().good;
    String letters = "AZaz09+/=\n \u2014.";
    List<Case> damaged = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      char other = letters.charAt(random.nextInt(letters.length()));
      boolean leaf = random.nextInt(4) == 0;
      StringBuilder text = new StringBuilder(leaf ? good.leaf() : good.proof());
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(at, other);
        case 1 -> text.insert(at, other);
        default -> text.deleteCharAt(at);
      }
      Parts parts = leaf ? good.leaf(text.toString()) : good.proof(text.toString());
      damaged.add(new Case("damaged " + i, parts.json(), key(LOG), List.of(), 0, null, null));
    }
    return damaged;
  }

  private static byte[] seed(int number) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) number);
    return seed;
  }

  private static ObjectNode manifest(String purpose) {
    ObjectNode manifest = CanonicalJson.mapper().createObjectNode();
    manifest.put("purpose", purpose).put("case", "案 \"17\"\n").put("rows", 3).put("share", 0.5);
    manifest.putObject("basis").put("kind", "agreement").putNull("law");
    return manifest;
  }

  private static UUID id(int number) {
    return new UUID(0x019b_0000_0000_7000L + number, 0x8000_0000_0000_0000L + number);
  }

  private static Leaf leaf(int number) {
    return new Leaf(
        id(number),
        EntryType.ACCESS,
        Instant.parse("2026-01-15T08:00:00.1204Z").plusMillis(number),
        number == INDEX ? "住房 \"desk\"" : "adur-system",
        Leaf.digest(NONCE, CanonicalJson.bytes(MANIFEST)));
  }

  static String key(NoteSigner signer) {
    return signer.verifierKey().toString();
  }

  private static String quoted(String text) {
    return CanonicalJson.text(CanonicalJson.mapper().getNodeFactory().textNode(text));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] root(List<byte[]> leaves) {
    if (leaves.size() == 1) {
      return Merkle.leafHash(leaves.get(0));
    }
    int left = Integer.highestOneBit(leaves.size() - 1);
    return Merkle.nodeHash(
        root(leaves.subList(0, left)), root(leaves.subList(left, leaves.size())));
  }

  private static List<byte[]> path(List<byte[]> leaves, int index) {
    if (leaves.size() == 1) {
      return new ArrayList<>();
    }
    int left = Integer.highestOneBit(leaves.size() - 1);
    List<byte[]> first = leaves.subList(0, left);
    List<byte[]> rest = leaves.subList(left, leaves.size());
    List<byte[]> path = index < left ? path(first, index) : path(rest, index - left);
    path.add(root(index < left ? rest : first));
    return path;
  }

  private static String text(List<byte[]> leaves) {
    return Checkpoint.of(ORIGIN, leaves.size(), root(leaves)).text();
  }

  private static Parts receipt(List<byte[]> leaves, int index, List<NoteSignature> further) {
    return receipt(leaves, index, LOG.sign(text(leaves)).with(further).format());
  }

  private static Parts receipt(List<byte[]> leaves, int index, String note) {
    return new Parts(
        id(index).toString(),
        Integer.toString(index),
        encoded(leaves.get(index)),
        Base64.getUrlEncoder().withoutPadding().encodeToString(NONCE),
        TlogProof.format(index, path(leaves, index), note));
  }

  private void add(String name, Parts receipt, String expected) {
    add(name, receipt.json(), key(LOG), expected);
  }

  private void add(String name, String receipt, String keys, String expected) {
    cases.add(new Case(name, receipt, keys, List.of(), 0, null, expected));
  }

  private static String flipped(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    bytes[bytes.length / 2] ^= 1;
    return encoded(bytes);
  }

  /** Other base64 of the same bytes: bits are left over at its end. */
  private static String respelled(String base64) {
    int at = base64.indexOf('=') - 1;
    char next = (char) (base64.charAt(at) + 1);
    return base64.substring(0, at) + next + base64.substring(at + 1);
  }

  private void keys() {
    add("the receipt", good, HOLDS);
    add("an answer with it", "{\"rows\":[1],\"receipt\":" + good.json() + "}", key(LOG), HOLDS);
    add("the key with a newline", good.json(), key(LOG) + "\n", HOLDS);
    add("another log's key", good.json(), key(OTHER), "WRONG_KEY");
    add("another key of that name", good.json(), key(SAME_NAME), "WRONG_KEY");
    add("no key", good.json(), "nonsense", "MALFORMED_KEY");
    add("an empty key", good.json(), "", "MALFORMED_KEY");
    add("a witness's key", good.json(), key(WITNESS), "MALFORMED_KEY");
    add(
        "another hash",
        good.json(),
        key(LOG).replaceFirst("[+].{8}", "+00000000"),
        "MALFORMED_KEY");
    add("a key and more", good.json(), key(LOG) + "AAAA", "MALFORMED_KEY");
    add("a key of two parts", good.json(), "a+00000000", "MALFORMED_KEY");
    add("neither receipt nor key", "no receipt", "no key", "MALFORMED_RECEIPT");
  }

  private void trees() {
    add("a flipped bit in the leaf", good.leaf(flipped(good.leaf())), "NOT_INCLUDED");
    add("a flipped bit in the path", good.line(3, flipped(good.line(3))), "NOT_INCLUDED");
    add(
        "a shorter path",
        good.proof(good.proof().replace(good.line(3) + "\n", "")),
        "NOT_INCLUDED");
    add("a longer path", good.line(3, good.line(3) + "\n" + good.line(3)), "NOT_INCLUDED");
    add("two hashes swapped", good.line(2, good.line(3)).line(3, good.line(2)), "NOT_INCLUDED");
    add("another index in the proof", good.line(1, "index 4"), "NOT_INCLUDED");
    add("an index beyond the tree", good.line(1, "index 99"), "NOT_INCLUDED");
    add("an index at the tree's size", good.line(1, "index " + SIZE), "NOT_INCLUDED");
    add("a huge index", good.line(1, "index 999999999999999999"), "NOT_INCLUDED");
    for (int index = 0; index < SIZE; index++) {
      add("entry " + index, receipt(leaves, index, List.of()), HOLDS);
    }
    add("the only entry", receipt(leaves.subList(0, 1), 0, List.of()), HOLDS);
    Parts moved = new Parts(good.id(), "4", good.leaf(), good.nonce(), good.proof());
    add("another index in the receipt", moved, "WRONG_ENTRY");
    Parts renamed = new Parts(id(4).toString(), "5", good.leaf(), good.nonce(), good.proof());
    add("another entry's id", renamed, "WRONG_ENTRY");
    Parts upper =
        new Parts(good.id().toUpperCase(java.util.Locale.ROOT), "5", good.leaf(), "", good.proof());
    add("its id in capitals", upper, HOLDS);
  }

  private void notes() {
    int blank = good.blank();
    add("another origin", good.line(blank + 1, "evil.test/ledger"), "WRONG_KEY");
    add("another size", good.line(blank + 2, "999"), "BAD_SIGNATURE");
    add("another root", good.line(blank + 3, flipped(good.line(blank + 3))), "BAD_SIGNATURE");
    String line = LOG.sign(text(leaves)).signatures().get(0).line();
    add("its signature line twice", good.proof(good.proof() + line), HOLDS);
    String forged = LOG.sign("other\n").signatures().get(0).line();
    add("a forged line of the same key", good.proof(good.proof() + forged), "BAD_SIGNATURE");
    add("a forged line only", good.proof(good.proof().replace(line, forged)), "BAD_SIGNATURE");
    String foreign = OTHER.sign(text(leaves)).signatures().get(0).line();
    add("another key's line besides", good.proof(good.proof() + foreign), HOLDS);
    add("another key's line only", good.proof(good.proof().replace(line, foreign)), "WRONG_KEY");
    String many = good.proof() + String.join("", Collections.nCopies(100, foreign));
    add("a hundred and one signatures", good.proof(many), "MALFORMED_RECEIPT");
    add("no signature", good.proof(good.proof().replace(line, "")), "MALFORMED_RECEIPT");
    add(
        "a signature without dash",
        good.proof(good.proof().replace("\u2014 ", "- ")),
        "MALFORMED_RECEIPT");
    String extended = text(leaves) + "an extension\n";
    add(
        "a checkpoint with an extension",
        receipt(leaves, INDEX, LOG.sign(extended).format()),
        HOLDS);
    add("a control character", good.line(blank + 1, ORIGIN + "\u0007"), "MALFORMED_RECEIPT");
    add("a size with a zero in front", good.line(blank + 2, "0" + SIZE), "MALFORMED_RECEIPT");
    add("a checkpoint of two lines", good.line(blank + 3, ""), "MALFORMED_RECEIPT");
  }

  private void forms() {
    int blank = good.blank();
    add("respelled path", good.line(3, respelled(good.line(3))), "MALFORMED_RECEIPT");
    add("unpadded path", good.line(3, good.line(3).replace("=", "")), "MALFORMED_RECEIPT");
    add(
        "respelled root",
        good.line(blank + 3, respelled(good.line(blank + 3))),
        "MALFORMED_RECEIPT");
    add("a space in the path", good.line(3, " " + good.line(3)), "MALFORMED_RECEIPT");
    add("base64url in the path", good.line(3, "_".repeat(42) + "8="), "MALFORMED_RECEIPT");
    add("unpadded leaf", good.leaf(encoded(new byte[] {1}).replace("=", "")), "MALFORMED_RECEIPT");
    add("no base64 as leaf", good.leaf("%%%"), "MALFORMED_RECEIPT");
    add("a short hash", good.line(3, encoded(new byte[31])), "MALFORMED_RECEIPT");
    add("an index with a zero in front", good.line(1, "index 05"), "MALFORMED_RECEIPT");
    add("no index", good.line(1, "5"), "MALFORMED_RECEIPT");
    add("another version", good.line(0, "c2sp.org/tlog-proof@v2"), "MALFORMED_RECEIPT");
    add("an extra line", good.line(0, good.line(0) + "\nextra AAAA"), HOLDS);
    for (int length : new int[] {0, 10, 60, good.proof().length() - 1}) {
      add("cut to " + length, good.proof(good.proof().substring(0, length)), "MALFORMED_RECEIPT");
    }
    for (String json : List.of("", "[]", "{}", "null", "17", "{\"id\":1}", "{\"receipt\":null}")) {
      add("as JSON " + json, json, key(LOG), "MALFORMED_RECEIPT");
    }
    add(
        "an unknown member",
        good.json().replaceFirst("\\{", "{\"more\":1,"),
        key(LOG),
        "MALFORMED_RECEIPT");
    add("no id of a UUID", good.json().replace(good.id(), "five"), key(LOG), "MALFORMED_RECEIPT");
    Leaf leaf = leaf(INDEX);
    String json = new String(leaf.bytes(), StandardCharsets.UTF_8);
    logged(
        "a leaf in another order",
        json.replaceFirst("\"actor\":(\"[^:]+\"),(.*)}$", "$2,\"actor\":$1}"));
    logged("a leaf with a space", json.replaceFirst(":", ": "));
    logged("a leaf of another version", json.replace("\"v\":1", "\"v\":2"));
    logged(
        "a leaf with more zeroes",
        json.replace(leaf.at().toString(), "2026-01-15T08:00:00.120000Z"));
    logged("a leaf of no day", json.replace(leaf.at().toString(), "2026-02-30T08:00:00Z"));
    logged("a leaf without digest", json.replace(leaf.manifest(), "00"));
    logged("a leaf of no JSON", "leaf");
  }

  /** It is in the tree and signed, but not in the form of a leaf. */
  private void logged(String name, String leaf) {
    List<byte[]> others = new ArrayList<>(leaves);
    others.set(INDEX, leaf.getBytes(StandardCharsets.UTF_8));
    add(name, receipt(others, INDEX, List.of()), "MALFORMED_RECEIPT");
  }

  private void witnesses() {
    String text = text(leaves);
    Parts both = receipt(leaves, INDEX, List.of(WITNESS.cosign(7, text), SECOND.cosign(8, text)));
    Parts one = receipt(leaves, INDEX, List.of(WITNESS.cosign(7, text)));
    Parts forged = receipt(leaves, INDEX, List.of(WITNESS.cosign(7, "other\n")));
    witnessed("both cosigned", both, 2, HOLDS);
    witnessed("one of two is enough", one, 1, HOLDS);
    witnessed("one of two is too few", one, 2, "NOT_WITNESSED");
    witnessed("none cosigned", good, 1, "NOT_WITNESSED");
    witnessed("none is asked for", good, 0, HOLDS);
    witnessed("a forged cosignature", forged, 0, "BAD_SIGNATURE");
    add("a forged cosignature nobody asks for", forged, HOLDS);
  }

  private void witnessed(String name, Parts receipt, int needed, String expected) {
    List<String> keys = List.of(key(WITNESS), key(SECOND));
    cases.add(new Case(name, receipt.json(), key(LOG), keys, needed, null, expected));
  }

  private void manifests() {
    disclosed("the manifest", good, MANIFEST, HOLDS);
    disclosed("another manifest", good, manifest("curiosity"), "WRONG_MANIFEST");
    Parts later = new Parts(good.id(), "5", good.leaf(), "", good.proof());
    disclosed("a receipt without nonce", later, MANIFEST, "NO_NONCE");
    Parts damaged = new Parts(good.id(), "5", good.leaf(), "%", good.proof());
    disclosed("a nonce that is none", damaged, MANIFEST, "MALFORMED_RECEIPT");
    disclosed("another entry first", good.line(1, "index 4"), MANIFEST, "NOT_INCLUDED");
  }

  private void disclosed(String name, Parts receipt, ObjectNode manifest, String expected) {
    cases.add(new Case(name, receipt.json(), key(LOG), List.of(), 0, manifest, expected));
  }

  /** Cases of a log that changed its key when it had six entries. */
  static List<Case> ofTwoKeys() {
    Parts old = receipt(new ReceiptCases().leaves.subList(0, 6), INDEX, List.of());
    List<byte[]> leaves = new ReceiptCases().leaves;
    Parts fresh = receipt(leaves, INDEX, SAME_NAME.sign(text(leaves)).format());
    Parts late = receipt(leaves, INDEX, List.of());
    String keys = keys(statement(LOG, SAME_NAME), LOG, SAME_NAME);
    String unsigned =
        keys(
            new SignedNote(text(LOG, SAME_NAME), LOG.sign(text(LOG, SAME_NAME)).signatures()),
            LOG,
            SAME_NAME);
    return List.of(
        two("of before the change", old, keys, HOLDS),
        two("of after the change", fresh, keys, HOLDS),
        two("the old key after the change", late, keys, "KEY_NOT_IN_FORCE"),
        two("only the old key is known", fresh, key(LOG), "WRONG_KEY"),
        two("the new key did not sign", old, unsigned, "BROKEN_KEY_CHAIN"),
        two(
            "the keys stand the other way",
            old,
            keys(statement(LOG, SAME_NAME), SAME_NAME, LOG),
            "BROKEN_KEY_CHAIN"),
        two(
            "two keys without a statement",
            old,
            key(LOG) + "\n" + key(SAME_NAME),
            "MALFORMED_KEY"));
  }

  private static Case two(String name, Parts receipt, String keys, String expected) {
    return new Case(name, receipt.json(), keys, List.of(), 0, null, expected);
  }

  private static String text(NoteSigner from, NoteSigner to) {
    return "tongban.io/ledger-key/v1\nfrom %s\nto %s\nsize 6\nroot %s\n"
        .formatted(key(from), key(to), encoded(root(new ReceiptCases().leaves.subList(0, 6))));
  }

  private static SignedNote statement(NoteSigner from, NoteSigner to) {
    String text = text(from, to);
    return from.sign(text).with(to.sign(text).signatures());
  }

  private static String keys(SignedNote statement, NoteSigner first, NoteSigner second) {
    return key(first) + "\n\n" + statement.format() + "\n" + key(second) + "\n";
  }

  static List<VerifierKey> witnessKeys(Case one) {
    return one.witnesses().stream().map(VerifierKey::parseWitness).toList();
  }
}
