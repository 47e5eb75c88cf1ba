package io.tongban.registry.directory;

/** Makes the tables of standard records. */
public interface RecordTables {
  /**
   * Makes the table and adds what it lacks. Idempotent and additive; outside of any transaction.
   *
   * @throws io.tongban.hub.ProblemException {@link
   *     io.tongban.registry.RegistryProblem#TABLE_MISMATCH} if a column has another type
   */
  void ensure(RecordTable table);
}
