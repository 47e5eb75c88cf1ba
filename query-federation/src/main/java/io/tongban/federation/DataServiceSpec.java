package io.tongban.federation;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.tongban.hub.Label;
import io.tongban.registry.DataType;
import java.time.LocalDate;
import java.util.List;

/**
 * {@code kind: DataService}: a federated API: SQL with typed, named parameters ({@code :name}),
 * compiled when it is applied.
 */
public record DataServiceSpec(
    @JsonProperty(required = true) @JsonPropertyDescription("Department that answers for it")
        String provider,
    @JsonPropertyDescription("What it answers, in plain words") Label description,
    @JsonProperty(required = true)
        @JsonPropertyDescription("A SELECT over resources by their SQL names, parameters as :name")
        String sql,
    @JsonPropertyDescription("Parameters") List<Parameter> parameters,
    @JsonPropertyDescription(
            "The parameter that names the person it is about; what rests on consent is answered for"
                + " this person only")
        String subject,
    @JsonPropertyDescription("A report may scan whole sources, within its budget") Report report,
    @JsonPropertyDescription(
            "Whether it answers the rest where a source that it can do without is down; the answer"
                + " then says what is missing")
        Boolean allowPartial,
    @JsonPropertyDescription("The service this is a version of; its own name if it is left out")
        String service,
    @JsonPropertyDescription("Number of the version in its path, v1 if it is left out")
        Integer majorVersion,
    @JsonPropertyDescription("Tells callers to move on") Deprecation deprecated,
    @JsonPropertyDescription(
            "Who joins and groups: the hub itself (local, the default), a Trino (trino), or Trino"
                + " where the sources' tables seem large (auto)")
        Engine engine) {

  /** The name in its path. */
  public String serviceName(String definitionName) {
    return service == null ? definitionName : service;
  }

  /** The number in its path. */
  public int versionNumber() {
    return majorVersion == null ? 1 : majorVersion;
  }

  /**
   * A version that is on its way out.
   *
   * @param since the day it was deprecated (RFC 9745)
   * @param sunset the day from which it is no longer answered (RFC 8594), or null
   * @param successor name of the DataService to call instead, or null
   */
  public record Deprecation(
      @JsonProperty(required = true) @JsonPropertyDescription("The day it was deprecated")
          LocalDate since,
      @JsonPropertyDescription("The day from which it answers no more") LocalDate sunset,
      @JsonPropertyDescription("Name of the DataService to call instead") String successor) {}

  /** Where a service's plan is evaluated. */
  public enum Engine {
    /** In the hub. */
    @JsonProperty("local")
    LOCAL,
    /** In Trino; refused at publication where the plan cannot be handed over whole. */
    @JsonProperty("trino")
    TRINO,
    /** In Trino if it would scan much and can be handed over, else in the hub. */
    @JsonProperty("auto")
    AUTO
  }

  /** A typed parameter. */
  public record Parameter(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) DataType type,
      Boolean required,
      Label description,
      String example) {}

  /** A report's budget. */
  public record Report(
      @JsonProperty(required = true) long maxRows, @JsonProperty(required = true) int maxSeconds) {}
}
