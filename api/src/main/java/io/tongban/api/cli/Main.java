package io.tongban.api.cli;

import io.tongban.hub.ProblemException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Entry point of {@code tongban apply}, {@code sql}, {@code call}, {@code load}, {@code preview},
 * {@code source}, {@code trace}, {@code receipt}, {@code ledger}, {@code anchor}, {@code audit},
 * {@code erase}, {@code backup}.
 */
@Command(
    name = "tongban",
    mixinStandardHelpOptions = true,
    description = "Talks to a Tongban hub.",
    subcommands = {
      ApplyCommand.class,
      SqlCommand.class,
      CallCommand.class,
      LoadCommand.class,
      PreviewCommand.class,
      SourceCommand.class,
      TraceCommand.class,
      ReceiptCommand.class,
      LedgerCommand.class,
      AnchorCommand.class,
      AuditCommand.class,
      EraseCommand.class,
      BackupCommand.class
    })
public final class Main {
  private Main() {}

  /** Runs a command; exit code 0 done, 1 refused or failed, 2 wrong usage. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The commands, to be run within a program. */
  public static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::explain);
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult result) {
    var err = command.getErr();
    if (failure instanceof HubRefusal refusal) {
      err.println(refusal.explanation());
    } else if (failure instanceof ProblemException problem) {
      err.println(problem.problem().title().en() + ": " + problem.problem().detail());
      err.println(problem.problem().remedy().en());
    } else {
      err.println("tongban: " + failure.getMessage());
    }
    err.flush();
    return 1;
  }
}
