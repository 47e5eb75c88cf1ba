package io.tongban.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.CanonicalJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Asks, prints the answer in a form or keeps it in a file, and keeps its receipt. */
final class AnswerOutput {
  private static final int WIDEST = 40;
  private static final Pattern RECEIPT_LINK =
      Pattern.compile("<(/v1/receipts/[^>]+)>; rel=\"describedby\"");

  /** How an answer is written. */
  enum Format {
    /** For people. */
    TABLE("application/json"),
    JSON("application/json"),
    /** As the hub writes them. */
    NDJSON("application/x-ndjson"),
    CSV("text/csv");

    private final String type;

    Format(String type) {
      this.type = type;
    }
  }

  @Option(
      names = "--format",
      description = "form of the answer: table, json, ndjson or csv (default: table)",
      defaultValue = "table")
  private Format format;

  @Option(names = "--output", description = "write the answer to this file")
  private Path output;

  @Option(names = "--receipt", description = "write the receipt to this file")
  private Path receipt;

  /** Files are written only once there is an answer. */
  void ask(HubConnection hub, String path, JsonNode request, CommandLine command)
      throws HubRefusal, IOException, InterruptedException {
    HttpResponse<byte[]> answer = hub.post(path, request, format.type);
    boolean json =
        answer.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
    JsonNode known = json ? CanonicalJson.read(answer.body()) : null;
    JsonNode proof = json ? known.path("receipt") : receipt(hub, answer);
    if (receipt != null) {
      Files.writeString(receipt, proof.toString());
    }
    if (output == null) {
      print(answer.body(), known, command.getOut());
    } else {
      try (PrintWriter file = new PrintWriter(Files.newBufferedWriter(output))) {
        print(answer.body(), known, file);
      }
    }
    if (!json) {
      command.getErr().println(kept(answer, proof));
      command.getErr().flush();
    }
  }

  private static JsonNode receipt(HubConnection hub, HttpResponse<byte[]> answer)
      throws HubRefusal, IOException, InterruptedException {
    Optional<String> header = answer.headers().firstValue("Tongban-Receipt");
    if (header.isPresent()) {
      return CanonicalJson.read(Base64.getUrlDecoder().decode(header.get()));
    }
    for (String link : answer.headers().allValues("Link")) {
      Matcher found = RECEIPT_LINK.matcher(link);
      if (found.find()) {
        return hub.get(found.group(1));
      }
    }
    throw new IOException("the answer came without a receipt");
  }

  /** Apart from the answer, so that this can be passed on. */
  private String kept(HttpResponse<byte[]> answer, JsonNode proof) {
    boolean cut = answer.headers().firstValue("Tongban-Truncated").orElse("").equals("true");
    return "%sentry %d of the ledger%s"
        .formatted(
            cut ? "cut at the row limit; " : "",
            proof.path("index").asLong(),
            receipt == null ? "" : ", receipt in " + receipt);
  }

  private void print(byte[] body, JsonNode answer, PrintWriter out) {
    if (answer == null) {
      out.print(new String(body, StandardCharsets.UTF_8));
    } else if (format != Format.TABLE) {
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
