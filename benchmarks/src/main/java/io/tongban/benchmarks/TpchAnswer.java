package io.tongban.benchmarks;

import io.tongban.federation.Federation;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;

/** The rows a query gave, in any order. */
record TpchAnswer(List<List<Object>> rows) {
  static TpchAnswer of(Federation.Unsettled answer) {
    return new TpchAnswer(answer.rows());
  }

  static TpchAnswer of(ResultSet result) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    int columns = result.getMetaData().getColumnCount();
    while (result.next()) {
      List<Object> row = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        row.add(result.getObject(i));
      }
      rows.add(row);
    }
    return new TpchAnswer(rows);
  }

  /**
   * How many rows one of both answers has and the other has not. Decimals are the same that differ
   * by one unit in the last place that this answer gives: Trino rounds averages and quotients
   * earlier than the hub.
   */
  int rowsApart(TpchAnswer other) {
    List<List<Object>> left = new LinkedList<>(other.rows);
    int missing = 0;
    for (List<Object> row : rows) {
      var candidates = left.iterator();
      boolean found = false;
      while (!found && candidates.hasNext()) {
        if (same(row, candidates.next())) {
          candidates.remove();
          found = true;
        }
      }
      missing += found ? 0 : 1;
    }
    return missing + left.size();
  }

  private static boolean same(List<Object> row, List<Object> other) {
    for (int i = 0; i < row.size(); i++) {
      if (!same(row.get(i), other.get(i))) {
        return false;
      }
    }
    return row.size() == other.size();
  }

  private static boolean same(Object value, Object other) {
    if (value instanceof Number && other instanceof Number) {
      BigDecimal number = new BigDecimal(value.toString());
      BigDecimal apart = number.subtract(new BigDecimal(other.toString())).abs();
      BigDecimal allowed = value instanceof BigDecimal ? number.ulp() : BigDecimal.ZERO;
      return apart.compareTo(allowed) <= 0;
    }
    return String.valueOf(value).equals(String.valueOf(other));
  }
}
