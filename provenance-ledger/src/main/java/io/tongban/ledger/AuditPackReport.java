package io.tongban.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The part of an audit pack that people read, as HTML and as PDF: made of nothing but the pack's
 * own facts and entries, so that who verifies makes it anew and compares. One form a pack version.
 */
final class AuditPackReport {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="zh-CN"><head><meta charset="utf-8"><title>审计包 Audit pack</title>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <style>body{font:13px/1.5 "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;margin:24px;color:#111}
      h1{font-size:20px}table{border-collapse:collapse;width:100%}th,td{border:1px solid #bbb;padding:3px 6px;
      text-align:left;vertical-align:top;overflow-wrap:anywhere}thead{display:table-header-group}tr{break-inside:avoid}
      th{background:#eee}@page{size:A4 landscape;margin:12mm}</style></head><body>
      """;

  private static final String NOTE_ZH =
      "本报告由包内记录生成；请用账本公钥离线核验：tongban audit verify FILE.zip --key ledger.key";
  private static final String NOTE_EN =
      "This report is made of the entries in this pack. Verify it offline with the ledger's public key:"
          + " tongban audit verify FILE.zip --key ledger.key";

  private AuditPackReport() {}

  /** What is read one after the other; asked once for each report. */
  @FunctionalInterface
  interface Rows {
    void each(Sink sink) throws IOException;
  }

  /** Takes a line of {@code entries.jsonl}, read. */
  @FunctionalInterface
  interface Sink {
    void take(JsonNode line) throws IOException;
  }

  /** A column of the table. */
  private record Column(String zh, String en, Function<Row, String> value) {}

  /** An entry as the report tells it. */
  private record Row(JsonNode line, Leaf leaf) {
    String manifest(String... path) {
      JsonNode node = line.path("manifest");
      for (String step : path) {
        node = node.path(step);
      }
      return node.isValueNode() ? node.asText() : "";
    }
  }

  private static final List<Column> COLUMNS =
      List.of(
          new Column("序号", "Index", row -> row.line().path("index").asText()),
          new Column("时间", "Time", row -> row.leaf().at().toString()),
          new Column("类型", "Type", row -> row.leaf().type().name()),
          new Column("操作者", "Actor", row -> row.leaf().actor()),
          new Column("部门", "Department", row -> row.manifest("actor", "department")),
          new Column("目的", "Purpose", row -> row.manifest("purpose")),
          new Column("案件", "Case", row -> row.manifest("case")),
          new Column("依据", "Basis", AuditPackReport::basis),
          new Column("对象", "Target", row -> row.manifest("target")),
          new Column("行数", "Rows", row -> row.manifest("rowCount")),
          new Column("编号", "Entry", row -> row.leaf().id().toString()));

  private static String basis(Row row) {
    return Stream.of("agreement", "law", "kind")
        .map(member -> row.manifest("basis", member))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** Facts of the pack in their order: Chinese name, English name, value. */
  private static List<String[]> facts(JsonNode about) {
    JsonNode selection = about.path("selection");
    List<String[]> facts = new ArrayList<>();
    fact(facts, "账本", "Ledger", about.path("origin"));
    fact(facts, "范围", "Selection", selection.path("kind"));
    fact(facts, "协议", "Agreement", selection.path("agreement"));
    fact(facts, "主体承诺", "Commitment to the subject", selection.path("subject"));
    fact(facts, "起", "From", selection.path("from"));
    fact(facts, "止（不含）", "To (exclusive)", selection.path("to"));
    fact(facts, "导出者", "Exported by", about.path("client"));
    fact(facts, "导出部门", "Department", about.path("department"));
    fact(facts, "导出目的", "Purpose of the export", about.path("purpose"));
    fact(facts, "案件", "Case", about.path("case"));
    fact(facts, "导出时间", "Exported at", about.path("made"));
    fact(facts, "检查点大小", "Size of the checkpoint", about.path("size"));
    fact(facts, "记录数", "Entries disclosed", about.path("entries"));
    fact(facts, "仅含散列的记录数", "Entries as hashes only", about.path("hashesOnly"));
    fact(facts, "清单不可核验的记录数", "Entries whose manifest has no nonce", about.path("withoutNonce"));
    return facts;
  }

  private static void fact(List<String[]> facts, String zh, String en, JsonNode value) {
    if (value.isValueNode() && !value.isNull()) {
      facts.add(new String[] {zh, en, value.asText()});
    }
  }

  private static Row row(JsonNode line) throws IOException {
    try {
      return new Row(line, Leaf.parse(line.path("leaf").binaryValue()));
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new IOException("a line holds no leaf", e);
    }
  }

  /** Writes the page; the stream stays open. */
  static void html(JsonNode about, Rows rows, OutputStream to) throws IOException {
    OutputStream out = new BufferedOutputStream(to);
    text(out, HEAD + "<h1>通办审计包 Tongban audit pack</h1>\n<table>\n");
    for (String[] fact : facts(about)) {
      text(
          out,
          "<tr><th>" + fact[0] + " " + fact[1] + "</th><td>" + escape(fact[2]) + "</td></tr>\n");
    }
    text(
        out,
        "</table>\n<p>" + NOTE_ZH + "</p>\n<p lang=\"en\">" + NOTE_EN + "</p>\n<table><thead><tr>");
    for (Column column : COLUMNS) {
      text(out, "<th>" + column.zh() + "<br>" + column.en() + "</th>");
    }
    text(out, "</tr></thead><tbody>\n");
    rows.each(
        line -> {
          if (line.has("leaf")) {
            Row row = row(line);
            StringBuilder cells = new StringBuilder("<tr>");
            for (Column column : COLUMNS) {
              cells.append("<td>").append(escape(column.value().apply(row))).append("</td>");
            }
            text(out, cells.append("</tr>\n").toString());
          }
        });
    text(out, "</tbody></table></body></html>\n");
    out.flush();
  }

  /** Writes the document; the stream stays open. */
  static void pdf(JsonNode about, Rows rows, OutputStream to) throws IOException {
    OutputStream out = new BufferedOutputStream(to);
    try (PdfText pdf = new PdfText(out)) {
      pdf.line("通办审计包  Tongban audit pack");
      pdf.line("");
      for (String[] fact : facts(about)) {
        pdf.line(fact[0] + " " + fact[1] + ": " + fact[2]);
      }
      pdf.line("");
      pdf.line(NOTE_ZH);
      pdf.line(NOTE_EN);
      rows.each(
          line -> {
            if (line.has("leaf")) {
              Row row = row(line);
              pdf.line("");
              List<String> cells = new ArrayList<>();
              for (Column column : COLUMNS) {
                String value = column.value().apply(row);
                if (!value.isEmpty()) {
                  cells.add(column.zh() + " " + column.en() + ": " + value);
                }
              }
              pdf.line(String.join("   ", cells));
            }
          });
    }
    out.flush();
  }

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String escape(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(point);
              }
            });
    return out.toString();
  }
}
