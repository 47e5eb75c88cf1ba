package io.tongban.api.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tongban sql "SELECT …"}. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    description = "Asks a governed question; the answer comes with its receipt.")
final class SqlCommand implements Callable<Integer> {
  @Mixin private HubConnection hub;
  @Mixin private AnswerOutput output;
  @Spec private CommandSpec command;

  @Parameters(index = "0", description = "one SELECT; ? are parameters")
  private String sql;

  @Parameters(index = "1..*", description = "values of the parameters")
  private List<String> parameters = List.of();

  @Option(names = "--purpose", required = true, description = "name of the purpose")
  private String purpose;

  @Option(names = "--case", description = "reference of the case it is needed for")
  private String caseReference;

  @Override
  public Integer call() throws Exception {
    ObjectNode request = CanonicalJson.mapper().createObjectNode();
    request.put("sql", sql).put("purpose", purpose).put("case", caseReference);
    parameters.forEach(request.putArray("parameters")::add);
    output.ask(hub, "/v1/query", request, command.commandLine());
    return 0;
  }
}
