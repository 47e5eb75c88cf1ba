package io.tongban.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tongban source inspect}. */
@Command(
    name = "source",
    mixinStandardHelpOptions = true,
    description = "Looks at what departments have.",
    subcommands = SourceCommand.Inspect.class)
final class SourceCommand {

  /** {@code tongban source inspect FILE|URL|SOURCE}. */
  @Command(
      name = "inspect",
      mixinStandardHelpOptions = true,
      description = {
        "Profiles a file, a web address below a declared source, or what a source has; names data"
            + " elements for its columns; writes the YAML that connects it."
      })
  static final class Inspect implements Callable<Integer> {
    /** A longer text is sent by its beginning. */
    private static final long MOST = 64L << 20;

    private static final int BEGINNING = 32 << 20;

    @Mixin private HubConnection hub;
    @Spec private CommandSpec command;

    @Parameters(
        index = "0",
        paramLabel = "FILE|URL|SOURCE",
        description =
            "a file of this machine; a URL below a declared source's; or"
                + " SOURCE[/FILE|/PATH|/TABLE]")
    private String place;

    @Option(names = "--connector-for", description = "the resource that it is to fill")
    private String resource;

    @Option(names = "--encoding", description = "of the text, where it is known")
    private String encoding;

    @Option(names = "--out", description = "file that the YAML goes to; without it, it is printed")
    private Path out;

    @Override
    public Integer call() throws Exception {
      Path file = Path.of(place.contains("://") ? "" : place);
      JsonNode seen = Files.isRegularFile(file) ? upload(file) : source();
      PrintWriter printer = command.commandLine().getOut();
      print(seen, printer);
      if (out == null) {
        printer.println();
        printer.print(seen.path("yaml").asText());
      } else {
        Files.writeString(out, seen.path("yaml").asText());
        printer.printf("%nwritten to %s: read it, correct it, apply it%n", out);
      }
      printer.flush();
      return 0;
    }

    private JsonNode source() throws Exception {
      ObjectNode wanted = JsonNodeFactory.instance.objectNode().put("source", place);
      wanted.put("resource", resource);
      wanted.put("encoding", encoding);
      return hub.post("/v1/inspections/source", wanted);
    }

    private JsonNode upload(Path file) throws Exception {
      boolean whole = Files.size(file) <= MOST;
      List<String> query = new ArrayList<>();
      add(query, "name", file.getFileName().toString());
      add(query, "whole", Boolean.toString(whole));
      add(query, "resource", resource);
      add(query, "encoding", encoding);
      return hub.post(
          "/v1/inspections?" + String.join("&", query),
          whole ? Files.readAllBytes(file) : beginning(file),
          "application/octet-stream");
    }

    private static void add(List<String> query, String name, String value) {
      if (value != null) {
        query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    }

    /** The first bytes of a text, up to the end of a line. */
    private static byte[] beginning(Path file) throws IOException {
      byte[] bytes;
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(BEGINNING);
      }
      if (bytes[0] == 'P' && bytes[1] == 'K') {
        throw new IOException(
            "the workbook is too large to be sent; put it into a source's folder and name"
                + " SOURCE/FILE");
      }
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      return Arrays.copyOf(bytes, end == 0 ? bytes.length : end);
    }

    private static void print(JsonNode seen, PrintWriter out) {
      out.printf(
          "%s: %s, %d rows%s%s%n",
          seen.path("name").asText(),
          seen.path("format").asText(),
          seen.path("rows").asLong(),
          seen.path("faulty").asLong() == 0
              ? ""
              : ", " + seen.path("faulty").asLong() + " of them faulty",
          seen.path("whole").asBoolean() ? "" : " looked at, there are more");
      seen.path("evidence").forEach(each -> out.println("  " + each.asText()));
      for (JsonNode column : seen.path("columns")) {
        column(column, out);
      }
    }

    private static void column(JsonNode column, PrintWriter out) {
      out.printf(
          "%n%s  %s%s%s%s  %d values, %d empty, %s%d distinct, %d–%d characters%n",
          column.path("name").asText(),
          column.path("type").asText(),
          column.path("dateFormat").isNull() ? "" : " " + column.path("dateFormat").asText(),
          column.path("key").asBoolean() ? ", key" : "",
          column.path("personal").asBoolean() ? ", personal" : "",
          column.path("values").asLong(),
          column.path("empty").asLong(),
          column.path("exact").asBoolean() ? "" : "about ",
          column.path("distinct").asLong(),
          column.path("shortest").asLong(),
          column.path("longest").asLong());
      list("  is       ", column.path("facts"), out);
      list("  shapes   ", column.path("patterns"), out);
      list("  samples  ", column.path("samples"), out);
      if (!column.path("minimum").isNull()) {
        out.printf(
            "  from     %s to %s%n",
            column.path("minimum").asText(), column.path("maximum").asText());
      }
      for (JsonNode candidate : column.path("candidates")) {
        List<String> evidence = new ArrayList<>();
        candidate.path("evidence").forEach(each -> evidence.add(each.asText()));
        out.printf(
            "  %.2f     %s: %s%n",
            candidate.path("score").asDouble(),
            candidate.path("element").asText(),
            String.join("; ", evidence));
      }
    }

    private static void list(String name, JsonNode values, PrintWriter out) {
      List<String> texts = new ArrayList<>();
      values.forEach(value -> texts.add(value.asText()));
      if (!texts.isEmpty()) {
        out.println(name + String.join(" | ", texts));
      }
    }
  }
}
