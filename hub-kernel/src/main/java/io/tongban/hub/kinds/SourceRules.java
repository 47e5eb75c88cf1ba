package io.tongban.hub.kinds;

import io.tongban.hub.FaultSink;
import io.tongban.hub.SourceSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a source's values may be, as far as they can be judged before variables are filled in. */
final class SourceRules {
  private static final int MAX_CONNECTIONS = 64;
  private static final int MAX_SECONDS = 3600;

  private static final Pattern TABLE = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final Pattern FILE =
      Pattern.compile("(?:[^/\\\\*?\\[\\]{}]+/)*[^/\\\\\\[\\]{}]+\\.(?i:csv|parquet)");

  private SourceRules() {}

  static void check(SourceSpec spec, FaultSink faults) {
    if (spec.file() != null) {
      file(spec.file(), faults);
    }
    if (spec.http() != null) {
      http(spec.http(), faults);
    }
    if (spec.jdbc() != null) {
      jdbc(spec.jdbc(), faults);
    }
  }

  private static void file(SourceSpec.FileSource file, FaultSink faults) {
    String directory = file.directory();
    boolean climbs = Arrays.asList(directory.split("[/\\\\]", -1)).contains("..");
    if (climbs || directory.startsWith("/") || directory.isBlank()) {
      faults.fault(
          "/spec/file/directory",
          "the folder \"" + directory + "\" does not lie below the hub's data directory",
          "write a relative path without \"..\", for example drop/premises");
    }
    if (file.tables() != null) {
      file.tables().forEach((name, table) -> table(name, table, faults));
    }
  }

  private static void table(String name, SourceSpec.FileTable table, FaultSink faults) {
    String pointer = "/spec/file/tables/" + name.replace("~", "~0").replace("/", "~1");
    if (!TABLE.matcher(name).matches()) {
      faults.fault(
          pointer,
          "\"" + name + "\" is no name of a table",
          "write small letters, digits and _, beginning with a letter");
    }
    if (!FILE.matcher(table.file()).matches()
        || Arrays.asList(table.file().split("/", -1)).contains("..")) {
      faults.fault(
          pointer + "/file",
          "\"" + table.file() + "\" is no file of the source's folder",
          "write a relative path that ends in .csv or .parquet, with * or ? in the last name only");
    } else if (!table.csv() && table.types() != null) {
      faults.fault(
          pointer + "/types", "a Parquet file knows the types of its columns", "leave types out");
    }
  }

  private static void http(SourceSpec.HttpSource http, FaultSink faults) {
    String url = http.url().toLowerCase(Locale.ROOT);
    if (!url.startsWith("http://") && !url.startsWith("https://") && !url.startsWith("${")) {
      faults.fault(
          "/spec/http/url", "this is no web address", "begin with https://, or with a ${VARIABLE}");
    }
    places("/spec/http/maxConcurrent", http.maxConcurrent(), "requests", faults);
    seconds("/spec/http/timeoutSeconds", http.timeoutSeconds(), faults);
  }

  private static void jdbc(SourceSpec.JdbcSource jdbc, FaultSink faults) {
    String url = jdbc.url().toLowerCase(Locale.ROOT);
    if (!url.startsWith("jdbc:") && !url.startsWith("${")) {
      faults.fault(
          "/spec/jdbc/url",
          "this is no JDBC URL",
          "begin with jdbc:, for example jdbc:postgresql://host/database");
    }
    if (url.contains("password=")) {
      faults.fault(
          "/spec/jdbc/url",
          "the URL holds a password",
          "write it as password: ${NAME} and set the variable in the hub's environment");
    }
    places("/spec/jdbc/maxConnections", jdbc.maxConnections(), "connections", faults);
    seconds("/spec/jdbc/timeoutSeconds", jdbc.timeoutSeconds(), faults);
  }

  private static void places(String pointer, Integer places, String what, FaultSink faults) {
    if (places != null && (places < 1 || places > MAX_CONNECTIONS)) {
      faults.fault(
          pointer,
          places + " " + what + " are not possible",
          "write a number from 1 to " + MAX_CONNECTIONS);
    }
  }

  private static void seconds(String pointer, Integer seconds, FaultSink faults) {
    if (seconds != null && (seconds < 1 || seconds > MAX_SECONDS)) {
      faults.fault(
          pointer,
          seconds + " seconds are not possible",
          "write a number from 1 to " + MAX_SECONDS);
    }
  }
}
