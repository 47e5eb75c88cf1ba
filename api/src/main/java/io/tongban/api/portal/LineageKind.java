package io.tongban.api.portal;

/** What a node of the lineage graph is, by how its name begins. */
enum LineageKind {
  /** A department's file, table or service that is read. */
  SOURCE("source/"),
  CONNECTOR("connector/"),
  RESOURCE("resource/"),
  SERVICE("service/"),
  QUERY("query/"),
  /** Who received data. */
  RECIPIENT("client/"),
  /** A type of certificate that is made of a service's answer. */
  CERTIFICATE("certificate/"),
  DATASET(""),
  JOB("");

  private final String prefix;

  LineageKind(String prefix) {
    this.prefix = prefix;
  }

  /** The kind of a node. */
  static LineageKind of(String id, boolean job) {
    for (LineageKind kind : values()) {
      if (!kind.prefix.isEmpty() && kind.job() == job && id.startsWith(kind.prefix)) {
        return kind;
      }
    }
    return job ? JOB : DATASET;
  }

  /** Whether it is something that runs. */
  public boolean job() {
    return this == CONNECTOR || this == SERVICE || this == QUERY || this == JOB;
  }

  /** The name without what tells the kind. */
  String name(String id) {
    return id.substring(prefix.length());
  }

  /** The node of that name. */
  String id(String name) {
    return prefix + name;
  }
}
