package io.tongban.connectors.mapping;

import io.tongban.registry.StandardRecord;

/** What became of a row. */
public sealed interface Mapped {
  /** A record in standard form. */
  record Accepted(StandardRecord standardRecord) implements Mapped {}

  /** Not a record. */
  record Rejected(Rejection rejection) implements Mapped {}
}
