package io.tongban.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.ledger.AuditPackVerdict.Finding;
import io.tongban.ledger.AuditPackVerdict.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.bouncycastle.crypto.digests.KeccakDigest;

/**
 * Verifies audit packs offline, with the ledger's public key only. Trusts nothing in the pack
 * beyond what the key signed and the tree's hashes prove.
 */
public final class AuditPackVerifier {
  private static final int MOST_MANIFEST = 1 << 20;
  private static final int MOST_NOTE = 64 << 10;
  private static final int MOST_JSON = 64 << 20;
  private static final int MOST_FINDINGS = 100;
  private final LedgerKeys keys;

  /**
   * A verifier.
   *
   * @param keys the ledger's C2SP verifier key, or {@link LedgerKeys} as text
   * @throws IllegalArgumentException if it is neither, or its statements do not hold
   */
  public AuditPackVerifier(String keys) {
    this.keys = LedgerKeys.parse(keys);
  }

  /**
   * Verifies a pack; never throws for what is in it.
   *
   * @throws IOException if the file cannot be read at all
   */
  public AuditPackVerdict verify(Path pack) throws IOException {
    try (ZipFile zip = new ZipFile(pack.toFile(), StandardCharsets.UTF_8)) {
      return new Check(zip).run();
    } catch (ZipException e) {
      Finding finding =
          new Finding(pack.getFileName().toString(), -1, Reason.MALFORMED, "it is not a ZIP file");
      return new AuditPackVerdict(List.of(finding), 0, 0, 0, 0, null);
    }
  }

  /** Ends the check: nothing after this could be trusted. */
  private static final class Stop extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** What a check does with a file. */
  @FunctionalInterface
  private interface Reading {
    void run() throws IOException;
  }

  /** One check of one pack. */
  private final class Check {
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private JsonNode about;
    private JsonNode files;
    private Checkpoint checkpoint;
    private long disclosed;
    private long hashesOnly;
    private long withoutNonce;
    private long anchors;

    Check(ZipFile zip) {
      this.zip = zip;
    }

    AuditPackVerdict run() {
      try {
        names();
        manifest();
        AuditPack.FILES.stream().sorted().forEach(this::digest);
        reading(AuditPack.CHECKPOINT, this::checkpoint);
        if (checkpoint != null) {
          reading(AuditPack.ENTRIES, this::entries);
          reading(AuditPack.RANGE, this::range);
          reading(AuditPack.EXPORT, this::export);
          reading(AuditPack.ANCHORS, this::anchors);
        }
        reading(AuditPack.LINEAGE, () -> each(AuditPack.LINEAGE, line -> {}));
        reading(AuditPack.DEFINITIONS, () -> json(AuditPack.DEFINITIONS));
        reading(AuditPack.HTML, () -> report(AuditPack.HTML, AuditPackReport::html));
        reading(AuditPack.PDF, () -> report(AuditPack.PDF, AuditPackReport::pdf));
      } catch (Stop stopped) {
        // what stopped it is among the findings
      }
      return new AuditPackVerdict(
          findings, disclosed, hashesOnly, withoutNonce, anchors, checkpoint);
    }

    private void find(String file, long index, Reason reason, String message) {
      if (findings.size() < MOST_FINDINGS) {
        findings.add(new Finding(file, index, reason, message));
      }
    }

    private void reading(String file, Reading reading) {
      // range and reports are checked against the entries; what is missing was named before
      if (!entries.containsKey(file) || !entries.containsKey(AuditPack.ENTRIES)) {
        return;
      }
      try {
        reading.run();
      } catch (PackFile.TooLong e) {
        find(file, -1, Reason.FILE_CHANGED, e.getMessage());
      } catch (IOException | IllegalArgumentException | DateTimeException e) {
        find(file, -1, Reason.MALFORMED, "it cannot be read: " + e.getMessage());
      }
    }

    private void names() throws Stop {
      zip.stream()
          .forEach(
              entry -> {
                String name = entry.getName();
                boolean known =
                    AuditPack.FILES.contains(name)
                        || name.equals(AuditPack.MANIFEST)
                        || name.equals(AuditPack.SIGNATURE);
                if (!known) {
                  find(printable(name), -1, Reason.FILE_UNKNOWN, "no such file is part of a pack");
                } else if (entries.put(name, entry) != null) {
                  find(name, -1, Reason.FILE_UNKNOWN, "the file is there twice");
                }
              });
      List.of(AuditPack.MANIFEST, AuditPack.SIGNATURE).forEach(this::present);
      AuditPack.FILES.stream().sorted().forEach(this::present);
      if (!entries.containsKey(AuditPack.MANIFEST) || !entries.containsKey(AuditPack.SIGNATURE)) {
        throw new Stop();
      }
    }

    private void present(String file) {
      if (!entries.containsKey(file)) {
        find(file, -1, Reason.FILE_MISSING, "the file is missing");
      }
    }

    private static String printable(String name) {
      String shown = name.replaceAll("[^\\x20-\\x7E]", "?");
      return shown.length() > 80 ? shown.substring(0, 80) + "…" : shown;
    }

    /** The signed list of files: without it nothing else says anything. */
    private void manifest() throws Stop {
      try {
        byte[] bytes = PackFile.bytes(zip, entries.get(AuditPack.MANIFEST), MOST_MANIFEST);
        if (!signed(bytes)) {
          throw new Stop();
        }
        JsonNode pack = PackFile.json(bytes);
        if (pack.path("version").asInt() != AuditPack.VERSION) {
          throw new IOException("it is of a version that is not known");
        }
        about = pack.path("about");
        files = pack.path("files");
      } catch (IOException e) {
        find(AuditPack.MANIFEST, -1, Reason.MALFORMED, "it cannot be read: " + e.getMessage());
        throw new Stop();
      }
    }

    private boolean signed(byte[] manifest) throws IOException {
      String file = AuditPack.SIGNATURE;
      try {
        SignedNote note = note(file);
        long size = PackFile.json(manifest).path("about").path("size").asLong();
        switch (keys.standingSince(note, size)) {
          case NOT_IN_FORCE ->
              find(file, -1, Reason.WRONG_KEY, "it is signed with a key that was out of force");
          case UNKNOWN_KEY -> find(file, -1, Reason.WRONG_KEY, "it is not signed with this key");
          case FORGED -> find(file, -1, Reason.BAD_SIGNATURE, "the signature is not this key's");
          case SIGNED -> {
            byte[] digest = CanonicalJson.sha256(manifest);
            if (note.text().equals(LedgerDisclosure.statementText(AuditPack.STATEMENT, digest))) {
              return true;
            }
            find(AuditPack.MANIFEST, -1, Reason.FILE_CHANGED, "it is not the one that was signed");
          }
        }
      } catch (IllegalArgumentException e) {
        find(file, -1, Reason.MALFORMED, "it is not a signed note");
      }
      return false;
    }

    private SignedNote note(String file) throws IOException {
      byte[] bytes = PackFile.bytes(zip, entries.get(file), MOST_NOTE);
      return SignedNote.parse(new String(bytes, StandardCharsets.UTF_8));
    }

    private long size(String file) {
      return files.path(file).path("size").asLong();
    }

    private void digest(String file) {
      reading(
          file,
          () -> {
            AuditPackWriter.Counted counted = new AuditPackWriter.Counted();
            counted.into(OutputStream.nullOutputStream());
            try (InputStream in = PackFile.open(zip, entries.get(file), size(file))) {
              in.transferTo(counted);
            }
            if (!counted.digest().equals(files.path(file).path("sha256").asText())) {
              find(file, -1, Reason.FILE_CHANGED, "its digest is not the one that was signed");
            }
          });
    }

    private void checkpoint() throws IOException {
      String file = AuditPack.CHECKPOINT;
      SignedNote note = note(file);
      Checkpoint found = Checkpoint.parse(note.text());
      LedgerKeys.Standing standing = keys.standing(note, found.size());
      if (!found.origin().equals(keys.origin()) || standing == LedgerKeys.Standing.UNKNOWN_KEY) {
        find(file, -1, Reason.WRONG_KEY, "the checkpoint is not signed with this key");
      } else if (standing == LedgerKeys.Standing.NOT_IN_FORCE) {
        find(
            file,
            -1,
            Reason.WRONG_KEY,
            "the checkpoint is signed with a key that was out of force");
      } else if (standing == LedgerKeys.Standing.FORGED) {
        find(file, -1, Reason.BAD_SIGNATURE, "the checkpoint's signature is not this key's");
      } else if (found.size() != about.path("size").asLong()) {
        find(file, -1, Reason.INCONSISTENT, "the checkpoint is not of the size the pack names");
      } else {
        checkpoint = found;
      }
    }

    private void each(String file, AuditPackReport.Sink sink) throws IOException {
      try (InputStream in = PackFile.open(zip, entries.get(file), size(file))) {
        PackFile.lines(in, sink);
      }
    }

    private JsonNode json(String file) throws IOException {
      return PackFile.json(
          PackFile.bytes(zip, entries.get(file), (int) Math.min(MOST_JSON, size(file))));
    }

    private void entries() throws IOException {
      long[] last = {-1};
      each(
          AuditPack.ENTRIES,
          line -> {
            long index = line.path("index").asLong(-1);
            if (index <= last[0]) {
              find(AuditPack.ENTRIES, index, Reason.WRONG_ENTRY, "the entry is out of order");
            }
            last[0] = index;
            if (line.has("leaf")) {
              disclosed++;
              entry(index, line);
            } else {
              hashesOnly++;
            }
          });
      counted(disclosed, "entries", "disclosed");
      counted(hashesOnly, "hashesOnly", "there as hashes only");
      counted(withoutNonce, "withoutNonce", "without a nonce");
    }

    private void counted(long found, String member, String what) {
      long said = about.path(member).asLong();
      if (found != said) {
        find(
            AuditPack.ENTRIES,
            -1,
            Reason.INCOMPLETE,
            "%d entries are %s, where the pack names %d".formatted(found, what, said));
      }
    }

    private void entry(long index, JsonNode line) {
      try {
        byte[] leaf = Base64.getDecoder().decode(line.path("leaf").asText());
        byte[] root =
            Merkle.rootOfInclusion(
                Merkle.leafHash(leaf), index, checkpoint.size(), hashes(line.path("path")));
        if (!Arrays.equals(root, checkpoint.rootBytes())) {
          find(
              AuditPack.ENTRIES,
              index,
              Reason.NOT_INCLUDED,
              "the entry is not in the signed tree at this index");
          return;
        }
        Leaf parsed = Leaf.parse(leaf);
        manifest(index, line, parsed);
        selected(index, line.path("manifest"), parsed);
      } catch (IllegalArgumentException e) {
        find(AuditPack.ENTRIES, index, Reason.MALFORMED, "the entry cannot be read");
      }
    }

    private void manifest(long index, JsonNode line, Leaf leaf) {
      if (!line.path("manifest").isObject()) {
        find(AuditPack.ENTRIES, index, Reason.MALFORMED, "the entry has no manifest");
      } else if (!line.has("nonce")) {
        withoutNonce++;
      } else {
        byte[] nonce = Base64.getDecoder().decode(line.path("nonce").asText());
        byte[] canonical = CanonicalJson.bytes(line.path("manifest"));
        if (!Leaf.digest(nonce, canonical).equals(leaf.manifest())) {
          find(
              AuditPack.ENTRIES,
              index,
              Reason.WRONG_MANIFEST,
              "the manifest is not the one whose digest is logged");
        }
      }
    }

    /** Whether an entry is of what the pack is of, as far as its manifest tells. */
    private void selected(long index, JsonNode manifest, Leaf leaf) {
      JsonNode selection = about.path("selection");
      boolean fits =
          switch (selection.path("kind").asText()) {
            case "agreement" ->
                selection.path("agreement").equals(manifest.path("basis").path("agreement"));
            case "period" ->
                !leaf.at().isBefore(Instant.parse(selection.path("from").asText()))
                    && leaf.at().isBefore(Instant.parse(selection.path("to").asText()));
            // an entry that uses a person's record among others does not name the person
            default -> true;
          };
      if (!fits) {
        find(
            AuditPack.ENTRIES,
            index,
            Reason.WRONG_ENTRY,
            "the entry is not of what the pack is of");
      }
    }

    /** Every index of the range, and nothing else, leads to the signed root. */
    private void range() throws IOException {
      JsonNode range = json(AuditPack.RANGE);
      boolean period = about.path("selection").path("kind").asText().equals("period");
      if (!period) {
        if (!range.isEmpty()) {
          find(AuditPack.RANGE, -1, Reason.MALFORMED, "only a period has a range");
        }
        return;
      }
      try (InputStream in =
          PackFile.open(zip, entries.get(AuditPack.ENTRIES), size(AuditPack.ENTRIES))) {
        Leaves leaves = new Leaves(range.path("first").asLong(-1));
        RootOfStream folding =
            new RootOfStream(
                range.path("first").asLong(-1),
                range.path("end").asLong(-1),
                checkpoint.size(),
                hashes(range.path("outside")).iterator());
        PackFile.lines(in, line -> folding.add(leaves.next(line)));
        if (!leaves.whole || !Arrays.equals(folding.root(), checkpoint.rootBytes())) {
          find(
              AuditPack.ENTRIES,
              leaves.bad,
              Reason.INCOMPLETE,
              "the entries of the range do not lead to the signed root: one is missing, added or"
                  + " changed");
        }
      }
    }

    private void export() throws IOException {
      JsonNode export = json(AuditPack.EXPORT);
      byte[] receipt = CanonicalJson.bytes(export.path("receipt"));
      ReceiptVerdict verdict = ReceiptVerifier.verify(receipt, keys.format());
      if (verdict instanceof ReceiptVerdict.Rejected rejected) {
        find(AuditPack.EXPORT, -1, Reason.NOT_INCLUDED, rejected.message());
      } else if (verdict instanceof ReceiptVerdict.Verified verified) {
        consistent(
            AuditPack.EXPORT,
            verified.checkpoint().size(),
            verified.checkpoint().rootBytes(),
            export.path("consistency"));
      }
    }

    private void consistent(String file, long size, byte[] root, JsonNode path) {
      if (!Merkle.consistent(size, root, checkpoint.size(), checkpoint.rootBytes(), hashes(path))) {
        find(
            file,
            -1,
            Reason.INCONSISTENT,
            "the tree of size " + size + " is not a beginning of the signed one");
      }
    }

    private void anchors() throws IOException {
      for (JsonNode anchor : json(AuditPack.ANCHORS)) {
        anchors++;
        long size = anchor.path("size").asLong();
        byte[] root = Base64.getDecoder().decode(anchor.path("root").asText());
        consistent(AuditPack.ANCHORS, size, root, anchor.path("consistency"));
        String raw = hex(anchor.path("raw").asText());
        String call =
            HexFormat.of().formatHex(CanonicalJson.sha256(bytes(checkpoint.origin())))
                + word(size)
                + HexFormat.of().formatHex(root);
        if (!raw.contains(call)
            || !keccak(HexFormat.of().parseHex(raw))
                .equals(hex(anchor.path("transactionHash").asText()))) {
          find(
              AuditPack.ANCHORS,
              -1,
              Reason.WRONG_ANCHOR,
              "the transaction " + anchor.path("id").asText() + " does not carry its root");
        }
      }
    }

    private void report(String file, Report report) throws IOException {
      AuditPackWriter.Counted counted = new AuditPackWriter.Counted();
      counted.into(OutputStream.nullOutputStream());
      report.write(about, sink -> each(AuditPack.ENTRIES, sink), counted);
      counted.flush();
      AuditPackWriter.Counted found = new AuditPackWriter.Counted();
      found.into(OutputStream.nullOutputStream());
      try (InputStream in = PackFile.open(zip, entries.get(file), size(file))) {
        in.transferTo(found);
      }
      if (!counted.digest().equals(found.digest())) {
        find(file, -1, Reason.WRONG_REPORT, "the report does not tell what the entries tell");
      }
    }
  }

  /** Makes a report. */
  @FunctionalInterface
  private interface Report {
    void write(JsonNode about, AuditPackReport.Rows rows, OutputStream out) throws IOException;
  }

  /** Leaf hashes of the lines, which must follow one another. */
  private static final class Leaves {
    private long expected;
    private boolean whole = true;
    private long bad = -1;

    Leaves(long first) {
      expected = first;
    }

    byte[] next(JsonNode line) {
      if (whole && line.path("index").asLong(-1) != expected) {
        whole = false;
        bad = expected;
      }
      expected++;
      return line.has("leaf")
          ? Merkle.leafHash(Base64.getDecoder().decode(line.path("leaf").asText()))
          : Base64.getDecoder().decode(line.path("hash").asText());
    }
  }

  /** {@link Merkle#rootOfRange} of hashes that are kept: 32 bytes an entry of the range. */
  private static final class RootOfStream {
    private final long first;
    private final long end;
    private final long size;
    private final Iterator<byte[]> outside;
    private final List<byte[]> leaves = new ArrayList<>();

    RootOfStream(long first, long end, long size, Iterator<byte[]> outside) {
      this.first = first;
      this.end = end;
      this.size = size;
      this.outside = outside;
    }

    void add(byte[] leaf) {
      leaves.add(leaf);
    }

    byte[] root() {
      return Merkle.rootOfRange(first, end, size, leaves.iterator(), outside);
    }
  }

  private static List<byte[]> hashes(JsonNode list) {
    List<byte[]> hashes = new ArrayList<>();
    list.forEach(each -> hashes.add(Base64.getDecoder().decode(each.asText())));
    return hashes;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(String text) {
    return (text.startsWith("0x") ? text.substring(2) : text).toLowerCase(Locale.ROOT);
  }

  /** A number as the 32 bytes of the contract ABI. */
  private static String word(long number) {
    return "%064x".formatted(BigInteger.valueOf(number));
  }

  private static String keccak(byte[] bytes) {
    KeccakDigest keccak = new KeccakDigest(256);
    keccak.update(bytes, 0, bytes.length);
    byte[] hash = new byte[keccak.getDigestSize()];
    keccak.doFinal(hash, 0);
    return HexFormat.of().formatHex(hash);
  }
}
