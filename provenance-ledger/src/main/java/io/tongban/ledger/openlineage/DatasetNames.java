package io.tongban.ledger.openlineage;

import java.util.regex.Pattern;

/**
 * One name for OpenLineage's namespace and name. What is in the hub's namespace has its own name
 * ({@code resource/premises}); everything else begins with a URI's scheme ({@code
 * s3://bucket/file}) or with two slashes ({@code //airflow-prod/dag.task}), as no name of the hub
 * does.
 */
record DatasetNames(String hub) {
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");

  /** Whether that is the hub's namespace. */
  boolean own(String namespace) {
    return namespace.equals(hub);
  }

  /** The name in the graph. */
  String of(String namespace, String name) {
    if (own(namespace)) {
      return name;
    }
    String root = URI.matcher(namespace).matches() ? namespace : "//" + namespace;
    return root.endsWith("/") || name.startsWith("/") ? root + name : root + "/" + name;
  }
}
