package io.tongban.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tongban ledger fsck}. */
@Command(
    name = "ledger",
    mixinStandardHelpOptions = true,
    description = "The ledger.",
    subcommands = LedgerCommand.Fsck.class)
final class LedgerCommand {

  @Command(
      name = "fsck",
      mixinStandardHelpOptions = true,
      description =
          "Re-hashes every entry and rebuilds every root; names the first index that does not hold.")
  static final class Fsck implements Callable<Integer> {
    private static final int NO_HUB = 3;

    @Mixin private HubConnection hub;
    @Spec private CommandSpec command;

    /** 0 clean, 1 not clean, 3 where no hub runs: the launcher then checks the database itself. */
    @Override
    public Integer call() throws Exception {
      JsonNode report;
      try {
        report = hub.get("/v1/ledger/fsck");
      } catch (NoHubException noHub) {
        command.commandLine().getErr().println(noHub.getMessage());
        command.commandLine().getErr().flush();
        return NO_HUB;
      }
      command
          .commandLine()
          .getOut()
          .printf(
              "%d entries checked: %s%n",
              report.path("entries").asLong(), report.path("message").asText());
      command.commandLine().getOut().flush();
      return report.path("badIndex").asLong() < 0 ? 0 : 1;
    }
  }
}
