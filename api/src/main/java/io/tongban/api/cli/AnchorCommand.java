package io.tongban.api.cli;

import io.tongban.ledger.AnchorPlace;
import io.tongban.ledger.AnchorVerdict;
import io.tongban.ledger.AnchorVerifier;
import io.tongban.ledger.ChainFinality;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.ReceiptVerdict;
import io.tongban.ledger.ReceiptVerifier;
import io.tongban.ledger.SignedNote;
import io.tongban.ledger.VerifierKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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

    @Option(
        names = "--key",
        description =
            "file with the ledger's public key (GET /v1/ledger/key; default: ${DEFAULT-VALUE})",
        defaultValue = "${env:TONGBAN_DATA:-data}/ledger.key")
    private Path key;

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

    /** A file that proves nothing, and why. */
    private static final class Unproved extends Exception {
      private static final long serialVersionUID = 1L;

      Unproved(String why) {
        super(why);
      }
    }

    /** 0 if every file's tree head is anchored, 1 if not, 2 on wrong usage. */
    @Override
    public Integer call() throws IOException {
      AnchorPlace place = place();
      VerifierKey verifierKey = verifierKey();
      PrintWriter out = command.commandLine().getOut();
      boolean allHold = true;
      for (Path file : files) {
        try {
          Checkpoint head = head(Files.readAllBytes(file), verifierKey);
          AnchorVerdict verdict = AnchorVerifier.load().verify(head, place);
          allHold &= verdict.holds();
          out.println(
              verdict.holds()
                  ? file + "  holds: " + verdict.message()
                  : no(file, verdict.message(), verdict.result()));
        } catch (Unproved e) {
          allHold = false;
          out.println(file + "  DOES NOT HOLD: " + e.getMessage());
        }
        out.flush();
      }
      return allHold ? 0 : 1;
    }

    private static String no(Path file, String message, Enum<?> reason) {
      return file + "  DOES NOT HOLD: " + message + " (" + reason + ")";
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

    private VerifierKey verifierKey() throws IOException {
      if (!Files.isReadable(key)) {
        throw new IOException(
            "there is no public key in "
                + key
                + "; name it with --key (a hub serves its own at /v1/ledger/key)");
      }
      VerifierKey read;
      try {
        read = VerifierKey.parse(Files.readString(key).strip());
      } catch (IllegalArgumentException e) {
        throw usage(key + " holds no public key of a ledger");
      }
      if (origin != null && !origin.equals(read.name())) {
        throw usage("the key is of the log " + read.name() + ", not of " + origin);
      }
      return read;
    }

    private ParameterException usage(String message) {
      return new ParameterException(command.commandLine(), message);
    }

    private static Checkpoint head(byte[] file, VerifierKey key) throws Unproved {
      String text = new String(file, StandardCharsets.UTF_8);
      return text.stripLeading().startsWith("{") ? ofReceipt(file, key) : ofNote(text, key);
    }

    private static Checkpoint ofReceipt(byte[] file, VerifierKey key) throws Unproved {
      ReceiptVerdict verdict = ReceiptVerifier.verify(file, key.toString());
      if (verdict instanceof ReceiptVerdict.Verified verified) {
        return verified.checkpoint();
      }
      ReceiptVerdict.Rejected rejected = (ReceiptVerdict.Rejected) verdict;
      throw new Unproved(rejected.message() + " (" + rejected.reason() + ")");
    }

    private static Checkpoint ofNote(String text, VerifierKey key) throws Unproved {
      SignedNote note;
      Checkpoint head;
      try {
        note = SignedNote.parse(text);
        head = Checkpoint.parse(note.text());
      } catch (IllegalArgumentException e) {
        throw new Unproved("the file holds no checkpoint and no receipt (MALFORMED)");
      }
      if (!head.origin().equals(key.name())) {
        throw new Unproved("the checkpoint is of another log than the key (WRONG_KEY)");
      }
      return switch (note.standing(key)) {
        case SIGNED -> head;
        case FORGED ->
            throw new Unproved("the checkpoint was changed after it was signed (BAD_SIGNATURE)");
        case UNKNOWN_KEY ->
            throw new Unproved("the checkpoint is not signed with this key (WRONG_KEY)");
      };
    }
  }
}
