package io.tongban.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes an audit pack as a stream, in a fixed order: the same ledger, selection and export give
 * the same bytes. Holds one page of entries at a time.
 */
public final class AuditPackWriter {
  private static final int PAGE = 64;
  private static final int MOST_ANCHORS = 1_000;

  /** ZIP knows no time zones; no file of a pack has a time of its own. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Ledger ledger;
  private final LedgerDisclosure disclosure;
  private final Function<AuditPack.Used, List<JsonNode>> lineage;
  private final Function<AuditPack.Named, List<JsonNode>> definitions;

  /**
   * A writer.
   *
   * @param lineage where the records that an entry names came from, a line each
   * @param definitions the definition in force of that name; nothing where there is none
   */
  public AuditPackWriter(
      Ledger ledger,
      LedgerDisclosure disclosure,
      Function<AuditPack.Used, List<JsonNode>> lineage,
      Function<AuditPack.Named, List<JsonNode>> definitions) {
    this.ledger = ledger;
    this.disclosure = disclosure;
    this.lineage = lineage;
    this.definitions = definitions;
  }

  /**
   * Writes a pack; the stream stays open.
   *
   * @param indexes of the entries to disclose, ascending, at most {@link AuditPack#MOST_ENTRIES}
   * @param range the range that is told whole, others' entries as hashes; null where it is not
   */
  public void write(
      AuditPack.Selection selection,
      AuditPack.Export export,
      long[] indexes,
      LedgerDisclosure.Span range,
      OutputStream out)
      throws IOException {
    new Run(selection, export, indexes, range, new ZipOutputStream(out, StandardCharsets.UTF_8))
        .write();
  }

  /** What is written of one file. */
  @FunctionalInterface
  private interface Body {
    void to(OutputStream out) throws IOException;
  }

  /** One pack in the making. */
  private final class Run {
    private final AuditPack.Selection selection;
    private final AuditPack.Export export;
    private final long[] indexes;
    private final LedgerDisclosure.Span range;
    private final ZipOutputStream zip;
    private final String note = ledger.checkpoint();
    private final Checkpoint checkpoint = Checkpoint.parse(SignedNote.parse(note).text());
    private final ObjectNode files = CanonicalJson.mapper().createObjectNode();
    private final SortedSet<AuditPack.Named> named = new TreeSet<>();
    private long withoutNonce;

    Run(
        AuditPack.Selection selection,
        AuditPack.Export export,
        long[] indexes,
        LedgerDisclosure.Span range,
        ZipOutputStream zip) {
      this.selection = selection;
      this.export = export;
      this.indexes = indexes;
      this.range = range;
      this.zip = zip;
    }

    void write() throws IOException {
      file(AuditPack.CHECKPOINT, out -> text(out, note));
      file(AuditPack.ENTRIES, this::entries);
      file(AuditPack.RANGE, out -> json(out, rangeProof()));
      file(AuditPack.EXPORT, out -> json(out, exported()));
      file(AuditPack.ANCHORS, out -> json(out, anchors()));
      file(AuditPack.LINEAGE, this::lineage);
      file(AuditPack.DEFINITIONS, out -> json(out, named()));
      ObjectNode about = about();
      AuditPackReport.Rows rows = sink -> disclosed(entry -> sink.take(line(entry)));
      file(AuditPack.HTML, out -> AuditPackReport.html(about, rows, out));
      file(AuditPack.PDF, out -> AuditPackReport.pdf(about, rows, out));
      ObjectNode pack = CanonicalJson.mapper().createObjectNode();
      pack.put("version", AuditPack.VERSION).set("about", about);
      pack.set("files", files);
      byte[] manifest = CanonicalJson.bytes(pack);
      put(AuditPack.MANIFEST, out -> out.write(manifest));
      byte[] digest = CanonicalJson.sha256(manifest);
      put(AuditPack.SIGNATURE, out -> text(out, disclosure.statement(AuditPack.STATEMENT, digest)));
      zip.finish();
    }

    private void file(String name, Body body) throws IOException {
      Counted counted = new Counted();
      put(
          name,
          out -> {
            counted.into(out);
            body.to(counted);
            counted.flush();
          });
      files.putObject(name).put("sha256", counted.digest()).put("size", counted.size);
    }

    private void put(String name, Body body) throws IOException {
      ZipEntry entry = new ZipEntry(name);
      entry.setTimeLocal(NO_TIME);
      zip.putNextEntry(entry);
      body.to(zip);
      zip.closeEntry();
    }

    private ObjectNode about() {
      ObjectNode about = CanonicalJson.mapper().createObjectNode();
      about.put("origin", checkpoint.origin()).put("size", checkpoint.size());
      about.put("client", export.client()).put("department", export.department());
      about.put("purpose", export.purpose()).put("made", export.made().toString());
      if (export.caseReference() != null) {
        about.put("case", export.caseReference());
      }
      ObjectNode selected = about.putObject("selection").put("kind", selection.kind());
      if (selection instanceof AuditPack.OfSubject subject) {
        selected.put("subject", subject.commitment());
      } else if (selection instanceof AuditPack.OfAgreement agreement) {
        selected.put("agreement", agreement.agreement());
      } else if (selection instanceof AuditPack.OfPeriod period) {
        selected.put("from", period.from().toString()).put("to", period.to().toString());
      }
      about.put("entries", indexes.length).put("withoutNonce", withoutNonce);
      about.put("hashesOnly", range == null ? 0 : range.count() - indexes.length);
      return about;
    }

    /** Every entry of the range, or the selected ones alone. */
    private void entries(OutputStream out) throws IOException {
      if (range == null) {
        disclosed(entry -> full(out, entry));
        return;
      }
      int next = 0;
      for (long from = range.first(); from < range.end(); from += PAGE) {
        int most = (int) Math.min(PAGE, range.end() - from);
        for (LedgerDisclosure.Disclosed entry : disclosure.disclosed(from, most)) {
          if (next < indexes.length && indexes[next] == entry.index()) {
            full(out, entry);
            next++;
          } else {
            ObjectNode line = CanonicalJson.mapper().createObjectNode();
            line.put("index", entry.index()).put("hash", base64(Merkle.leafHash(entry.leaf())));
            json(out, line);
          }
        }
      }
    }

    private void full(OutputStream out, LedgerDisclosure.Disclosed entry) throws IOException {
      ObjectNode line = line(entry);
      hashes(line.putArray("path"), ledger.inclusionProof(entry.index(), checkpoint.size()));
      if (entry.nonce() == null) {
        withoutNonce++;
      }
      name("SharingAgreement", entry.manifest().path("basis").path("agreement"));
      name("Purpose", entry.manifest().path("purpose"));
      name("Client", entry.manifest().path("actor").path("client"));
      json(out, line);
    }

    private void name(String kind, JsonNode name) {
      if (name.isTextual()) {
        named.add(new AuditPack.Named(kind, name.asText()));
      }
    }

    private static ObjectNode line(LedgerDisclosure.Disclosed entry) {
      ObjectNode line = CanonicalJson.mapper().createObjectNode();
      line.put("index", entry.index()).put("leaf", base64(entry.leaf()));
      line.set("manifest", entry.manifest());
      if (entry.nonce() != null) {
        line.put("nonce", base64(entry.nonce()));
      }
      return line;
    }

    /** The selected entries, read a page at a time. */
    private void disclosed(Taker taker) throws IOException {
      int next = 0;
      while (next < indexes.length) {
        int run = 1;
        while (run < PAGE
            && next + run < indexes.length
            && indexes[next + run] == indexes[next] + run) {
          run++;
        }
        for (LedgerDisclosure.Disclosed entry : disclosure.disclosed(indexes[next], run)) {
          taker.take(entry);
        }
        next += run;
      }
    }

    private ObjectNode rangeProof() {
      ObjectNode node = CanonicalJson.mapper().createObjectNode();
      if (range != null) {
        node.put("first", range.first()).put("end", range.end());
        hashes(node.putArray("outside"), disclosure.rangeProof(range, checkpoint.size()));
      }
      return node;
    }

    /** The receipt of the export, and that its checkpoint is a beginning of the pack's. */
    private ObjectNode exported() {
      ObjectNode node = CanonicalJson.mapper().createObjectNode();
      node.set("receipt", CanonicalJson.mapper().valueToTree(export.export()));
      SignedNote signed = TlogProof.parse(export.export().proof()).note();
      long size = Checkpoint.parse(signed.text()).size();
      hashes(node.putArray("consistency"), ledger.consistencyProof(size, checkpoint.size()));
      return node;
    }

    private ArrayNode anchors() {
      ArrayNode list = CanonicalJson.mapper().createArrayNode();
      for (LedgerDisclosure.AnchorTransaction anchor :
          disclosure.anchorTransactions(checkpoint.size(), MOST_ANCHORS)) {
        ObjectNode node = list.addObject();
        node.put("id", anchor.id().toString()).put("size", anchor.treeSize());
        node.put("root", base64(anchor.root())).put("chainId", anchor.chainId());
        node.put("contract", anchor.contract()).put("transactionHash", anchor.transactionHash());
        node.put("raw", anchor.raw()).put("state", anchor.state());
        node.put("block", anchor.blockNumber()).put("blockHash", anchor.blockHash());
        node.put("made", anchor.made().toString());
        hashes(
            node.putArray("consistency"),
            ledger.consistencyProof(anchor.treeSize(), checkpoint.size()));
      }
      return list;
    }

    private void lineage(OutputStream out) throws IOException {
      disclosed(
          entry -> {
            Set<RowRef> rows = new LinkedHashSet<>();
            for (JsonNode row : entry.manifest().path("rows")) {
              rows.add(new RowRef(row.path("resource").asText(), row.path("key").asText()));
            }
            AuditPack.Used used = new AuditPack.Used(Leaf.parse(entry.leaf()).id(), rows);
            for (JsonNode line : lineage.apply(used)) {
              json(out, line);
            }
          });
    }

    private ArrayNode named() {
      ArrayNode list = CanonicalJson.mapper().createArrayNode();
      named.forEach(each -> definitions.apply(each).forEach(list::add));
      return list;
    }
  }

  /** Takes an entry. */
  @FunctionalInterface
  private interface Taker {
    void take(LedgerDisclosure.Disclosed entry) throws IOException;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static void hashes(ArrayNode list, List<byte[]> hashes) {
    hashes.forEach(hash -> list.add(base64(hash)));
  }

  private static void json(OutputStream out, JsonNode node) throws IOException {
    out.write(CanonicalJson.bytes(node));
    out.write('\n');
  }

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Counts and digests what goes through. */
  static final class Counted extends FilterOutputStream {
    private final MessageDigest sha256;
    private long size;

    Counted() {
      super(OutputStream.nullOutputStream());
      try {
        sha256 = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }

    void into(OutputStream to) {
      out = new DigestOutputStream(to, sha256);
    }

    @Override
    public void write(int one) throws IOException {
      out.write(one);
      size++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      size += length;
    }

    /** Lower-case hex; ends the counting. */
    String digest() {
      return HexFormat.of().formatHex(sha256.digest());
    }
  }
}
