package io.tongban.federation.calcite;

import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.function.Function2;

/**
 * Puts a run's rows behind a tap.
 *
 * @param scalar whether a row is the value of its only column
 */
record Tapping(List<KeyTap.Key> keys, boolean bounded, boolean scalar)
    implements Function2<DataContext, Enumerable<Object>, Enumerable<Object>> {
  @Override
  public Enumerable<Object> apply(DataContext context, Enumerable<Object> rows) {
    QueryRun run = (QueryRun) context;
    TappedRows tapped = new TappedRows(this, rows, run);
    keys.forEach(key -> run.keys().offer(key.slot(), tapped));
    return tapped;
  }

  Object value(Object row, int column) {
    return scalar ? row : ((Object[]) row)[column];
  }
}
