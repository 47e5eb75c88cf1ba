package io.tongban.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.ledger.AnchorVerifier;
import io.tongban.ledger.KeptCheckpoint;
import io.tongban.ledger.KeptReceipts;
import io.tongban.ledger.KeptReceipts.Contradiction;
import io.tongban.ledger.KeptReceipts.Kept;
import io.tongban.ledger.LedgerKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tongban ledger}: check it, and change its key. */
@Command(
    name = "ledger",
    mixinStandardHelpOptions = true,
    description = "The ledger.",
    subcommands = {
      LedgerCommand.Fsck.class,
      LedgerCommand.RotateKey.class,
      LedgerCommand.EndOverlap.class,
      LedgerCommand.ForgetKeys.class
    })
final class LedgerCommand {

  @Command(
      name = "fsck",
      mixinStandardHelpOptions = true,
      description =
          "Re-hashes every entry and rebuilds every root; names the first index that does not"
              + " hold.")
  static final class Fsck implements Callable<Integer> {
    private static final int NO_HUB = 3;

    @Mixin private HubConnection hub;
    @Spec private CommandSpec command;

    @Option(
        names = "--against",
        arity = "1..*",
        paramLabel = "FILE",
        description =
            "receipts, answers with one, or checkpoints that were kept: each must be under a tree"
                + " that is a beginning of the ledger")
    private List<Path> against = new ArrayList<>();

    @Option(
        names = "--ledger-key",
        paramLabel = "FILE",
        description =
            "public keys of the ledger for --against (default: ledger.key in the folder of --data)")
    private Path ledgerKey;

    @Option(
        names = "--pin",
        paramLabel = "FILE",
        description =
            "file with a key of the ledger that was kept from another time; the statements in"
                + " --ledger-key must lead to it")
    private Path pin;

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
      PrintWriter out = command.commandLine().getOut();
      out.printf(
          "%d entries checked: %s%n",
          report.path("entries").asLong(), report.path("message").asText());
      boolean clean = report.path("badIndex").asLong() < 0;
      if (!against.isEmpty()) {
        clean &= compared(report.path("checkpoint").asText(), out);
      }
      out.flush();
      return clean ? 0 : 1;
    }

    private boolean compared(String checkpoint, PrintWriter out) throws IOException {
      Path keyFile = ledgerKey == null ? hub.data().resolve("ledger.key") : ledgerKey;
      LedgerKeys keys = LedgerKeyOption.keys(keyFile, pin);
      List<Kept> kept = new ArrayList<>();
      for (Path file : against) {
        kept.add(new Kept(file.toString(), Files.readAllBytes(file)));
      }
      try {
        Optional<Contradiction> found =
            KeptReceipts.compare(
                new Remote(ConsistencyProofs.of(hub.address().toString()), checkpoint),
                keys.format(),
                kept);
        out.println(KeptReceipts.outcome(kept.size(), found));
        return found.isEmpty();
      } catch (KeptCheckpoint.UnprovedException e) {
        out.println("%s (%s)".formatted(e.getMessage(), e.reason()));
        return false;
      }
    }
  }

  /** A hub's log: nothing it says is taken for true without its proof. */
  private record Remote(AnchorVerifier.Consistency proofs, String checkpoint)
      implements KeptReceipts.Log {
    @Override
    public List<byte[]> consistencyProof(long oldSize, long newSize) {
      return proofs.proof(oldSize, newSize);
    }
  }

  /** A change of the key, by operators. */
  private abstract static class KeyChange implements Callable<Integer> {
    @Mixin HubConnection hub;
    @Spec CommandSpec command;

    @Option(
        names = "--reason",
        required = true,
        description = "why, for the ledger: at most 200 characters that name no person")
    String reason;

    void act(String act) throws Exception {
      ObjectNode asked = CanonicalJson.mapper().createObjectNode();
      asked.put("act", act).put("reason", reason);
      JsonNode done = hub.post("/v1/ledger/key-changes", asked);
      PrintWriter out = command.commandLine().getOut();
      out.printf(
          "%s: recorded as entry %d; the ledger is signed with %s%s%n",
          act.toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
          done.path("receipt").path("index").asLong(),
          done.path("key").asText(),
          done.path("overlap").asBoolean() ? " and the key before it" : "");
      out.flush();
    }
  }

  @Command(
      name = "rotate-key",
      mixinStandardHelpOptions = true,
      description =
          "Gives the ledger a new key. The old one signs too until 'end-overlap', for clients and"
              + " witnesses that know only that one.")
  static final class RotateKey extends KeyChange {
    @Option(names = "--at-once", description = "the old key signs no more, as when it was stolen")
    private boolean atOnce;

    @Option(
        names = "--forget",
        description = "destroys the old private key on this node; needs --at-once")
    private boolean forget;

    @Override
    public Integer call() throws Exception {
      if (forget && !atOnce) {
        throw new picocli.CommandLine.ParameterException(
            command.commandLine(), "a key that still signs is not forgotten: give --at-once too");
      }
      act(atOnce ? "ROTATE_AT_ONCE" : "ROTATE");
      if (forget) {
        act("FORGET");
      }
      return 0;
    }
  }

  @Command(
      name = "end-overlap",
      mixinStandardHelpOptions = true,
      description = "Ends an overlap: only the newest key signs from now on.")
  static final class EndOverlap extends KeyChange {
    @Option(names = "--forget", description = "destroys the old private key on this node")
    private boolean forget;

    @Override
    public Integer call() throws Exception {
      act("END_OVERLAP");
      if (forget) {
        act("FORGET");
      }
      return 0;
    }
  }

  @Command(
      name = "forget-keys",
      mixinStandardHelpOptions = true,
      description = "Destroys the private keys on this node that sign no more.")
  static final class ForgetKeys extends KeyChange {
    @Override
    public Integer call() throws Exception {
      act("FORGET");
      return 0;
    }
  }
}
