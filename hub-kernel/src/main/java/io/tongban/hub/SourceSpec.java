package io.tongban.hub;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/**
 * {@code kind: Source}: a department's system and how to reach it. Exactly one of {@code file},
 * {@code http}, {@code jdbc}. Values may hold {@code ${NAME}}, taken from the hub's environment or
 * its settings {@code tongban.var.NAME}; so passwords never stand in a file.
 */
public record SourceSpec(
    @JsonProperty(required = true) @JsonPropertyDescription("The Department it belongs to")
        String department,
    @JsonPropertyDescription("A folder that files are dropped in") FileSource file,
    @JsonPropertyDescription("A web service") HttpSource http,
    @JsonPropertyDescription("A database") JdbcSource jdbc) {

  /**
   * @param directory folder; relative to the hub's data directory
   */
  public record FileSource(@JsonProperty(required = true) String directory) {}

  /**
   * @param url base URL, http or https
   * @param timeoutSeconds for one answer, default 30
   * @param allowedHosts further hosts that redirects may lead to
   * @param privateNetwork whether the address may be one of a private network, or of the hub's own
   *     machine where it runs as the example hub; link-local addresses are always refused
   */
  public record HttpSource(
      @JsonProperty(required = true) String url,
      Integer timeoutSeconds,
      List<String> allowedHosts,
      Boolean privateNetwork) {}

  /**
   * @param url JDBC URL without credentials
   * @param maxConnections size of the pool, default 8
   * @param timeoutSeconds deadline for a connection and for a statement, default 10
   */
  public record JdbcSource(
      @JsonProperty(required = true) String url,
      String user,
      String password,
      Integer maxConnections,
      Integer timeoutSeconds) {}
}
