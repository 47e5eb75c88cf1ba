package io.tongban.api.cli;

import io.tongban.ledger.Quorum;
import io.tongban.ledger.ReceiptVerdict;
import io.tongban.ledger.ReceiptVerifier;
import io.tongban.ledger.VerifierKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tongban receipt verify FILE …}: offline. */
@Command(
    name = "receipt",
    mixinStandardHelpOptions = true,
    description = "Receipts.",
    subcommands = ReceiptCommand.Verify.class)
final class ReceiptCommand {

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = "Verifies receipts with the ledger's public keys; needs no hub and no network.")
  static final class Verify implements Callable<Integer> {
    @Spec private CommandSpec command;

    @Parameters(arity = "1..*", description = "files, each a receipt or an answer with one")
    private List<Path> files;

    @Mixin private LedgerKeyOption key;

    @Option(
        names = "--witness",
        paramLabel = "KEY",
        description =
            "verifier key of a witness, name+hash+base64 (a hub's: GET /v1/ledger/witness-key); may"
                + " be given several times")
    private List<String> witnesses = new ArrayList<>();

    @Option(
        names = "--quorum",
        paramLabel = "K",
        description =
            "how many of the witnesses must have cosigned the checkpoint (default: all of them)")
    private Integer needed;

    private Quorum quorum() {
      try {
        return new Quorum(
            witnesses.stream().map(VerifierKey::parseWitness).toList(),
            needed == null ? witnesses.size() : needed);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(
            command.commandLine(), "--witness or --quorum: " + e.getMessage(), e);
      }
    }

    @Override
    public Integer call() throws IOException {
      Quorum quorum = quorum();
      String keys = key.text();
      PrintWriter out = command.commandLine().getOut();
      boolean allHold = true;
      for (Path file : files) {
        ReceiptVerdict verdict = ReceiptVerifier.verify(Files.readAllBytes(file), keys, quorum);
        out.println(line(file, verdict) + witnessed(verdict, quorum));
        allHold &= verdict.holds();
      }
      out.flush();
      return allHold ? 0 : 1;
    }

    private static String witnessed(ReceiptVerdict verdict, Quorum quorum) {
      return verdict.holds() && quorum.needed() > 0
          ? ", cosigned by at least %d of %d witnesses"
              .formatted(quorum.needed(), quorum.witnesses().size())
          : "";
    }

    private static String line(Path file, ReceiptVerdict verdict) {
      if (verdict instanceof ReceiptVerdict.Verified verified) {
        return "%s  holds: %s of %s by %s is entry %d of %s"
            .formatted(
                file,
                verified.leaf().type(),
                verified.leaf().at(),
                verified.leaf().actor(),
                verified.index(),
                verified.checkpoint().origin());
      }
      ReceiptVerdict.Rejected rejected = (ReceiptVerdict.Rejected) verdict;
      return "%s  DOES NOT HOLD: %s (%s)".formatted(file, rejected.message(), rejected.reason());
    }
  }
}
