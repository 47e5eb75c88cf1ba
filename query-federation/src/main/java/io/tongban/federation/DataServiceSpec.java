package io.tongban.federation;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.tongban.hub.Label;
import io.tongban.registry.DataType;
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
    @JsonPropertyDescription("A report may scan whole sources, within its budget") Report report,
    @JsonPropertyDescription(
            "Who joins and groups: the hub itself (local, the default), a Trino (trino), or Trino"
                + " where the sources' tables seem large (auto)")
        Engine engine) {

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
