package io.tongban.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.hub.CanonicalJson;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Prints figures, a JSON object a line. */
final class Report {
  private final String bench;

  Report(String bench) {
    this.bench = bench;
  }

  /** A figure that must not be below the floor. */
  void floor(String figure, double value, String unit, double floor) {
    line(figure, value, unit).put("floor", round(floor));
    flush();
  }

  /** A figure that must not be above the ceiling. */
  void ceiling(String figure, double value, String unit, double ceiling) {
    line(figure, value, unit).put("ceiling", round(ceiling));
    flush();
  }

  /** A figure without a limit. */
  void figure(String figure, double value, String unit) {
    line(figure, value, unit);
    flush();
  }

  private ObjectNode line;

  private ObjectNode line(String figure, double value, String unit) {
    line = CanonicalJson.mapper().createObjectNode();
    return line.put("bench", bench)
        .put("figure", figure)
        .put("value", round(value))
        .put("unit", unit);
  }

  private void flush() {
    System.out.println(line);
    System.out.flush();
  }

  private static BigDecimal round(double value) {
    return BigDecimal.valueOf(value).setScale(value < 100 ? 3 : 0, RoundingMode.HALF_UP);
  }
}
