package io.tongban.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.Erasures;
import io.tongban.hub.CanonicalJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tongban erase}. */
@Command(
    name = "erase",
    mixinStandardHelpOptions = true,
    description =
        "Erases a person: destroys the salt and deletes what leads to them; every proof still"
            + " holds. The identifier is read from the terminal or from the standard input, so that"
            + " no list of processes shows it. Cannot be undone.")
final class EraseCommand implements Callable<Integer> {
  @Mixin private HubConnection hub;
  @Spec private CommandSpec command;

  @Option(names = "--ground", required = true, description = "one of ${COMPLETION-CANDIDATES}")
  private Erasures.Ground ground;

  @Option(
      names = "--legal-basis",
      required = true,
      description = "the article or order; it is recorded and must name no person")
  private String legalBasis;

  @Option(names = "--case", description = "the case; it is recorded and must name no person")
  private String caseReference;

  @Override
  public Integer call() throws Exception {
    ObjectNode ask = CanonicalJson.mapper().createObjectNode();
    ask.put("subject", SubjectInput.read());
    ask.put("ground", ground.name()).put("legalBasis", legalBasis);
    if (caseReference != null) {
      ask.put("caseReference", caseReference);
    }
    JsonNode done = hub.post("/v1/erasures", ask);
    var out = command.commandLine().getOut();
    out.printf(
        "erased: number %d of the journal, ledger entry %s at index %d%n",
        done.path("number").asLong(),
        done.path("receipt").path("id").asText(),
        done.path("receipt").path("index").asLong());
    out.println("keep a copy of the journal elsewhere (GET /v1/erasures/journal)");
    out.flush();
    return 0;
  }
}
