package io.tongban.api.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import io.tongban.ledger.AuditPackVerdict;
import io.tongban.ledger.AuditPackVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tongban audit export} and {@code tongban audit verify FILE}. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Audit packs.",
    subcommands = {AuditCommand.Export.class, AuditCommand.Verify.class})
final class AuditCommand {

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description =
          "Exports entries with everything that proves them as a ZIP; the export is recorded.")
  static final class Export implements Callable<Integer> {
    @Mixin private HubConnection hub;
    @Spec private CommandSpec command;

    @ArgGroup(multiplicity = "1")
    private What what;

    @Option(names = "--purpose", description = "name of the Purpose (default: audit)")
    private String purpose;

    @Option(names = "--case", description = "the case the export is for")
    private String caseReference;

    @Option(
        names = "--out",
        description = "the file to write (default: ${DEFAULT-VALUE})",
        defaultValue = "audit-pack.zip")
    private Path out;

    /** One of the three. */
    static final class What {
      @Option(
          names = "--subject",
          required = true,
          arity = "0",
          description =
              "of one person; the identifier is read from the terminal or from the standard input,"
                  + " so that no list of processes shows it")
      private boolean subject;

      @Option(names = "--agreement", required = true, description = "of one SharingAgreement")
      private String agreement;

      @ArgGroup(exclusive = false)
      private Period period;
    }

    /** Days, both included. */
    static final class Period {
      @Option(names = "--from", required = true, description = "first day, for example 2026-01-01")
      private LocalDate from;

      @Option(names = "--to", required = true, description = "last day, included")
      private LocalDate to;
    }

    @Override
    public Integer call() throws Exception {
      ObjectNode ask = CanonicalJson.mapper().createObjectNode();
      if (what.subject) {
        ask.put("subject", SubjectInput.read());
      } else if (what.period != null) {
        ask.put("from", what.period.from.toString()).put("to", what.period.to.toString());
      } else {
        ask.put("agreement", what.agreement);
      }
      if (purpose != null) {
        ask.put("purpose", purpose);
      }
      if (caseReference != null) {
        ask.put("caseReference", caseReference);
      }
      hub.download("/v1/audit/packs", ask, "application/zip", out.toAbsolutePath());
      command.commandLine().getOut().println("written: " + out);
      command.commandLine().getOut().flush();
      return 0;
    }
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description =
          "Verifies an audit pack with the ledger's public key; needs no hub and no network.")
  static final class Verify implements Callable<Integer> {
    @Spec private CommandSpec command;

    @Parameters(description = "the pack")
    private Path file;

    @Mixin private LedgerKeyOption key;

    @Override
    public Integer call() throws IOException {
      AuditPackVerdict verdict = new AuditPackVerifier(key.keys().format()).verify(file);
      PrintWriter out = command.commandLine().getOut();
      verdict.findings().forEach(finding -> out.println(line(finding)));
      out.println(
          verdict.holds()
              ? "%s  holds: %d entries of %s under its checkpoint of size %d, %d anchors"
                  .formatted(
                      file,
                      verdict.entries(),
                      verdict.checkpoint().origin(),
                      verdict.checkpoint().size(),
                      verdict.anchors())
              : file + "  DOES NOT HOLD");
      if (verdict.hashesOnly() > 0) {
        out.println(verdict.hashesOnly() + " entries between them are there as hashes only");
      }
      if (verdict.withoutNonce() > 0) {
        out.println(verdict.withoutNonce() + " manifests could not be checked: they have no nonce");
      }
      out.flush();
      return verdict.holds() ? 0 : 1;
    }

    private static String line(AuditPackVerdict.Finding finding) {
      return finding.file()
          + (finding.index() < 0 ? "" : ", entry " + finding.index())
          + ": "
          + finding.message()
          + " ("
          + finding.reason()
          + ")";
    }
  }
}
