package io.tongban.api.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** The hub answered with a problem document. */
final class HubRefusal extends Exception {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final transient JsonNode problem;

  HubRefusal(int status, JsonNode problem) {
    super("the hub answered " + status);
    this.status = status;
    this.problem = problem;
  }

  /** What happened, where, what to do: a line each. */
  String explanation() {
    StringBuilder text = new StringBuilder();
    text.append(problem.path("title").asText("The hub answered " + status));
    append(text, problem.path("detail").asText(""));
    for (JsonNode fault : problem.path("faults")) {
      JsonNode place = fault.path("place");
      append(
          text,
          "  %s:%d:%d  %s  (%s)"
              .formatted(
                  place.path("file").asText(),
                  place.path("line").asInt(),
                  place.path("column").asInt(),
                  fault.path("message").asText(),
                  fault.path("fix").asText()));
    }
    append(text, problem.path("apply").asText(""));
    append(text, problem.path("remedy").asText(problem.path("error_description").asText("")));
    return text.toString();
  }

  private static void append(StringBuilder text, String line) {
    if (!line.isEmpty()) {
      text.append(System.lineSeparator()).append(line);
    }
  }
}
