package io.tongban.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.hub.HubKeys;
import io.tongban.hub.Ids;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.AuditPackVerdict.Finding;
import io.tongban.ledger.AuditPackVerdict.Reason;
import io.tongban.ledger.note.NoteSigner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Hash;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.utils.Numeric;

/** What a pack proves offline, and that whoever touches one is found out. */
abstract class AuditPackContract {
  private static final int BEFORE = 40;
  private static final int WITHIN = 60;
  private static final String SECRET = "31010119900307211X";

  @TempDir private Path folder;
  private TestHub hub;
  private Ledger ledger;
  private LedgerDisclosure disclosure;
  private Instant from;
  private Instant to;
  private Receipt export;

  abstract TestHub open();

  @BeforeEach
  void start() {
    hub = open();
    ledger = hub.get(Ledger.class);
    disclosure = hub.get(LedgerDisclosure.class);
    Entries.fill(hub, BEFORE);
    anchor(BEFORE);
    hub.clock().advance(Duration.ofHours(1));
    from = hub.clock().instant();
    Entries.fill(hub, WITHIN);
    // one entry of another time lies among those of the period
    ledger.append(entry(from.minusSeconds(60), "licensing"));
    ledger.append(entry(from, "other-purpose"));
    hub.clock().advance(Duration.ofHours(1));
    to = hub.clock().instant();
    export = ledger.append(entry(to, "audit"));
    Entries.fill(hub, 5);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private LedgerEntry entry(Instant at, String purpose) {
    ObjectNode manifest = Entries.manifest(purpose);
    manifest.putObject("basis").put("agreement", "premises-agreement");
    manifest.putArray("rows").addObject().put("resource", "premises").put("key", "UK 1001");
    return new LedgerEntry(
        hub.get(Ids.class).next(),
        EntryType.ACCESS,
        at,
        "adur",
        manifest,
        List.of(new RowRef("premises", "UK 1001"), new RowRef("people", SECRET)));
  }

  /** A transaction as a chain takes it, of the tree head at this size. */
  private void anchor(long size) {
    byte[] root = ledger.root(size);
    String data =
        "0x01020304"
            + HexFormat.of()
                .formatHex(
                    CanonicalJson.sha256(hub.settings().origin().getBytes(StandardCharsets.UTF_8)))
            + "%064x".formatted(size)
            + HexFormat.of().formatHex(root);
    byte[] raw =
        TransactionEncoder.signMessage(
            RawTransaction.createTransaction(
                BigInteger.ZERO,
                BigInteger.ONE,
                BigInteger.TEN,
                "0x" + "11".repeat(20),
                BigInteger.ZERO,
                data),
            1L,
            Credentials.create("1".repeat(64)));
    hub.get(Database.class)
        .jdbi()
        .useHandle(
            h -> {
              h.execute(
                  "INSERT INTO ledger.anchor (id, kind, chain_id, genesis, sender, nonce,"
                      + " contract, tree_size, root, transaction_hash, state, made) VALUES"
                      + " (CAST('00000000-0000-7000-8000-000000000000' AS UUID), 'ANCHOR', 1,"
                      + " '0x', '0x', 0, '0x', ?, ?, ?, 'CONFIRMED', CURRENT_TIMESTAMP)",
                  size,
                  root,
                  Numeric.toHexString(Hash.sha3(raw)));
              h.execute(
                  "INSERT INTO ledger.anchor_attempt (anchor, attempt, raw, transaction_hash,"
                      + " signed_block, made) VALUES"
                      + " (CAST('00000000-0000-7000-8000-000000000000' AS UUID), 1, ?, ?, 0,"
                      + " CURRENT_TIMESTAMP)",
                  Numeric.toHexString(raw),
                  Numeric.toHexString(Hash.sha3(raw)));
            });
  }

  private byte[] pack(AuditPack.Selection selection, long[] indexes, LedgerDisclosure.Span range)
      throws IOException {
    AuditPackWriter writer =
        new AuditPackWriter(
            ledger,
            disclosure,
            used ->
                List.of(
                    CanonicalJson.mapper()
                        .createObjectNode()
                        .put("entry", used.entry().toString())
                        .put("rows", used.rows().size())),
            named ->
                List.of(
                    CanonicalJson.mapper()
                        .createObjectNode()
                        .put("kind", named.kind())
                        .put("name", named.name())));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(
        selection,
        new AuditPack.Export("auditor <b>&", "audit-office", "audit", "案 7", to, export),
        indexes,
        range,
        out);
    return out.toByteArray();
  }

  private byte[] period() throws IOException {
    LedgerDisclosure.Span span = disclosure.span(from, to);
    assertThat(span).isEqualTo(new LedgerDisclosure.Span(BEFORE, BEFORE + WITHIN + 2));
    long[] indexes =
        LongStream.range(span.first(), span.end()).filter(i -> i != BEFORE + WITHIN).toArray();
    return pack(new AuditPack.OfPeriod(from, to), indexes, span);
  }

  private AuditPackVerdict verify(byte[] pack) throws IOException {
    return verify(pack, ledger.verifierKey());
  }

  private AuditPackVerdict verify(byte[] pack, String key) throws IOException {
    Path file = folder.resolve("pack.zip");
    Files.write(file, pack);
    return new AuditPackVerifier(key).verify(file);
  }

  private static Map<String, byte[]> unpack(byte[] pack) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(pack))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    }
    return files;
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  /** Signs the changed files as the hub would: what only the log's hashes then give away. */
  private byte[] signedAnew(Map<String, byte[]> files) throws IOException {
    ObjectNode pack = (ObjectNode) CanonicalJson.read(files.get("pack.json"));
    ObjectNode named = (ObjectNode) pack.get("files");
    named
        .fieldNames()
        .forEachRemaining(
            name ->
                ((ObjectNode) named.get(name))
                    .put("size", files.get(name).length)
                    .put(
                        "sha256", HexFormat.of().formatHex(CanonicalJson.sha256(files.get(name)))));
    files.put("pack.json", CanonicalJson.bytes(pack));
    NoteSigner signer =
        new NoteSigner(hub.settings().origin(), hub.get(HubKeys.class).ed25519Seed("ledger"));
    String text =
        LedgerDisclosure.statementText(
            "tongban.io/audit-pack/v1", CanonicalJson.sha256(files.get("pack.json")));
    files.put("pack.sig", signer.sign(text).format().getBytes(StandardCharsets.UTF_8));
    return zip(files);
  }

  private byte[] edited(String file, UnaryOperator<String> edit) throws IOException {
    Map<String, byte[]> files = unpack(period());
    String text = new String(files.get(file), StandardCharsets.UTF_8);
    String changed = edit.apply(text);
    assertThat(changed).isNotEqualTo(text);
    files.put(file, changed.getBytes(StandardCharsets.UTF_8));
    return signedAnew(files);
  }

  private byte[] editedLines(Consumer<List<String>> edit) throws IOException {
    return edited(
        "entries.jsonl",
        text -> {
          List<String> lines = new ArrayList<>(List.of(text.split("\n")));
          edit.accept(lines);
          return String.join("\n", lines) + "\n";
        });
  }

  private void finds(byte[] pack, String file, long index, Reason reason) throws IOException {
    AuditPackVerdict verdict = verify(pack);
    assertThat(verdict.holds()).isFalse();
    assertThat(verdict.findings())
        .as(verdict.findings().toString())
        .anyMatch(f -> f.file().equals(file) && f.index() == index && f.reason() == reason);
  }

  @Test
  void aPeriodIsProvedWhole() throws IOException {
    AuditPackVerdict verdict = verify(period());
    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.entries()).isEqualTo(WITHIN + 1);
    assertThat(verdict.hashesOnly()).isEqualTo(1);
    assertThat(verdict.withoutNonce()).isZero();
    assertThat(verdict.anchors()).isEqualTo(1);
    assertThat(verdict.checkpoint().size()).isEqualTo(ledger.size());
  }

  @Test
  void theSameExportGivesTheSameBytes() throws IOException {
    assertThat(period()).isEqualTo(period());
  }

  @Test
  void anAgreementAndAPersonArePacksOfTheirOwn() throws IOException {
    long[] indexes = {BEFORE + WITHIN, BEFORE + WITHIN + 1};
    assertThat(verify(pack(new AuditPack.OfAgreement("premises-agreement"), indexes, null)).holds())
        .isTrue();
    List<Long> named = disclosure.indexes(new RowRef("people", SECRET));
    assertThat(named).containsExactly(indexes[0], indexes[1], export.index());
    byte[] pack =
        pack(
            new AuditPack.OfSubject("ab".repeat(32)),
            named.stream().mapToLong(Long::longValue).toArray(),
            null);
    assertThat(verify(pack).holds()).isTrue();
    for (byte[] file : unpack(pack).values()) {
      assertThat(new String(file, StandardCharsets.UTF_8)).doesNotContain(SECRET);
    }
    finds(
        pack(new AuditPack.OfAgreement("another-agreement"), indexes, null),
        "entries.jsonl",
        indexes[0],
        Reason.WRONG_ENTRY);
  }

  @Test
  void anEmptyPeriodIsAPackWithoutEntries() throws IOException {
    AuditPackVerdict verdict = verify(pack(new AuditPack.OfAgreement("none"), new long[0], null));
    assertThat(verdict.holds()).isTrue();
    assertThat(verdict.entries()).isZero();
  }

  @Test
  void theReportEscapesAndNamesEverything() throws IOException {
    Map<String, byte[]> files = unpack(period());
    String html = new String(files.get("report.html"), StandardCharsets.UTF_8);
    assertThat(html)
        .contains("auditor &lt;b&gt;&amp;", "案 7", "other-purpose", "审计包", "Audit pack")
        .doesNotContain("<b>&", "<script", "://");
    assertThat(files.keySet())
        .containsExactly(
            "checkpoint",
            "entries.jsonl",
            "range.json",
            "export.json",
            "anchors.json",
            "lineage.jsonl",
            "definitions.json",
            "report.html",
            "report.pdf",
            "pack.json",
            "pack.sig");
    JsonNode definitions = CanonicalJson.read(files.get("definitions.json"));
    assertThat(definitions.toString()).contains("premises-agreement", "other-purpose");
  }

  @Test
  void eachFileThatWasChangedIsNamed() throws IOException {
    byte[] pack = period();
    for (String name : unpack(pack).keySet()) {
      Map<String, byte[]> files = unpack(pack);
      byte[] bytes = files.get(name);
      bytes[bytes.length / 2] ^= 1;
      AuditPackVerdict verdict = verify(zip(files));
      assertThat(verdict.findings()).as(name).extracting(Finding::file).contains(name);
    }
  }

  @Test
  void eachFileThatIsMissingIsNamed() throws IOException {
    byte[] pack = period();
    for (String name : new TreeSet<>(unpack(pack).keySet())) {
      Map<String, byte[]> files = unpack(pack);
      files.remove(name);
      finds(zip(files), name, -1, Reason.FILE_MISSING);
    }
  }

  @Test
  void whatDoesNotBelongThereIsNamedAndLeadsNowhere() throws IOException {
    for (String name : List.of("more.txt", "../../escaped", "/etc/escaped", "a/entries.jsonl")) {
      Map<String, byte[]> files = unpack(period());
      files.put(name, new byte[] {1});
      finds(zip(files), name, -1, Reason.FILE_UNKNOWN);
    }
    try (var around = Files.list(folder)) {
      assertThat(around).containsExactly(folder.resolve("pack.zip"));
    }
  }

  @Test
  void aFileThatIsThereTwiceIsNamed() throws IOException {
    Map<String, byte[]> files = unpack(period());
    files.put("xeport.html", files.get("report.html"));
    byte[] pack = zip(files);
    byte[] from = "xeport.html".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i + from.length <= pack.length; i++) {
      if (java.util.Arrays.equals(pack, i, i + from.length, from, 0, from.length)) {
        pack[i] = 'r';
      }
    }
    AuditPackVerdict verdict = verify(pack);
    assertThat(verdict.holds()).isFalse();
    assertThat(verdict.findings()).allMatch(f -> f.reason() != Reason.WRONG_REPORT);
  }

  @Test
  void aBombIsReadNoFurtherThanTheSignedSize() throws IOException {
    Map<String, byte[]> files = unpack(period());
    files.put("lineage.jsonl", new byte[16 << 20]);
    finds(zip(files), "lineage.jsonl", -1, Reason.FILE_CHANGED);
    files.put("pack.json", new byte[4 << 20]);
    finds(zip(files), "pack.json", -1, Reason.MALFORMED);
  }

  @Test
  void anotherKeyProvesNothing() throws IOException {
    NoteSigner other = new NoteSigner(hub.settings().origin(), new byte[32]);
    AuditPackVerdict verdict = verify(period(), other.verifierKey().toString());
    assertThat(verdict.findings())
        .extracting(Finding::file, Finding::reason)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("pack.sig", Reason.WRONG_KEY));
    finds(
        edited("checkpoint", text -> other.sign(SignedNote.parse(text).text()).format()),
        "checkpoint",
        -1,
        Reason.WRONG_KEY);
  }

  @Test
  void aFileThatIsNoZipIsNone() throws IOException {
    assertThat(verify("hello".getBytes(StandardCharsets.UTF_8)).findings())
        .extracting(Finding::reason)
        .containsExactly(Reason.MALFORMED);
  }

  @Test
  void anEntrySwappedWithAnotherIsNotWhereItWasLogged() throws IOException {
    byte[] pack =
        editedLines(
            lines -> {
              ObjectNode a = (ObjectNode) CanonicalJson.read(bytes(lines.get(3)));
              ObjectNode b = (ObjectNode) CanonicalJson.read(bytes(lines.get(8)));
              JsonNode index = a.get("index");
              a.set("index", b.get("index"));
              b.set("index", index);
              lines.set(3, CanonicalJson.text(b));
              lines.set(8, CanonicalJson.text(a));
            });
    finds(pack, "entries.jsonl", BEFORE + 3, Reason.NOT_INCLUDED);
    finds(pack, "entries.jsonl", BEFORE + 8, Reason.NOT_INCLUDED);
  }

  @Test
  void theProofOfAnotherEntryProvesNothing() throws IOException {
    byte[] pack =
        editedLines(
            lines -> {
              ObjectNode a = (ObjectNode) CanonicalJson.read(bytes(lines.get(3)));
              a.set("path", CanonicalJson.read(bytes(lines.get(8))).get("path"));
              lines.set(3, CanonicalJson.text(a));
            });
    finds(pack, "entries.jsonl", BEFORE + 3, Reason.NOT_INCLUDED);
  }

  @Test
  void aManifestThatWasEditedIsNotTheLoggedOne() throws IOException {
    byte[] pack =
        editedLines(lines -> lines.set(5, lines.get(5).replace("licensing", "marketing")));
    finds(pack, "entries.jsonl", BEFORE + 5, Reason.WRONG_MANIFEST);
    finds(pack, "report.html", -1, Reason.WRONG_REPORT);
    finds(pack, "report.pdf", -1, Reason.WRONG_REPORT);
  }

  @Test
  void anEntryLeftOutOfAPeriodShows() throws IOException {
    byte[] pack = editedLines(lines -> lines.remove(17));
    finds(pack, "entries.jsonl", BEFORE + 17, Reason.INCOMPLETE);
    // also where the number of entries is mended, or a hash stands in its place
    finds(
        editedLines(
            lines -> {
              ObjectNode line = (ObjectNode) CanonicalJson.read(bytes(lines.get(17)));
              byte[] leaf = Base64.getDecoder().decode(line.get("leaf").asText());
              ObjectNode hidden = CanonicalJson.mapper().createObjectNode();
              hidden.set("index", line.get("index"));
              hidden.put("hash", Base64.getEncoder().encodeToString(Merkle.leafHash(leaf)));
              lines.set(17, CanonicalJson.text(hidden));
            }),
        "entries.jsonl",
        -1,
        Reason.INCOMPLETE);
  }

  @Test
  void anAddedEntryShows() throws IOException {
    finds(
        editedLines(lines -> lines.add(lines.get(0))), "entries.jsonl", BEFORE, Reason.WRONG_ENTRY);
  }

  @Test
  void anEditedReportShows() throws IOException {
    finds(
        edited("report.html", text -> text.replace("other-purpose", "licensing")),
        "report.html",
        -1,
        Reason.WRONG_REPORT);
    finds(
        edited("report.pdf", text -> text.replaceFirst("Tj", "TJ")),
        "report.pdf",
        -1,
        Reason.WRONG_REPORT);
  }

  @Test
  void anAnchorThatDoesNotCarryItsRootShows() throws IOException {
    String other = Base64.getEncoder().encodeToString(ledger.root(BEFORE + 1));
    finds(
        edited(
            "anchors.json",
            text -> {
              ArrayNode list = (ArrayNode) CanonicalJson.read(bytes(text));
              ((ObjectNode) list.get(0)).put("root", other);
              return CanonicalJson.text(list) + "\n";
            }),
        "anchors.json",
        -1,
        Reason.INCONSISTENT);
    finds(
        edited("anchors.json", text -> text.replace("01020304", "01020305")),
        "anchors.json",
        -1,
        Reason.WRONG_ANCHOR);
  }

  @Test
  void anExportThatIsNotRecordedShows() throws IOException {
    finds(
        edited(
            "export.json",
            text -> text.replace("index " + export.index(), "index " + (export.index() - 1))),
        "export.json",
        -1,
        Reason.NOT_INCLUDED);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aPackVerifiesAfterTheLogChangedItsKey() throws IOException {
    byte[] before = period();
    String old = ledger.verifierKey();
    hub.get(LogKeyRotation.class).rotate("operator", "yearly change", false);
    export = ledger.append(entry(to, "audit"));
    String keys = ledger.keys();
    assertThat(verify(before, old).findings()).isEmpty();
    assertThat(verify(before, keys).findings()).isEmpty();
    byte[] after = period();
    assertThat(verify(after, keys).findings()).isEmpty();
    assertThat(verify(after, ledger.verifierKey()).findings()).isEmpty();
    assertThat(verify(after, old).findings())
        .extracting(AuditPackVerdict.Finding::reason)
        .containsOnly(Reason.WRONG_KEY);
    // signed with the key of before, which was stolen
    byte[] stolen = signedAnew(unpack(after));
    assertThat(verify(stolen, keys).findings())
        .extracting(AuditPackVerdict.Finding::reason)
        .containsOnly(Reason.WRONG_KEY);
    assertThatThrownBy(() -> new AuditPackVerifier(keys.replace("size ", "size 1")))
        .hasMessageContaining("statement 1");
  }
}
