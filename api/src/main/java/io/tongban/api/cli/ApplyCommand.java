package io.tongban.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.DefinitionArchive;
import io.tongban.hub.DefinitionFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tongban apply -f DIR}. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = "Applies definitions: all of them or, if one is faulty, none.")
final class ApplyCommand implements Callable<Integer> {
  @Mixin private HubConnection hub;
  @Spec private CommandSpec command;

  @Option(
      names = "-f",
      required = true,
      description = "folder of YAML files and their attachments, or one file")
  private Path path;

  @Option(names = "--dry-run", description = "check only")
  private boolean dryRun;

  @Override
  public Integer call() throws Exception {
    JsonNode report =
        hub.post("/v1/definitions" + (dryRun ? "?dryRun=true" : ""), archive(), "application/zip");
    print("created", report);
    report.path("changes").forEach(this::printChange);
    command
        .commandLine()
        .getOut()
        .printf(
            "%d created, %d changed, %d unchanged%s%n",
            report.path("created").size(),
            report.path("changed").size(),
            report.path("unchanged").size(),
            dryRun ? " (dry run: nothing was changed)" : "");
    command.commandLine().getOut().flush();
    return 0;
  }

  private void print(String what, JsonNode report) {
    report
        .path(what)
        .forEach(name -> command.commandLine().getOut().println(what + "  " + name.asText()));
  }

  private void printChange(JsonNode change) {
    PrintWriter out = command.commandLine().getOut();
    String language = Locale.getDefault().getLanguage().equals("zh") ? "zh" : "en";
    out.println("changed  " + change.path("definition").asText());
    change
        .path("differences")
        .forEach(one -> out.println("         " + one.path("text").path(language).asText()));
    change.path("affects").forEach(name -> out.println("affects  " + name.asText()));
  }

  private byte[] archive() throws IOException {
    if (Files.isRegularFile(path)) {
      return DefinitionArchive.write(
          List.of(new DefinitionFile(path.getFileName().toString(), Files.readAllBytes(path))));
    }
    if (!Files.isDirectory(path)) {
      throw new IOException("there is no file or folder " + path);
    }
    return DefinitionArchive.write(DefinitionArchive.ofDirectory(path));
  }
}
