package io.tongban.federation.calcite;

import java.sql.SQLException;
import java.util.Set;

/**
 * What an error of Trino comes to, by its code: Trino's driver gives no SQL state. The codes are
 * those of {@code io.trino.spi.StandardErrorCode}; their upper bits tell the kind (the question's,
 * Trino's own, of resources, of what is behind it).
 */
enum TrinoFault {
  /** An expression had no value, or Trino was sent what it does not understand. */
  EVALUATION,
  /**
   * No such catalogue, schema, table or column, or one that may not be read or is of another type.
   */
  MISFIT,
  /** Stopped by a time limit of Trino's. */
  TOO_SLOW,
  /** Stopped by a memory limit of Trino's. */
  TOO_WIDE,
  /** Its queue takes no more. */
  BUSY,
  /** Stopped there by its operator. */
  CANCELLED,
  /** Trino itself does not answer. */
  DOWN,
  /** Trino answers, but a database that it reads does not. */
  BEHIND;

  private static final Set<Integer> MISFITS = Set.of(4, 5, 44, 45, 46, 47, 58);
  private static final Set<Integer> CANCELLATIONS = Set.of(2, 3, 38);
  private static final int QUEUE_FULL = 0x2_0002;
  private static final Set<Integer> TIME_LIMITS = Set.of(0x2_0003, 0x2_0005);
  private static final int OF_TRINO = 0x1_0000;
  private static final int OF_RESOURCES = 0x2_0000;
  private static final int OF_OTHERS = 0x3_0000;

  static TrinoFault of(SQLException failed) {
    int code = failed.getErrorCode();
    if (MISFITS.contains(code)) {
      return MISFIT;
    }
    if (CANCELLATIONS.contains(code)) {
      return CANCELLED;
    }
    if (TIME_LIMITS.contains(code)) {
      return TOO_SLOW;
    }
    if (code == QUEUE_FULL) {
      return BUSY;
    }
    // errors of the driver itself have no code
    if (code == 0 || code >= OF_TRINO && code < OF_RESOURCES) {
      return DOWN;
    }
    if (code < OF_TRINO) {
      return EVALUATION;
    }
    return code < OF_OTHERS ? TOO_WIDE : BEHIND;
  }
}
