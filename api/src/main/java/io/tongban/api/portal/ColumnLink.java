package io.tongban.api.portal;

import io.tongban.ledger.ColumnRef;
import io.tongban.ledger.LineageRun;
import java.util.List;

/**
 * A column and one that it was made of, for the drawing.
 *
 * @param from dataset that was read
 * @param fromColumn its column
 * @param job that made it
 * @param to dataset that was written
 * @param toColumn its column; {@link #ALL} where the other decided which rows there are (INDIRECT
 *     for the whole dataset)
 * @param direct whether the value went in (DIRECT); else it only decided (INDIRECT)
 * @param masked whether the value was masked on its way
 * @param subtypes how, as OpenLineage names it; empty where that is not known
 */
record ColumnLink(
    String from,
    String fromColumn,
    String job,
    String to,
    String toColumn,
    boolean direct,
    boolean masked,
    List<String> subtypes) {
  ColumnLink(
      String from,
      String fromColumn,
      String job,
      String to,
      String toColumn,
      boolean direct,
      boolean masked) {
    this(from, fromColumn, job, to, toColumn, direct, masked, List.of());
  }

  /** All columns of a dataset. */
  static final String ALL = ColumnRef.ALL;

  /** What a run tells. */
  static List<ColumnLink> of(LineageRun run) {
    return run.columnLinks().stream()
        .map(
            link ->
                new ColumnLink(
                    link.from().dataset(),
                    link.from().name(),
                    run.job(),
                    link.to().dataset(),
                    link.to().name(),
                    link.direct(),
                    // what only decides is not seen in a masked value
                    link.direct() && link.masked(),
                    link.subtypes()))
        .toList();
  }

  /** Whether it leads into a column. */
  boolean into(String dataset, String column) {
    return to.equals(dataset) && (toColumn.equals(column) || toColumn.equals(ALL));
  }

  /** Whether it leads out of a column. */
  boolean outOf(String dataset, String column) {
    return from.equals(dataset) && fromColumn.equals(column);
  }
}
