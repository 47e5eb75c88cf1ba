package io.tongban.api.cli;

import io.tongban.hub.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tongban backup}. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description =
        "Makes a backup of the H2 database of a hub on this machine while it runs; without its"
            + " keys. Never writes over a file.")
final class BackupCommand implements Callable<Integer> {
  @Mixin private HubConnection hub;
  @Spec private CommandSpec command;

  @Option(names = "--out", required = true, description = "the file to write")
  private Path out;

  @Override
  public Integer call() throws Exception {
    if (Files.exists(out)) {
      throw new IOException(out + " is there already; name a new file");
    }
    hub.download(
        "/v1/backup",
        CanonicalJson.mapper().createObjectNode(),
        "application/zip",
        out.toAbsolutePath());
    var to = command.commandLine().getOut();
    to.println("written: " + out + " (" + Files.size(out) + " bytes)");
    to.println("the hub's keys are not in it: keep a copy of keys elsewhere");
    to.flush();
    return 0;
  }
}
