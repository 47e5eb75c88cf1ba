package io.tongban.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tongban preview CONNECTOR}. */
@Command(
    name = "preview",
    mixinStandardHelpOptions = true,
    description = "Shows what a connector would make of the first rows; stores nothing.")
final class PreviewCommand implements Callable<Integer> {
  private static final String OK = "ok";

  @Mixin private HubConnection hub;
  @Spec private CommandSpec command;

  @Parameters(index = "0", description = "name of the connector")
  private String connector;

  @Option(
      names = "--rows",
      description = "how many rows, at most 100 (default: ${DEFAULT-VALUE})",
      defaultValue = "100")
  private int rows;

  @Option(names = "--faults", description = "only the fields that are refused")
  private boolean faults;

  @Override
  public Integer call() throws Exception {
    JsonNode preview = hub.get("/v1/connectors/" + connector + "/preview?rows=" + rows);
    PrintWriter out = command.commandLine().getOut();
    for (JsonNode row : preview.path("traces")) {
      boolean told = false;
      for (JsonNode field : row.path("fields")) {
        if (faults && good(field)) {
          continue;
        }
        if (!told) {
          out.printf("row %d%n", row.path("row").asLong());
          told = true;
        }
        print(field, out);
      }
    }
    for (JsonNode row : preview.path("rejected")) {
      if (row.path("item").isNull()) {
        out.printf(
            "row %d  %s  %s%n",
            row.path("row").asLong(), row.path("reason").asText(), row.path("message").asText());
      }
    }
    out.printf(
        "%d of %d rows would be accepted%n",
        preview.path("rows").size(), preview.path("rows").size() + preview.path("rejected").size());
    out.flush();
    return 0;
  }

  private static boolean good(JsonNode field) {
    String verdict = field.path("verdict").asText();
    return (OK.equals(verdict) || "empty".equals(verdict)) && field.path("candidates").isEmpty();
  }

  private static void print(JsonNode field, PrintWriter out) {
    String verdict = field.path("verdict").asText();
    out.printf(
        "  %-24s %s → %s%s%n",
        field.path("item").asText(),
        field.path("before").isNull() ? "–" : field.path("before").asText(),
        field.path("after").asText().isEmpty() ? "–" : field.path("after").asText(),
        OK.equals(verdict) ? "" : "  [" + verdict + "]");
    if (!field.path("message").isNull()) {
      out.printf("  %-24s %s%n", "", field.path("message").asText());
    }
    for (JsonNode candidate : field.path("candidates")) {
      out.printf(
          "  %-24s may be %s %s%s  %.2f, %s%n",
          "",
          candidate.path("value").asText(),
          candidate.path("place").asText().isEmpty() ? "" : candidate.path("place").asText() + " ",
          candidate.path("name").asText(),
          candidate.path("score").asDouble(),
          candidate.path("why").asText());
    }
  }
}
