package io.tongban.connectors.run;

import io.tongban.connectors.ConnectorProblem;
import java.util.Map;

/** Refuses a full load that would delete more than half of what is there. */
final class ShrinkGuard {
  private ShrinkGuard() {}

  /**
   * @param before records before the load
   * @param figures of the batch
   * @param reasons of the quarantine, for the message
   */
  static void check(long before, Tally.Figures figures, Map<String, Long> reasons) {
    long deleted = before - figures.updated() - figures.unchanged();
    if (deleted * 2 > before) {
      throw ConnectorProblem.SHRINK_REFUSED.problem(
          "of %d records %d would be deleted; the input gave %d rows, %d of them quarantined %s"
              .formatted(before, deleted, figures.read(), figures.quarantined(), reasons));
    }
  }
}
