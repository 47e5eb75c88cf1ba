package io.tongban.api.cli;

import io.tongban.ledger.AnchorPlace;
import io.tongban.ledger.AnchorVerdict;
import io.tongban.ledger.AnchorVerifier;
import io.tongban.ledger.ChainFinality;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.KeptCheckpoint;
import io.tongban.ledger.LedgerKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tongban anchor verify FILE …}: with a node of the chain, without a hub. */
@Command(
    name = "anchor",
    mixinStandardHelpOptions = true,
    description = "Anchors.",
    subcommands = AnchorCommand.Verify.class)
final class AnchorCommand {

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description =
          "Compares checkpoints and receipts with a chain; needs a node of the chain and no hub.")
  static final class Verify implements Callable<Integer> {
    @Spec private CommandSpec command;

    @Parameters(
        arity = "1..*",
        description = "files, each a checkpoint (GET /checkpoint), a receipt or an answer with one")
    private List<Path> files;

    @Mixin private LedgerKeyOption key;

    @Option(
        names = "--origin",
        description = "the log's name; by default the one in the public key")
    private String origin;

    @Option(names = "--rpc-url", required = true, description = "JSON-RPC of a node of the chain")
    private URI rpcUrl;

    @Option(names = "--chain-id", required = true, description = "the chain (EIP-155)")
    private long chainId;

    @Option(names = "--contract", required = true, description = "address of TongbanAnchor")
    private String contract;

    @Option(
        names = "--confirmations",
        description = "blocks on top of a final one, or 'finalized' (default: ${DEFAULT-VALUE})",
        defaultValue = "0")
    private String confirmations;

    @Option(
        names = "--from-block",
        description = "block to look from (default: ${DEFAULT-VALUE})",
        defaultValue = "0")
    private long fromBlock;

    @Option(
        names = "--consistency",
        paramLabel = "FILE|URL",
        description =
            "proves that a size between two anchors is a beginning of an anchored one: a kept"
                + " answer of /v1/ledger/proofs/consistency, or the hub's address to ask it for the"
                + " proof")
    private String consistency;

    /** 0 if every file's tree head is anchored, 1 if not, 2 on wrong usage. */
    @Override
    public Integer call() throws IOException {
      AnchorPlace place = place();
      LedgerKeys keys = keys();
      Optional<AnchorVerifier.Consistency> proofs = proofs();
      PrintWriter out = command.commandLine().getOut();
      boolean allHold = true;
      for (Path file : files) {
        try {
          Checkpoint head = KeptCheckpoint.of(Files.readAllBytes(file), keys);
          AnchorVerifier verifier = AnchorVerifier.load();
          AnchorVerdict verdict =
              proofs
                  .map(each -> verifier.verify(head, place, each))
                  .orElseGet(() -> verifier.verify(head, place));
          allHold &= verdict.holds();
          out.println(
              verdict.holds()
                  ? file + "  holds: " + verdict.message()
                  : no(file, verdict.message(), verdict.result()));
        } catch (KeptCheckpoint.UnprovedException e) {
          allHold = false;
          out.println(no(file, e.getMessage(), e.reason()));
        }
        out.flush();
      }
      return allHold ? 0 : 1;
    }

    private static String no(Path file, String message, Enum<?> reason) {
      return file + "  DOES NOT HOLD: " + message + " (" + reason + ")";
    }

    private Optional<AnchorVerifier.Consistency> proofs() throws IOException {
      return consistency == null
          ? Optional.empty()
          : Optional.of(ConsistencyProofs.of(consistency));
    }

    private AnchorPlace place() {
      try {
        return new AnchorPlace(
            rpcUrl, chainId, contract, ChainFinality.parse(confirmations), fromBlock);
      } catch (NumberFormatException e) {
        throw usage("--confirmations is a number or 'finalized'");
      } catch (IllegalArgumentException e) {
        throw usage(e.getMessage());
      }
    }

    private LedgerKeys keys() throws IOException {
      LedgerKeys read = key.keys();
      if (origin != null && !origin.equals(read.origin())) {
        throw usage("the key is of the log " + read.origin() + ", not of " + origin);
      }
      return read;
    }

    private ParameterException usage(String message) {
      return new ParameterException(command.commandLine(), message);
    }
  }
}
