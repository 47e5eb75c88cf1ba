package io.tongban.registry.jdbc;

import io.tongban.registry.DataType;
import io.tongban.registry.RegistryProblem;
import io.tongban.registry.StandardRecord;
import io.tongban.registry.directory.RecordTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Brings a record's values into the one form in which they are stored and compared: decimals with
 * the column's scale, moments in UTC to the microsecond. What does not fit is refused, so that no
 * database rounds or cuts silently.
 */
final class Storable {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private final RecordTable table;

  Storable(RecordTable table) {
    this.table = table;
  }

  /** The values to store, in the order of the table's fields. */
  Object[] values(StandardRecord standardRecord) {
    List<Object> given = standardRecord.values();
    if (given.size() != table.fields().size()) {
      throw invalid(
          standardRecord,
          "has " + given.size() + " values where the resource has " + table.fields().size());
    }
    if (!HASH.matcher(standardRecord.hash()).matches()) {
      throw invalid(standardRecord, "has a source hash that is not 64 lower-case hex digits");
    }
    Object[] values = new Object[given.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(standardRecord, table.fields().get(i), given.get(i));
    }
    return values;
  }

  private Object value(StandardRecord standardRecord, RecordTable.Field field, Object value) {
    if (value == null) {
      if (field.key()) {
        throw invalid(standardRecord, "has no value in the key item " + field.name());
      }
      return null;
    }
    Object storable = storable(field, value);
    if (storable == null) {
      throw invalid(
          standardRecord,
          "has a value in " + field.name() + " that does not fit " + describe(field));
    }
    return storable;
  }

  private static String describe(RecordTable.Field field) {
    return field.type() == DataType.DECIMAL
        ? "a DECIMAL with " + field.decimals() + " decimals"
        : "its type " + field.type();
  }

  /** The value to store, or null if it does not fit. */
  private static Object storable(RecordTable.Field field, Object value) {
    return switch (field.type()) {
      case STRING -> value instanceof String text && text.indexOf('\0') < 0 ? text : null;
      case INTEGER -> value instanceof Long ? value : null;
      case DECIMAL -> value instanceof BigDecimal decimal ? scaled(decimal, field) : null;
      case BOOLEAN -> value instanceof Boolean ? value : null;
      case DATE ->
          value instanceof LocalDate day && day.getYear() >= 1 && day.getYear() <= 9999
              ? value
              : null;
      case TIMESTAMP -> value instanceof Instant instant ? moment(instant) : null;
    };
  }

  private static OffsetDateTime moment(Instant instant) {
    OffsetDateTime moment =
        OffsetDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
    return moment.getYear() >= 1 && moment.getYear() <= 9999 ? moment : null;
  }

  private static BigDecimal scaled(BigDecimal decimal, RecordTable.Field field) {
    if (decimal.stripTrailingZeros().scale() > field.decimals()) {
      return null;
    }
    return decimal.setScale(field.decimals(), RoundingMode.UNNECESSARY);
  }

  /** Names the row, never a value: those may be personal. */
  private RuntimeException invalid(StandardRecord standardRecord, String what) {
    return RegistryProblem.RECORD_INVALID.problem(
        "row " + standardRecord.row() + " for the resource " + table.resource() + " " + what);
  }
}
