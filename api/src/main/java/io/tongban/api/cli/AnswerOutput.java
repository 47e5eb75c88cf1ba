package io.tongban.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Prints an answer as a table or as JSON, and keeps its receipt. */
final class AnswerOutput {
  private static final int WIDEST = 40;

  @Option(names = "--json", description = "print the whole answer as JSON")
  private boolean json;

  @Option(names = "--receipt", description = "write the receipt to this file")
  private Path receipt;

  void print(JsonNode answer, PrintWriter out) throws IOException {
    if (receipt != null) {
      Files.writeString(receipt, answer.path("receipt").toString());
    }
    if (json) {
      out.println(answer.toPrettyString());
    } else if (answer.has("plan")) {
      plan(answer, out);
    } else {
      table(answer, out);
    }
    out.flush();
  }

  /** What EXPLAIN answers: it reads no data, so there is no receipt. */
  private static void plan(JsonNode explained, PrintWriter out) {
    out.println(explained.path("plan").asText().stripTrailing());
    explained
        .path("pushed")
        .properties()
        .forEach(
            source ->
                source
                    .getValue()
                    .forEach(
                        sql -> out.printf("%n%s is sent:%n%s%n", source.getKey(), sql.asText())));
  }

  private void table(JsonNode answer, PrintWriter out) {
    List<String> header = new ArrayList<>();
    answer
        .path("columns")
        .forEach(
            c ->
                header.add(
                    c.path("name").asText() + (c.path("masked").asBoolean() ? " (masked)" : "")));
    List<List<String>> rows = new ArrayList<>();
    rows.add(header);
    for (JsonNode row : answer.path("rows")) {
      List<String> cells = new ArrayList<>();
      row.forEach(value -> cells.add(value.isNull() ? "–" : value.asText()));
      rows.add(cells);
    }
    int[] widths = new int[header.size()];
    rows.forEach(
        row -> {
          for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.min(WIDEST, Math.max(widths[i], row.get(i).length()));
          }
        });
    rows.forEach(row -> out.println(line(row, widths)));
    out.printf(
        "%n%d rows%s; entry %d of the ledger%s%n",
        rows.size() - 1,
        answer.path("truncated").asBoolean() ? " (cut at the row limit)" : "",
        answer.path("receipt").path("index").asLong(),
        receipt == null ? "" : ", receipt in " + receipt);
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell =
          row.get(i).length() > WIDEST ? row.get(i).substring(0, WIDEST - 1) + "…" : row.get(i);
      line.append(i == 0 ? "" : "  ").append(cell).append(" ".repeat(widths[i] - cell.length()));
    }
    return line.toString().stripTrailing();
  }
}
