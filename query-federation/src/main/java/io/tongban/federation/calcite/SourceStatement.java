package io.tongban.federation.calcite;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Comparator;
import java.util.GregorianCalendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.function.Function1;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The SQL one source is sent, compiled once; run with each call's values. Where it wants the keys
 * of the other side of a join it has a text for each size of key list, made when first needed.
 */
final class SourceStatement implements Function1<DataContext, Enumerable<Object>> {
  /** Longest IN list; more keys are sent in several statements. */
  private static final int LONGEST_LIST = 1_024;

  private final SourceDatabase database;
  private final Function<UnaryOperator<SqlNode>, Text> print;
  private final List<Integer> slots;
  private final SqlTypeName[] columns;
  private final double scanned;
  private final Map<List<Integer>, Text> texts = new ConcurrentHashMap<>();
  private final Text shown;

  /**
   * A parameter of the statement.
   *
   * @param index in the plan
   */
  record Parameter(int index, SqlTypeName type) {}

  /** The SQL, and the parameter of each of its {@code ?}. */
  record Text(String sql, Parameter[] parameters) {}

  /**
   * One statement to send.
   *
   * @param keys what the slots of the text are bound to
   */
  record Sending(Text text, Map<Integer, List<Object>> keys) {}

  /**
   * @param print prints the statement after its key conditions were rewritten
   * @param slots whose keys it wants, see {@link KeySlots}
   * @param scanned estimated rows of the whole tables it reads, 0 where values bound it
   */
  SourceStatement(
      SourceDatabase database,
      Function<UnaryOperator<SqlNode>, Text> print,
      List<Integer> slots,
      List<SqlTypeName> columns,
      double scanned) {
    this.database = database;
    this.print = print;
    this.slots = slots;
    this.columns = columns.toArray(SqlTypeName[]::new);
    this.scanned = scanned;
    this.shown = text(slots.stream().map(slot -> 1).toList());
  }

  SourceDatabase database() {
    return database;
  }

  /** The SQL, with one key where it has a list of keys. */
  String sql() {
    return shown.sql();
  }

  /** The parameter of each of its {@code ?}, as far as they are no keys. */
  List<Parameter> parameters() {
    return List.of(shown.parameters());
  }

  /** Whether it reads whole tables; such answers are streamed. */
  boolean unbounded() {
    return scanned > 0;
  }

  /** Estimated rows of the whole tables it reads; 0 where values bound it. */
  double scanned() {
    return scanned;
  }

  /** Whether it may and should be asked before its rows are wanted. */
  boolean ahead() {
    return database.slow() && slots.isEmpty() && !unbounded();
  }

  @Override
  public Enumerable<Object> apply(DataContext context) {
    QueryRun run = (QueryRun) context;
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<Object> enumerator() {
        return run.rows(SourceStatement.this);
      }
    };
  }

  /** What is to be sent, one after the other; nothing where there are no keys to look up. */
  List<Sending> sendings(QueryRun run) {
    if (slots.isEmpty()) {
      return List.of(new Sending(shown, Map.of()));
    }
    Map<Integer, List<Object>> keys = new LinkedHashMap<>();
    for (int slot : slots) {
      Set<Object> found = run.keys().keys(slot);
      if (found != null && found.isEmpty()) {
        return List.of();
      }
      if (found != null) {
        keys.put(slot, List.copyOf(found));
      }
    }
    return database.arrays() ? List.of(sending(keys)) : lists(keys);
  }

  /** The longest list is cut; the others are sent with each piece or, if too long, not at all. */
  private List<Sending> lists(Map<Integer, List<Object>> keys) {
    Integer cut =
        keys.entrySet().stream()
            .max(Comparator.comparingInt(entry -> entry.getValue().size()))
            .map(Map.Entry::getKey)
            .orElse(null);
    if (cut == null) {
      return List.of(sending(Map.of()));
    }
    Map<Integer, List<Object>> others = new LinkedHashMap<>(keys);
    List<Object> longest = others.remove(cut);
    others.values().removeIf(list -> list.size() > LONGEST_LIST);
    List<Sending> sendings = new ArrayList<>();
    for (int from = 0; from < longest.size(); from += LONGEST_LIST) {
      Map<Integer, List<Object>> piece = new LinkedHashMap<>(others);
      piece.put(cut, longest.subList(from, Math.min(longest.size(), from + LONGEST_LIST)));
      sendings.add(sending(piece));
    }
    return sendings;
  }

  private Sending sending(Map<Integer, List<Object>> keys) {
    List<Integer> sizes =
        slots.stream().map(slot -> size(keys.getOrDefault(slot, List.of()).size())).toList();
    return new Sending(texts.computeIfAbsent(sizes, this::text), keys);
  }

  /** Lists of a few sizes only, so that sources keep their plans; an array is always one value. */
  private int size(int keys) {
    if (keys == 0) {
      return 0;
    }
    return database.arrays() ? 1 : Integer.highestOneBit(Math.max(1, 2 * keys - 1));
  }

  private Text text(List<Integer> sizes) {
    KeyCondition.Form form = slot -> sizes.get(slots.indexOf(slot));
    return print.apply(
        statement ->
            database.arrays()
                ? KeyCondition.asArrays(statement, form)
                : KeyCondition.asLists(statement, form));
  }

  /** Binds the values of one sending; a list is filled up with its last key. */
  void bind(PreparedStatement statement, Sending sending, QueryRun run) throws SQLException {
    Parameter[] parameters = sending.text().parameters();
    int before = -1;
    int key = 0;
    for (int i = 0; i < parameters.length; i++) {
      Parameter parameter = parameters[i];
      if (!KeySlots.isSlot(parameter.index())) {
        bind(statement, i + 1, run.parameter(parameter.index()), parameter.type());
      } else if (database.arrays()) {
        List<Object> keys = sending.keys().get(parameter.index());
        statement.setArray(i + 1, array(statement, keys, parameter.type()));
      } else {
        List<Object> keys = sending.keys().get(parameter.index());
        // a slot may be asked for more than once: then its lists follow one another
        key = parameter.index() == before ? (key + 1) % size(keys.size()) : 0;
        bind(statement, i + 1, keys.get(Math.min(key, keys.size() - 1)), parameter.type());
      }
      before = parameter.index();
    }
  }

  private static Array array(PreparedStatement statement, List<Object> keys, SqlTypeName type)
      throws SQLException {
    Object[] values = keys.toArray();
    if (type == SqlTypeName.DATE) {
      Arrays.setAll(values, i -> LocalDate.ofEpochDay(((Number) keys.get(i)).longValue()));
    }
    return statement.getConnection().createArrayOf(element(type), values);
  }

  private static String element(SqlTypeName type) {
    return switch (type) {
      case BIGINT, INTEGER, SMALLINT, TINYINT -> "bigint";
      case DECIMAL, DOUBLE, FLOAT, REAL -> "numeric";
      case BOOLEAN -> "boolean";
      case DATE -> "date";
      default -> "text";
    };
  }

  private static void bind(PreparedStatement statement, int at, Object value, SqlTypeName type)
      throws SQLException {
    if (value == null) {
      statement.setNull(at, jdbcType(type));
    } else if (value instanceof String text) {
      statement.setString(at, text);
    } else if (value instanceof Long number) {
      statement.setLong(at, number);
    } else if (type == SqlTypeName.DATE) {
      statement.setObject(at, LocalDate.ofEpochDay(((Number) value).longValue()));
    } else {
      statement.setObject(at, value);
    }
  }

  private static int jdbcType(SqlTypeName type) {
    return switch (type) {
      case BIGINT, INTEGER, SMALLINT, TINYINT -> Types.BIGINT;
      case DECIMAL, DOUBLE, FLOAT, REAL -> Types.NUMERIC;
      case BOOLEAN -> Types.BOOLEAN;
      case DATE -> Types.DATE;
      default -> Types.VARCHAR;
    };
  }

  /** A row as compiled plans expect it: the value alone where there is one column. */
  Object read(ResultSet row) throws SQLException {
    if (columns.length == 1) {
      return value(row, 1, columns[0]);
    }
    Object[] values = new Object[columns.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(row, i + 1, columns[i]);
    }
    return values;
  }

  private Object value(ResultSet row, int at, SqlTypeName type) throws SQLException {
    try {
      return typed(row, at, type);
    } catch (SQLException | java.time.DateTimeException | ArithmeticException wrong) {
      throw SourceFaults.value(database, row.getMetaData().getColumnLabel(at), type, wrong);
    }
  }

  private Object typed(ResultSet row, int at, SqlTypeName type) throws SQLException {
    switch (type) {
      case BIGINT:
        long number = row.getLong(at);
        return row.wasNull() ? null : (Object) number;
      case TINYINT, SMALLINT, INTEGER:
        long small = row.getLong(at);
        return row.wasNull() ? null : (Object) Math.toIntExact(small);
      case DECIMAL:
        var decimal = row.getBigDecimal(at);
        return decimal == null ? null : SqlTypes.plain(decimal);
      case BOOLEAN:
        boolean flag = row.getBoolean(at);
        return row.wasNull() ? null : (Object) flag;
      case DATE:
        LocalDate date = row.getObject(at, LocalDate.class);
        return date == null ? null : (Object) (int) date.toEpochDay();
      case TIMESTAMP:
        var timestamp = row.getTimestamp(at, calendar());
        return timestamp == null ? null : (Object) timestamp.getTime();
      default:
        return row.getString(at);
    }
  }

  private Calendar calendar() {
    return new GregorianCalendar(TimeZone.getTimeZone(database.zone()), Locale.ROOT);
  }
}
