package io.tongban.federation.calcite;

import io.tongban.registry.DataType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A random row condition, with an evaluation of its own in SQL's three-valued logic (null is
 * unknown): the oracle does not ask the hub which rows a caller may see.
 *
 * @param sql as an agreement would write it, attributes as {@code :name}
 * @param pushable whether a source can evaluate all of it
 * @param columns the columns it reads
 * @param attributes the caller's attributes it reads
 * @param holds for a row, by column, and a caller, by attribute
 */
record RowRule(
    String sql,
    boolean pushable,
    Set<String> columns,
    Set<String> attributes,
    Function<Seen, Boolean> holds) {

  /** A row and who looks at it. */
  record Seen(Map<String, Object> row, Map<String, String> caller) {}

  boolean lets(Map<String, Object> row, Map<String, String> caller) {
    return Boolean.TRUE.equals(holds.apply(new Seen(row, caller)));
  }

  /** A rule over columns of the table, and over an attribute where the table has {@code region}. */
  static RowRule random(RandomWorld.Table table, Dice dice) {
    RowRule rule = simple(table, dice);
    if (dice.chance(0.35)) {
      rule = either(rule, simple(table, dice), dice.chance(0.6));
    }
    return dice.chance(0.1) ? rule.not() : rule;
  }

  private static RowRule simple(RandomWorld.Table table, Dice dice) {
    List<RandomWorld.Field> fields = new ArrayList<>(table.fields());
    boolean byRegion = fields.stream().anyMatch(field -> field.name().equals("region"));
    if (byRegion && dice.chance(0.6)) {
      fields.removeIf(field -> !field.name().equals("region"));
    }
    RandomWorld.Field field = dice.of(fields);
    String name = field.name();
    if (name.equals("region")) {
      return dice.chance(0.8) ? attribute(name, dice) : upper(name, table, dice);
    }
    if (dice.chance(0.1)) {
      boolean not = dice.chance(0.8);
      return leaf(
          name + (not ? " IS NOT NULL" : " IS NULL"), name, true, value -> (value == null) != not);
    }
    Object value = dice.of(table.values(name));
    if (value == null) {
      return leaf(name + " IS NOT NULL", name, true, found -> found != null);
    }
    return compared(field, value, dice);
  }

  private static RowRule attribute(String name, Dice dice) {
    String operator = dice.chance(0.85) ? "=" : "<>";
    return new RowRule(
        name + " " + operator + " :region",
        true,
        Set.of(name),
        Set.of("region"),
        seen -> {
          Object value = seen.row().get(name);
          return value == null
              ? null
              : value.equals(seen.caller().get("region")) == operator.equals("=");
        });
  }

  /** No source is asked for the upper case of a text: this rule is applied in the hub. */
  private static RowRule upper(String name, RandomWorld.Table table, Dice dice) {
    Object value = dice.of(table.values(name));
    String wanted = String.valueOf(value).toUpperCase(Locale.ROOT);
    return leaf(
        "UPPER(" + name + ") = " + Literals.sql(wanted, DataType.STRING),
        name,
        false,
        found -> found == null ? null : found.toString().toUpperCase(Locale.ROOT).equals(wanted));
  }

  private static RowRule compared(RandomWorld.Field field, Object value, Dice dice) {
    String name = field.name();
    String literal = Literals.sql(value, field.type());
    return switch (field.type()) {
      case STRING ->
          leaf(name + " <> " + literal, name, true, v -> v == null ? null : !v.equals(value));
      case BOOLEAN -> leaf(name + " = " + literal, name, true, v -> v == null ? null : v == value);
      case TIMESTAMP ->
          leaf(name + " <> " + literal, name, false, v -> v == null ? null : !v.equals(value));
      case INTEGER, DECIMAL, DATE -> ordered(name, literal, value, dice.of(">=", "<=", "<>"));
    };
  }

  private static RowRule ordered(String name, String literal, Object value, String operator) {
    return leaf(
        name + " " + operator + " " + literal,
        name,
        true,
        found -> {
          if (found == null) {
            return null;
          }
          int order = order(found, value);
          return switch (operator) {
            case ">=" -> order >= 0;
            case "<=" -> order <= 0;
            default -> order != 0;
          };
        });
  }

  private static int order(Object a, Object b) {
    if (a instanceof LocalDate date) {
      return date.compareTo((LocalDate) b);
    }
    return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString()));
  }

  private static RowRule leaf(
      String sql, String column, boolean pushable, Function<Object, Boolean> holds) {
    return new RowRule(
        sql, pushable, Set.of(column), Set.of(), seen -> holds.apply(seen.row().get(column)));
  }

  private static RowRule either(RowRule a, RowRule b, boolean or) {
    Set<String> columns = new LinkedHashSet<>(a.columns);
    columns.addAll(b.columns);
    Set<String> attributes = new LinkedHashSet<>(a.attributes);
    attributes.addAll(b.attributes);
    return new RowRule(
        "(" + a.sql + ") " + (or ? "OR" : "AND") + " (" + b.sql + ")",
        a.pushable && b.pushable,
        columns,
        attributes,
        seen -> {
          Boolean left = a.holds.apply(seen);
          Boolean right = b.holds.apply(seen);
          // the value that decides alone
          Boolean decides = or;
          if (decides.equals(left) || decides.equals(right)) {
            return decides;
          }
          return left == null || right == null ? null : !decides;
        });
  }

  private RowRule not() {
    return new RowRule(
        "NOT (" + sql + ")",
        pushable,
        columns,
        attributes,
        seen -> {
          Boolean value = holds.apply(seen);
          return value == null ? null : !value;
        });
  }
}
