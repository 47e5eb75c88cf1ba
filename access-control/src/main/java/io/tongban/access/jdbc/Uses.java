package io.tongban.access.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where uses are kept. All but {@link #atOnce} is asked by one thread at a time. */
interface Uses {
  /**
   * A use.
   *
   * @param digest hex SHA-256 of context and id
   */
  record Use(String digest, Instant until) {}

  /**
   * Marks a use without a transaction.
   *
   * @return whether it was not marked before; empty where that takes a transaction
   */
  default Optional<Boolean> atOnce(Use use) {
    return Optional.empty();
  }

  /**
   * Marks different uses within a transaction.
   *
   * @return for each whether it was not marked before
   * @throws SQLException if none of them is to be taken as marked
   */
  boolean[] mark(Connection transaction, List<Use> uses) throws SQLException;

  /** The transaction was committed. */
  void committed();

  /** The transaction was not committed, as far as is known. */
  void failed();
}
