package io.tongban.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tongban load CONNECTOR}. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description = "Runs a connector and shows what came of it.")
final class LoadCommand implements Callable<Integer> {
  @Mixin private HubConnection hub;
  @Spec private CommandSpec command;

  @Parameters(index = "0", description = "name of the connector")
  private String connector;

  @Override
  public Integer call() throws Exception {
    String id =
        hub.post("/v1/connectors/" + connector + "/runs", JsonNodeFactory.instance.objectNode())
            .path("run")
            .asText();
    JsonNode run = hub.get("/v1/runs/" + id);
    while (run.path("ended").isNull()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(250));
      run = hub.get("/v1/runs/" + id);
    }
    PrintWriter out = command.commandLine().getOut();
    out.printf(
        "%s  read %d = accepted %d + quarantined %d + unchanged %d%n",
        run.path("state").asText(),
        run.path("read").asLong(),
        run.path("accepted").asLong(),
        run.path("quarantined").asLong(),
        run.path("unchanged").asLong());
    if (!run.path("problem").isNull()) {
      out.println(run.path("problem").asText());
    }
    out.flush();
    return "COMPLETE".equals(run.path("state").asText()) ? 0 : 1;
  }
}
