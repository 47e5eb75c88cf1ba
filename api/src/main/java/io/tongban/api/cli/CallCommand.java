package io.tongban.api.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tongban call SERVICE name=value …}. */
@Command(name = "call", mixinStandardHelpOptions = true, description = "Calls a data service.")
final class CallCommand implements Callable<Integer> {
  @Mixin private HubConnection hub;
  @Mixin private AnswerOutput output;
  @Spec private CommandSpec command;

  @Parameters(index = "0", description = "name of the data service")
  private String service;

  @Parameters(index = "1..*", description = "parameters, name=value")
  private Map<String, String> parameters = Map.of();

  @Option(names = "--purpose", required = true, description = "name of the purpose")
  private String purpose;

  @Option(names = "--case", description = "reference of the case it is needed for")
  private String caseReference;

  @Override
  public Integer call() throws Exception {
    ObjectNode request = CanonicalJson.mapper().createObjectNode();
    request.put("purpose", purpose).put("case", caseReference);
    parameters.forEach(request.putObject("parameters")::put);
    output.ask(hub, "/v1/services/" + service, request, command.commandLine());
    return 0;
  }
}
