package io.tongban.hub;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
   * A folder.
   *
   * @param tables its files as tables that live resources name; null where they are only loaded
   */
  public record FileSource(
      @JsonProperty(required = true)
          @JsonPropertyDescription("Folder, relative to the hub's data directory")
          String directory,
      @JsonPropertyDescription("Files of the folder as tables of live resources, by table")
          Map<String, FileTable> tables) {

    /** Whether live resources may ask its files. */
    @JsonIgnore
    public boolean queried() {
      return tables != null && !tables.isEmpty();
    }
  }

  /**
   * CSV files (RFC 4180, UTF-8, with a header) or Parquet files that are one table.
   *
   * @param file below the source's folder; the name itself may hold {@code *} and {@code ?}
   * @param types columns of a CSV file that are no texts, by their names in the header
   */
  public record FileTable(
      @JsonProperty(required = true)
          @JsonPropertyDescription(
              "A .csv or .parquet file of the folder, or several by * and ? in the name")
          String file,
      @JsonPropertyDescription("Columns of a CSV file that are no texts, by name")
          Map<String, ColumnType> types) {

    /** Whether it is CSV; else it is Parquet, which knows its columns' types. */
    @JsonIgnore
    public boolean csv() {
      return file.toLowerCase(Locale.ROOT).endsWith(".csv");
    }
  }

  /**
   * What a column of a CSV file holds: numbers with a point, {@code true} and {@code false}, dates
   * of ISO 8601. There are no times: DuckDB drops or misplaces their offsets.
   */
  public enum ColumnType {
    INTEGER,
    DECIMAL,
    BOOLEAN,
    DATE
  }

  /** A web service. */
  public record HttpSource(
      @JsonProperty(required = true) @JsonPropertyDescription("Base URL, http or https") String url,
      @JsonPropertyDescription("Seconds for one whole answer, default 30") Integer timeoutSeconds,
      @JsonPropertyDescription("Requests at once at most, default 8") Integer maxConcurrent,
      @JsonPropertyDescription("Further hosts that redirects may lead to")
          List<String> allowedHosts,
      @JsonPropertyDescription(
              "Whether the address may be one of a private network, or of the hub's own machine"
                  + " where it is an example hub; link-local addresses are always refused")
          Boolean privateNetwork) {}

  /** A database. */
  public record JdbcSource(
      @JsonProperty(required = true) @JsonPropertyDescription("JDBC URL without credentials")
          String url,
      @JsonPropertyDescription("Who connects; give a user that may only read") String user,
      @JsonPropertyDescription("Write ${NAME}, never the password itself") String password,
      @JsonPropertyDescription("Connections at most, default 8") Integer maxConnections,
      @JsonPropertyDescription("Seconds for a connection and for a statement, default 10")
          Integer timeoutSeconds,
      @JsonPropertyDescription(
              "Only where the database is a Trino that reads other sources' databases: its"
                  + " catalogue by name of the Source, and of the hub's own database under hub")
          Map<String, String> trinoCatalogs) {}
}
