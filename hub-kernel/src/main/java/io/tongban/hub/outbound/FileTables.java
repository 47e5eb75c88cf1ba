package io.tongban.hub.outbound;

import io.tongban.hub.HubProblem;
import io.tongban.hub.SourceSpec.ColumnType;
import io.tongban.hub.SourceSpec.FileTable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The files of a source as tables of a DuckDB in memory that can open these files and nothing else:
 * no other file, no network, no extension, and no setting can be changed any more. DuckDB follows
 * links out of the folders it is allowed, so the hub finds the files and names each by its real
 * path.
 */
final class FileTables {
  /** Each has a DuckDB of its own, with so much memory as {@link #BOUNDS} says. */
  static final int CONNECTIONS = 4;

  static final String URL = "jdbc:duckdb:";

  private static final int MOST_FILES = 1_000;

  /** DuckDB reads these in a name as a pattern, which would be another file than was judged. */
  private static final String PATTERN = ".*[*?\\[\\]].*";

  private static final List<String> BOUNDS =
      List.of(
          "SET threads = 1",
          "SET memory_limit = '128MB'",
          "SET temp_directory = ''",
          "SET enable_external_file_cache = false",
          "SET autoinstall_known_extensions = false",
          "SET autoload_known_extensions = false",
          "SET allow_community_extensions = false");

  private final String source;
  private final Map<String, FileTable> declared;
  private final Map<String, List<Path>> files;

  private FileTables(
      String source, Map<String, FileTable> declared, Map<String, List<Path>> files) {
    this.source = source;
    this.declared = declared;
    this.files = files;
  }

  /**
   * Looks which files there are. A table without files is none until one is there.
   *
   * @param folder the source's, judged already
   * @throws io.tongban.hub.ProblemException {@link HubProblem#OUTBOUND_REFUSED} for a file that is
   *     not in the folder, {@link HubProblem#SOURCE_UNREACHABLE} where it cannot be read
   */
  static FileTables find(String source, Path folder, Map<String, FileTable> declared) {
    Map<String, List<Path>> files = new LinkedHashMap<>();
    try {
      Path real = folder.toRealPath();
      for (var table : new TreeMap<>(declared).entrySet()) {
        files.put(table.getKey(), matching(source, real, table.getValue().file()));
      }
    } catch (IOException e) {
      throw HubProblem.SOURCE_UNREACHABLE
          .problem("the source \"" + source + "\": its files cannot be listed", e)
          .with("source", source);
    }
    return new FileTables(source, declared, files);
  }

  private static List<Path> matching(String source, Path folder, String pattern)
      throws IOException {
    int slash = pattern.lastIndexOf('/');
    Path parent = slash < 0 ? folder : folder.resolve(pattern.substring(0, slash));
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> matches =
        Files.newDirectoryStream(parent, pattern.substring(slash + 1))) {
      for (Path file : matches) {
        found.add(inside(source, folder, file));
        if (found.size() > MOST_FILES) {
          throw refused(source, "\"" + pattern + "\" are more than " + MOST_FILES + " files");
        }
      }
    }
    return found.stream().sorted().toList();
  }

  private static Path inside(String source, Path folder, Path file) throws IOException {
    Path real = file.toRealPath();
    if (!real.startsWith(folder)) {
      throw refused(source, "a file of its folder leads out of it by a link");
    }
    if (real.toString().matches(PATTERN)) {
      throw refused(source, "the name of a file of its folder holds one of *?[]");
    }
    return real;
  }

  private static RuntimeException refused(String source, String why) {
    return HubProblem.OUTBOUND_REFUSED
        .problem("the source \"" + source + "\": " + why)
        .with("source", source);
  }

  /** What changes whenever a file comes, goes or is replaced. */
  String state() {
    StringBuilder state = new StringBuilder();
    for (Path file : all()) {
      try {
        state.append(file).append(' ').append(Files.size(file)).append(' ');
        state.append(Files.getLastModifiedTime(file)).append(';');
      } catch (IOException gone) {
        state.append(file).append(" is gone;");
      }
    }
    return state.toString();
  }

  private List<Path> all() {
    return files.values().stream().flatMap(List::stream).distinct().toList();
  }

  /**
   * Makes the tables and shuts everything else. A table whose files are not as declared is none:
   * those who ask for it are told, the others are not kept from theirs.
   */
  void prepare(Connection connection) throws SQLException {
    for (String bound : BOUNDS) {
      run(connection, bound);
    }
    run(connection, "SET allowed_paths = " + list(all()));
    run(connection, "SET enable_external_access = false");
    for (var table : files.entrySet()) {
      if (!table.getValue().isEmpty()) {
        view(connection, table.getKey(), table.getValue());
      }
    }
    run(connection, "SET lock_configuration = true");
  }

  private void view(Connection connection, String table, List<Path> of) throws SQLException {
    String files = list(of);
    FileTable how = declared.get(table);
    try {
      run(
          connection,
          "CREATE VIEW \"%s\" AS SELECT * FROM %s"
              .formatted(table, how.csv() ? csv(files, how) : parquet(files)));
    } catch (SQLException misfit) {
      // its text may quote a row of the file
      System.getLogger(FileTables.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "the files of the table {0} of the source {1} are not as declared",
              table,
              source);
    }
  }

  private static String parquet(String files) {
    return "read_parquet(" + files + ", hive_partitioning = false)";
  }

  /** Everything that DuckDB would else guess from the first rows is said. */
  private static String csv(String files, FileTable how) {
    return "read_csv("
        + files
        + ", header = true, delim = ',', quote = '\"', escape = '\"', comment = '', skip = 0,"
        + " encoding = 'utf-8', nullstr = '', allow_quoted_nulls = false, null_padding = false,"
        + " ignore_errors = false, hive_partitioning = false, auto_type_candidates = ['VARCHAR'],"
        + " dateformat = '%Y-%m-%d'"
        + (how.types() == null || how.types().isEmpty() ? "" : ", types = " + types(how.types()))
        + ")";
  }

  private static String types(Map<String, ColumnType> types) {
    return new TreeMap<>(types)
        .entrySet().stream()
            .map(type -> text(type.getKey()) + ": " + text(sql(type.getValue())))
            .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String sql(ColumnType type) {
    return switch (type) {
      case INTEGER -> "BIGINT";
      case DECIMAL -> "DECIMAL(38, 12)";
      case BOOLEAN, DATE -> type.name();
    };
  }

  private static String list(List<Path> files) {
    return files.stream()
        .map(file -> text(file.toString()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
