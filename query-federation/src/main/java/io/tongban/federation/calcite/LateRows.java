package io.tongban.federation.calcite;

import java.util.function.Supplier;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;

/** Rows that are asked for when the first is read. */
final class LateRows implements Enumerator<Object> {
  private final Supplier<Enumerable<Object>> rows;
  private Enumerator<Object> opened;

  LateRows(Supplier<Enumerable<Object>> rows) {
    this.rows = rows;
  }

  @Override
  public Object current() {
    return opened.current();
  }

  @Override
  public boolean moveNext() {
    if (opened == null) {
      opened = rows.get().enumerator();
    }
    return opened.moveNext();
  }

  @Override
  public void reset() {
    if (opened != null) {
      opened.reset();
    }
  }

  @Override
  public void close() {
    if (opened != null) {
      opened.close();
    }
  }
}
