package io.tongban.federation.calcite;

import io.tongban.federation.FederationProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;

/** Rows that are read ahead as soon as a source asks for their keys. */
final class TappedRows extends AbstractEnumerable<Object> {
  /** Beyond so many keys a source that may be read whole is read whole. */
  private static final int FEW_KEYS = 10_000;

  /** Most rows kept while their keys are asked for. */
  private static final int MOST_ROWS = 200_000;

  private final Tapping tap;
  private final Enumerable<Object> rows;
  private final QueryRun run;
  private final List<Object> read = new ArrayList<>();
  private final Map<Integer, Set<Object>> keys = new HashMap<>();
  private Enumerator<Object> rest;
  private boolean asked;
  private boolean reading;
  private boolean tooMany;

  TappedRows(Tapping tap, Enumerable<Object> rows, QueryRun run) {
    this.tap = tap;
    this.rows = rows;
    this.run = run;
  }

  /**
   * The distinct keys of a slot, nulls left out: a null matches nothing.
   *
   * @return null if they are too many to be sent and need not be
   */
  Set<Object> keys(int slot) {
    if (reading) {
      throw new IllegalStateException("both sides of a join wait for the other's keys");
    }
    if (!asked) {
      asked = true;
      reading = true;
      readAhead();
      reading = false;
    }
    return tooMany ? null : keys.get(slot);
  }

  private void readAhead() {
    tap.keys().forEach(key -> keys.put(key.slot(), new LinkedHashSet<>()));
    rest = rows.enumerator();
    while (!tooMany && rest.moveNext()) {
      run.checkFlag();
      Object row = rest.current();
      run.hold(row);
      read.add(row);
      for (KeyTap.Key key : tap.keys()) {
        add(keys.get(key.slot()), tap.value(row, key.column()));
      }
    }
    if (!tooMany) {
      rest.close();
      rest = null;
    }
  }

  private void add(Set<Object> found, Object key) {
    if (key == null) {
      return;
    }
    found.add(key);
    if (tap.bounded()) {
      requireModest();
    } else {
      tooMany |= found.size() > FEW_KEYS;
    }
  }

  private void requireModest() {
    if (read.size() > MOST_ROWS) {
      throw FederationProblem.QUERY_TOO_WIDE.problem(
          "one side of a join has more than " + MOST_ROWS + " rows to look up");
    }
  }

  /** Read a second time, rows of which not all were kept are asked for anew. */
  @Override
  public Enumerator<Object> enumerator() {
    boolean whole = asked && (rest != null || !tooMany);
    return whole ? new Replay() : rows.enumerator();
  }

  /** What was read ahead, then the rest. */
  private final class Replay implements Enumerator<Object> {
    private final Enumerator<Object> after = takeRest();
    private int next;
    private Object current;

    @Override
    public Object current() {
      return current;
    }

    @Override
    public boolean moveNext() {
      if (next < read.size()) {
        current = read.get(next++);
        return true;
      }
      if (after == null || !after.moveNext()) {
        return false;
      }
      current = after.current();
      return true;
    }

    @Override
    public void reset() {
      throw new IllegalStateException("rows that were read ahead are not begun again");
    }

    @Override
    public void close() {
      if (after != null) {
        after.close();
      }
    }
  }

  private Enumerator<Object> takeRest() {
    Enumerator<Object> taken = rest;
    rest = null;
    return taken;
  }
}
