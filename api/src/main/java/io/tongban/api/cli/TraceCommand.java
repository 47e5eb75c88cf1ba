package io.tongban.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tongban trace RESOURCE KEY} and {@code tongban trace --certificate ID}. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    description = "Shows where a datum came from and who received it; the look is recorded.")
final class TraceCommand implements Callable<Integer> {
  @Mixin private HubConnection hub;
  @Spec private CommandSpec command;

  @Parameters(index = "0", arity = "0..1", description = "name of the resource")
  private String resource;

  @Parameters(index = "1", arity = "0..1", description = "key of the record")
  private String key;

  @Option(names = "--certificate", description = "id of a certificate instead")
  private String certificate;

  @Override
  public Integer call() throws Exception {
    if (certificate == null && (resource == null || key == null)) {
      throw new ParameterException(
          command.commandLine(), "name a resource and a key, or --certificate ID");
    }
    String query =
        certificate != null
            ? "certificate=" + encode(certificate)
            : "resource=" + encode(resource) + "&key=" + encode(key);
    JsonNode trace = hub.get("/v1/trace?" + query);
    command.commandLine().getOut().println(trace.toPrettyString());
    command.commandLine().getOut().flush();
    return 0;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
