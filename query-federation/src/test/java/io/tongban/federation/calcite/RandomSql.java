package io.tongban.federation.calcite;

import io.tongban.federation.calcite.Sql.Construct;
import io.tongban.registry.DataType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Random SQL over a random world, biased towards values that occur, so that most answers hold rows.
 * Only what means the same in the hub and in the oracle, or can be translated exactly.
 */
final class RandomSql {
  private final RandomWorld world;
  private final Dice dice;
  private final RandomStatistics statistics;
  private int aliases;
  private boolean declared;

  RandomSql(RandomWorld world, long seed) {
    this.world = world;
    this.dice = new Dice(seed);
    this.statistics = new RandomStatistics(this, world, dice);
  }

  /**
   * A query.
   *
   * @param ordered whether its order is total, up to equal rows
   * @param declared whether its parameters have declared types, as those of a service
   * @param single whether it asks for single records that may be counted only: it must be refused
   */
  record Query(Sql sql, boolean ordered, boolean declared, boolean single) {
    /** Its parameters' types; null where they are to be inferred. */
    List<DataType> types() {
      return declared ? sql.parameters().stream().map(Sql.Parameter::type).toList() : null;
    }

    List<Object> values() {
      return sql.parameters().stream().map(Sql.Parameter::value).toList();
    }
  }

  /** A column that may be named, with values it is known to hold. */
  record Col(Sql ref, String name, DataType type, List<Object> values) {
    boolean is(DataType wanted) {
      return type == wanted;
    }
  }

  /** Something to select from. */
  record From(Sql sql, List<Col> columns, Sql where, Sql star) {}

  /** A select list's entry. */
  record Item(Sql sql, DataType type, List<Object> values) {}

  /** A select with the types and values of its columns. */
  record Select(Sql sql, List<Item> items) {}

  Query next() {
    aliases = 0;
    declared = dice.chance(0.5);
    if (dice.chance(0.02) && !world.counted().isEmpty()) {
      return new Query(single().sql(), false, declared, true);
    }
    if (dice.chance(0.07)) {
      Query guarded = guarded();
      if (guarded != null) {
        return guarded;
      }
    }
    Sql with = null;
    From from;
    if (dice.chance(0.17)) {
      Select body = dice.chance(0.5) ? plain(from(1)) : starred(unaliased());
      String name = "w" + aliases++;
      with = Sql.of("WITH " + name + " AS (", Sql.of(Construct.CTE, body.sql()), ") ");
      from = dice.chance(0.4) ? joined(named(name, body), aliased()) : named(name, body);
    } else {
      from = from(0);
    }
    boolean counted = with == null && !world.counted().isEmpty() && dice.chance(0.08);
    Select select = counted ? statistics.select() : select(from);
    if (dice.chance(0.19) && select.items().stream().allMatch(item -> item.type() != null)) {
      select = united(select);
    }
    boolean ordered = dice.chance(0.25);
    Sql query = with == null ? select.sql() : Sql.of(with, select.sql());
    return new Query(
        ordered ? Sql.of(query, order(select.items().size())) : query, ordered, declared, false);
  }

  /** What no caller may be shown of records that may be counted only. */
  private Select single() {
    From from = table(dice.of(world.counted()), true, null);
    From all = dice.chance(0.3) ? joined(from, aliased()) : from;
    return switch (dice.below(3)) {
      case 0 -> starred(all);
      case 1 -> windowed(all);
      default ->
          new Select(
              Sql.of("SELECT ", dice.of(from.columns()).ref(), " FROM ", all.sql(), where(all)),
              List.of());
    };
  }

  private String order(int columns) {
    StringBuilder order = new StringBuilder(" ORDER BY ");
    for (int i = 1; i <= columns; i++) {
      order.append(i == 1 ? "" : ", ").append(i).append(dice.of(" ", " DESC ", " ASC "));
      order.append(dice.of("NULLS FIRST", "NULLS LAST"));
    }
    if (dice.chance(0.4)) {
      order.append(dice.of("", "", " OFFSET 1 ROWS"));
      order.append(" FETCH NEXT ").append(dice.between(1, 9)).append(" ROWS ONLY");
    }
    return order.toString();
  }

  // ── what is selected from ──

  private From from(int depth) {
    int kind = dice.below(100);
    if (kind < 24) {
      return dice.chance(0.7) ? aliased() : unaliased();
    }
    if (kind < 43) {
      return joined(aliased(), dice.chance(0.08) ? values() : aliased());
    }
    if (kind < 57) {
      return selfJoined();
    }
    if (kind < 75) {
      return lateral();
    }
    if (kind < 84 && !world.counted().isEmpty()) {
      From counted = named(null, statistics.select());
      return dice.chance(0.5) ? joined(counted, aliased()) : counted;
    }
    return depth > 0 ? aliased() : named(null, plain(from(depth + 1)));
  }

  From aliased() {
    return table(dice.of(world.open()), true, null);
  }

  private From unaliased() {
    return table(dice.of(world.open()), false, null);
  }

  /** Some values of a column as a table of their own. */
  private From values() {
    Col like = dice.of(aliased().columns());
    String alias = "y" + aliases++;
    List<Object> taken =
        IntStream.range(0, dice.between(1, 4))
            .mapToObj(i -> value(like.values(), like.type()))
            .toList();
    List<Sql> rows =
        taken.stream().map(value -> Sql.of("(" + Literals.sql(value, like.type()) + ")")).toList();
    return new From(
        Sql.of(Construct.INLINE_VIEW, "(VALUES ", Sql.list(rows, ", "), ") AS " + alias + " (c0)"),
        List.of(new Col(new Sql.Text(alias + ".c0"), "c0", like.type(), taken)),
        null,
        star(alias));
  }

  From table(RandomWorld.Table table, boolean aliased, Construct construct) {
    String name = table.name();
    boolean quoted = dice.chance(0.12);
    Sql named = new Sql.Table(table, quoted ? cased(name) : name);
    named = quoted ? Sql.of(Construct.QUOTED_CASE, named) : named;
    String alias = aliased ? "a" + aliases++ : name;
    Sql sql =
        aliased ? Sql.of(Construct.ALIAS, named, (dice.chance(0.7) ? " AS " : " ") + alias) : named;
    List<Col> columns = new ArrayList<>();
    for (RandomWorld.Field field : table.granted()) {
      columns.add(
          new Col(
              ref(alias, field.name()),
              field.name(),
              field.type(),
              world.seenValues(table, field)));
    }
    return new From(construct == null ? sql : Sql.of(construct, sql), columns, null, star(alias));
  }

  private Sql star(String alias) {
    return Sql.of(Construct.STAR, alias + ".*");
  }

  private Sql ref(String alias, String column) {
    return dice.chance(0.02)
        ? Sql.of(Construct.QUOTED_CASE, alias + "." + cased(column))
        : new Sql.Text(alias + "." + column);
  }

  private String cased(String name) {
    return '"'
        + dice.of(
            name.toUpperCase(Locale.ROOT),
            name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
            name)
        + '"';
  }

  /** A select or a common table expression under a name. */
  private From named(String cte, Select body) {
    String alias = "v" + aliases++;
    Sql sql =
        cte == null
            ? Sql.of(Construct.INLINE_VIEW, "(", body.sql(), ") AS " + alias)
            : new Sql.Text(cte + " AS " + alias);
    List<Col> columns = new ArrayList<>();
    for (int i = 0; i < body.items().size(); i++) {
      Item item = body.items().get(i);
      String name = item.sql() instanceof Sql.Text text ? text.text() : "c" + i;
      columns.add(new Col(new Sql.Text(alias + "." + name), name, item.type(), item.values()));
    }
    return new From(sql, columns, null, star(alias));
  }

  private From joined(From left, From right) {
    Sql on = on(left, right);
    if (on == null) {
      return left;
    }
    int kind = dice.below(100);
    if (kind < 30) {
      return fullyJoined(left, right, on);
    }
    String join = kind < 50 ? " LEFT JOIN " : kind < 57 ? " RIGHT JOIN " : " JOIN ";
    if (join.equals(" JOIN ") && dice.chance(0.2)) {
      return both(left, right, Sql.of(left.sql(), ", ", right.sql()), on);
    }
    if (join.equals(" JOIN ") && dice.chance(0.05)) {
      return both(left, right, Sql.of(left.sql(), " CROSS JOIN ", right.sql()), null);
    }
    if (dice.chance(0.15)) {
      on = Sql.of(on, " AND ", simple(right.columns()));
    }
    return both(left, right, Sql.of(left.sql(), join, right.sql(), " ON ", on), null);
  }

  /**
   * The oracle has no FULL JOIN: there it is a left join and the rows of the right side that match
   * nothing.
   */
  private From fullyJoined(From left, From right, Sql on) {
    String alias = "f" + aliases++;
    List<Sql> all = new ArrayList<>();
    List<Sql> unmatched = new ArrayList<>();
    List<Col> columns = new ArrayList<>();
    for (From side : List.of(left, right)) {
      for (Col col : side.columns()) {
        String name = "f" + columns.size();
        all.add(Sql.of(col.ref(), " AS " + name));
        unmatched.add(side == left ? new Sql.Text(Literals.sql(null, col.type())) : col.ref());
        Sql ref = new Sql.Either(col.ref(), new Sql.Text(alias + "." + name));
        columns.add(new Col(ref, col.name(), col.type(), col.values()));
      }
    }
    Sql hub = Sql.of(Construct.FULL_JOIN, left.sql(), " FULL JOIN ", right.sql(), " ON ", on);
    Sql oracle =
        Sql.of(
            "(SELECT ",
            Sql.list(all, ", "),
            " FROM ",
            left.sql(),
            " LEFT JOIN ",
            right.sql(),
            " ON ",
            on,
            " UNION ALL SELECT ",
            Sql.list(unmatched, ", "),
            " FROM ",
            right.sql(),
            " WHERE NOT EXISTS (SELECT 1 FROM ",
            left.sql(),
            " WHERE ",
            on,
            ")) AS " + alias);
    Sql star = new Sql.Either(Sql.of(left.star(), ", ", right.star()), new Sql.Text(alias + ".*"));
    return new From(new Sql.Either(hub, oracle), columns, null, star);
  }

  private static From both(From left, From right, Sql sql, Sql where) {
    List<Col> columns = new ArrayList<>(left.columns());
    columns.addAll(right.columns());
    return new From(sql, columns, where, Sql.of(left.star(), ", ", right.star()));
  }

  private Sql on(From left, From right) {
    List<Sql[]> pairs = pairs(left.columns(), right.columns());
    if (pairs.isEmpty()) {
      return null;
    }
    Sql[] pair = dice.of(pairs);
    Sql equal = Sql.of(pair[0], " = ", pair[1]);
    return dice.chance(0.06)
        ? Sql.of(pair[0], dice.of(" <= ", " > "), pair[1])
        : dice.chance(0.04) ? Sql.of("(", equal, " OR ", pair[0], " IS NULL)") : equal;
  }

  /** Columns that join well: keys and references, else equal types that share a value. */
  static List<Sql[]> pairs(List<Col> left, List<Col> right) {
    List<Sql[]> pairs = new ArrayList<>();
    for (Col a : left) {
      for (Col b : right) {
        boolean keys =
            List.of("k", "parent").contains(a.name()) && List.of("k", "parent").contains(b.name());
        boolean shared =
            a.type() == b.type()
                && a.type() != DataType.BOOLEAN
                && a.values().stream().anyMatch(v -> v != null && b.values().contains(v));
        if (shared) {
          for (int i = 0; i < (keys ? 6 : 1); i++) {
            pairs.add(new Sql[] {a.ref(), b.ref()});
          }
        }
      }
    }
    return pairs;
  }

  private From selfJoined() {
    RandomWorld.Table table = dice.of(world.open());
    return joined(table(table, true, null), table(table, true, Construct.SELF_JOIN));
  }

  /**
   * The oracle has no LATERAL: there it is a join, or a scalar subquery for each of its columns.
   */
  private From lateral() {
    From outer = aliased();
    From inner = aliased();
    List<Sql[]> pairs = pairs(outer.columns(), inner.columns());
    if (pairs.isEmpty()) {
      return outer;
    }
    Sql[] pair = dice.of(pairs);
    return dice.chance(0.6) ? lateralRows(outer, inner, pair) : lateralGroup(outer, inner, pair);
  }

  private From lateralRows(From outer, From inner, Sql[] pair) {
    String alias = "l" + aliases++;
    List<Col> taken = dice.some(inner.columns(), 1, 3);
    List<Sql> items = new ArrayList<>();
    List<Col> columns = new ArrayList<>(outer.columns());
    for (int i = 0; i < taken.size(); i++) {
      items.add(Sql.of(taken.get(i).ref(), " AS c" + i));
      columns.add(
          new Col(
              new Sql.Text(alias + ".c" + i), "c" + i, taken.get(i).type(), taken.get(i).values()));
    }
    Sql filter = dice.chance(0.4) ? simple(inner.columns()) : new Sql.Text("1 = 1");
    Sql list = Sql.list(items, ", ");
    boolean left = dice.chance(0.3);
    Sql hub =
        Sql.of(
            Construct.LATERAL,
            left ? " LEFT JOIN LATERAL (SELECT " : ", LATERAL (SELECT ",
            list,
            " FROM ",
            inner.sql(),
            " WHERE ",
            pair[1],
            " = ",
            pair[0],
            " AND ",
            filter,
            ") AS " + alias + (left ? " ON TRUE" : ""));
    Sql oracle =
        Sql.of(
            left ? " LEFT JOIN (SELECT " : " JOIN (SELECT ",
            list,
            ", ",
            pair[1],
            " AS jk FROM ",
            inner.sql(),
            " WHERE ",
            filter,
            ") AS " + alias + " ON " + alias + ".jk = ",
            pair[0]);
    return new From(Sql.of(outer.sql(), new Sql.Either(hub, oracle)), columns, null, null);
  }

  private From lateralGroup(From outer, From inner, Sql[] pair) {
    String alias = "l" + aliases++;
    Sql where = Sql.of(" FROM ", inner.sql(), " WHERE ", pair[1], " = ", pair[0]);
    List<Sql> items = new ArrayList<>();
    List<Col> columns = new ArrayList<>(outer.columns());
    List<Item> aggregates =
        List.of(
            new Item(new Sql.Text("COUNT(*)"), DataType.INTEGER, List.of()),
            aggregate(inner.columns()));
    for (int i = 0; i < aggregates.size(); i++) {
      items.add(Sql.of(aggregates.get(i).sql(), " AS c" + i));
      Sql ref =
          new Sql.Either(
              new Sql.Text(alias + ".c" + i),
              Sql.of("(SELECT ", aggregates.get(i).sql(), where, ")"));
      columns.add(new Col(ref, "c" + i, aggregates.get(i).type(), aggregates.get(i).values()));
    }
    Sql hub =
        Sql.of(
            Construct.LATERAL, ", LATERAL (SELECT ", Sql.list(items, ", "), where, ") AS " + alias);
    return new From(
        Sql.of(outer.sql(), new Sql.Either(hub, new Sql.Text(""))), columns, null, null);
  }

  // ── what is selected ──

  private Select select(From from) {
    int kind = dice.below(100);
    if (kind < 22 && from.star() != null) {
      return starred(from);
    }
    if (kind < 40 && from.star() != null) {
      return grouped(from);
    }
    if (kind < 55) {
      return windowed(from);
    }
    return plain(from);
  }

  private Select starred(From from) {
    Sql list = dice.chance(0.6) ? Sql.of(Construct.STAR, "*") : from.star();
    return new Select(
        Sql.of("SELECT ", list, " FROM ", from.sql(), where(from)), items(from.columns()));
  }

  /** Types are left out: nothing is united with a star. */
  private static List<Item> items(List<Col> columns) {
    return columns.stream()
        .map(col -> new Item(new Sql.Text(col.name()), col.type(), col.values()))
        .toList();
  }

  private Select plain(From from) {
    List<Item> items = new ArrayList<>();
    List<Sql> list = new ArrayList<>();
    int count = dice.between(1, 4);
    for (int i = 0; i < count; i++) {
      Item item = expression(from.columns(), true);
      items.add(new Item(Sql.of("c" + i), item.type(), item.values()));
      list.add(Sql.of(item.sql(), " AS c" + i));
    }
    return new Select(
        Sql.of(
            dice.chance(0.15) ? "SELECT DISTINCT " : "SELECT ",
            Sql.list(list, ", "),
            " FROM ",
            from.sql(),
            where(from)),
        items);
  }

  private Select grouped(From from) {
    List<Sql> keys = new ArrayList<>();
    List<Sql> list = new ArrayList<>();
    List<Item> items = new ArrayList<>();
    for (Col key : dice.some(from.columns(), 1, 2)) {
      Item item = dice.chance(0.8) ? item(key) : function(List.of(key));
      keys.add(item.sql());
      list.add(Sql.of(item.sql(), " AS c" + items.size()));
      items.add(new Item(Sql.of("c" + items.size()), item.type(), item.values()));
    }
    int aggregates = dice.between(1, 2);
    for (int i = 0; i < aggregates; i++) {
      Item item = dice.chance(0.12) ? filtered(from.columns()) : aggregate(from.columns());
      list.add(Sql.of(item.sql(), " AS c" + items.size()));
      items.add(new Item(Sql.of("c" + items.size()), item.type(), item.values()));
    }
    return new Select(
        Sql.of(
            "SELECT ",
            Sql.list(list, ", "),
            " FROM ",
            from.sql(),
            where(from),
            " GROUP BY ",
            Sql.list(keys, ", "),
            dice.chance(0.2) ? " HAVING COUNT(*) > " + dice.below(2) : ""),
        items);
  }

  private Item filtered(List<Col> columns) {
    Col column = dice.of(columns);
    boolean number = column.is(DataType.INTEGER) || column.is(DataType.DECIMAL);
    Sql call = Sql.of(number ? "SUM(" : "COUNT(", column.ref(), ") FILTER (WHERE ");
    return new Item(
        Sql.of(call, simple(columns), ")"), number ? column.type() : DataType.INTEGER, List.of());
  }

  /** Averages of whole numbers are whole numbers in the hub, those of decimals have 12 places. */
  Item aggregate(List<Col> columns) {
    Col column = dice.of(columns);
    int kind = dice.below(5);
    if (kind == 0 || column.is(DataType.BOOLEAN)) {
      return new Item(
          dice.chance(0.5) ? new Sql.Text("COUNT(*)") : Sql.of("COUNT(", column.ref(), ")"),
          DataType.INTEGER,
          List.of(1L, 2L));
    }
    if (kind == 1) {
      return new Item(
          Sql.of("COUNT(DISTINCT ", column.ref(), ")"), DataType.INTEGER, List.of(1L, 2L));
    }
    if (kind == 2 && column.is(DataType.INTEGER)) {
      return new Item(
          new Sql.Either(
              Sql.of("AVG(", column.ref(), ")"),
              Sql.of("CAST(SUM(", column.ref(), ") AS BIGINT) / COUNT(", column.ref(), ")")),
          DataType.INTEGER,
          List.of());
    }
    if (kind == 2 && column.is(DataType.DECIMAL)) {
      return new Item(
          new Sql.Either(
              Sql.of("AVG(", column.ref(), ")"),
              Sql.of(
                  "ROUND(CAST(SUM(",
                  column.ref(),
                  ") AS DECIMAL(100, 40)) / COUNT(",
                  column.ref(),
                  "), 12)")),
          DataType.DECIMAL,
          List.of());
    }
    if (kind <= 3 && (column.is(DataType.INTEGER) || column.is(DataType.DECIMAL))) {
      return new Item(Sql.of("SUM(", column.ref(), ")"), column.type(), List.of());
    }
    return new Item(
        Sql.of(dice.of("MIN(", "MAX("), column.ref(), ")"), column.type(), column.values());
  }

  /** Row numbers are given in the order of all that is shown, so that ties are equal rows. */
  private Select windowed(From from) {
    List<Col> shown = dice.some(from.columns(), 1, 3);
    List<Sql> refs = shown.stream().map(Col::ref).toList();
    List<Item> items = new ArrayList<>();
    List<Sql> list = new ArrayList<>();
    for (Col col : shown) {
      list.add(Sql.of(col.ref(), " AS c" + items.size()));
      items.add(new Item(Sql.of("c" + items.size()), col.type(), col.values()));
    }
    Item window = window(from.columns(), shown, refs);
    list.add(Sql.of(Construct.WINDOW, window.sql(), " AS c" + items.size()));
    items.add(new Item(Sql.of("c" + items.size()), window.type(), window.values()));
    return new Select(
        Sql.of("SELECT ", Sql.list(list, ", "), " FROM ", from.sql(), where(from)), items);
  }

  private Item window(List<Col> columns, List<Col> ofShown, List<Sql> shown) {
    Sql by = Sql.of("PARTITION BY ", dice.of(columns).ref());
    Col ordered = dice.of(columns);
    List<Sql> all = shown.stream().map(ref -> Sql.of(ref, " NULLS LAST")).toList();
    List<Object> ranks = List.of(1L, 2L);
    Col first = ofShown.get(0);
    return switch (dice.below(8)) {
      case 5 ->
          new Item(
              Sql.of(
                  dice.of("LAG(", "LEAD(", "FIRST_VALUE("),
                  first.ref(),
                  ") OVER (ORDER BY ",
                  Sql.list(all, ", "),
                  ")"),
              first.type(),
              first.values());
      case 6 ->
          new Item(
              Sql.of("NTILE(3) OVER (ORDER BY ", Sql.list(all, ", "), ")"),
              DataType.INTEGER,
              ranks);
      case 7 ->
          new Item(
              Sql.of(
                  "COUNT(",
                  first.ref(),
                  ") OVER (ORDER BY ",
                  Sql.list(all, ", "),
                  " ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)"),
              DataType.INTEGER,
              ranks);
      case 0 ->
          new Item(
              Sql.of("ROW_NUMBER() OVER (ORDER BY ", Sql.list(all, ", "), ")"),
              DataType.INTEGER,
              ranks);
      case 1 ->
          new Item(
              Sql.of("RANK() OVER (ORDER BY ", ordered.ref(), " DESC NULLS LAST)"),
              DataType.INTEGER,
              ranks);
      case 2 ->
          new Item(Sql.of("COUNT(", ordered.ref(), ") OVER (", by, ")"), DataType.INTEGER, ranks);
      case 3 -> new Item(Sql.of("COUNT(*) OVER (", by, ")"), DataType.INTEGER, ranks);
      default -> {
        Item max = aggregateOver(ordered);
        yield new Item(
            Sql.of(
                max.sql(),
                " OVER (",
                by,
                dice.chance(0.5)
                    ? Sql.of(" ORDER BY ", dice.of(columns).ref(), " NULLS FIRST")
                    : "",
                ")"),
            max.type(),
            max.values());
      }
    };
  }

  private Item aggregateOver(Col column) {
    if (column.is(DataType.BOOLEAN)) {
      return new Item(Sql.of("COUNT(", column.ref(), ")"), DataType.INTEGER, List.of());
    }
    boolean number = column.is(DataType.INTEGER) || column.is(DataType.DECIMAL);
    return new Item(
        Sql.of(number ? dice.of("SUM(", "MAX(") : dice.of("MIN(", "MAX("), column.ref(), ")"),
        column.type(),
        List.of());
  }

  /** A second select with columns of the same types. */
  private Select united(Select first) {
    From from = dice.chance(0.8) ? aliased() : joined(aliased(), aliased());
    List<Sql> list = new ArrayList<>();
    for (Item item : first.items()) {
      List<Col> fit = from.columns().stream().filter(col -> col.is(item.type())).toList();
      list.add(
          fit.isEmpty() || dice.chance(0.05)
              ? new Sql.Text(Literals.sql(value(item.values(), item.type()), item.type()))
              : dice.of(fit).ref());
    }
    String operator = dice.of("UNION", "UNION ALL", "UNION ALL", "EXCEPT", "INTERSECT");
    return new Select(
        Sql.of(
            first.sql(),
            " " + operator + " ",
            Sql.of(
                Construct.UNION,
                "SELECT ",
                Sql.list(list, ", "),
                " FROM ",
                from.sql(),
                where(from))),
        first.items());
  }

  // ── expressions ──

  private static Item item(Col col) {
    return new Item(col.ref(), col.type(), col.values());
  }

  private Item expression(List<Col> columns, boolean subqueries) {
    int kind = dice.below(100);
    if (kind < 56) {
      return item(dice.of(columns));
    }
    if (kind < 72) {
      return function(columns);
    }
    if (kind < 84) {
      return cast(dice.of(columns));
    }
    if (kind < 92 && subqueries) {
      return scalar(columns);
    }
    Col col = dice.of(columns);
    return new Item(
        Sql.of(
            Construct.FUNCTION,
            "CASE WHEN ",
            simple(columns),
            " THEN ",
            col.ref(),
            " ELSE ",
            Literals.sql(value(col.values(), col.type()), col.type()),
            " END"),
        col.type(),
        col.values());
  }

  private Item function(List<Col> columns) {
    Col col = dice.of(columns);
    Sql c = col.ref();
    Item made =
        switch (col.type()) {
          case STRING ->
              switch (dice.below(9)) {
                case 7 -> number(Sql.of("POSITION('a' IN ", c, ")"));
                case 0 -> text(Sql.of("UPPER(", c, ")"));
                case 1 -> text(Sql.of("LOWER(", c, ")"));
                case 2 -> text(Sql.of(c, " || '", dice.of("!", "王", "\\", "''", " "), "'"));
                case 3 -> number(Sql.of("CHAR_LENGTH(", c, ")"));
                case 4 -> text(Sql.of("SUBSTRING(", c, " FROM " + dice.between(1, 2) + " FOR 2)"));
                case 5 -> text(Sql.of("COALESCE(", c, ", '无')"));
                case 6 -> text(Sql.of("TRIM(BOTH ' ' FROM ", c, ")"));
                default ->
                    text(
                        Sql.of(
                            "NULLIF(",
                            c,
                            ", ",
                            Literals.sql(value(col.values(), col.type()), col.type()),
                            ")"));
              };
          case INTEGER ->
              switch (dice.below(4)) {
                case 0 -> number(Sql.of(c, " + " + dice.between(1, 3)));
                case 1 -> number(Sql.of("MOD(", c, ", 3)"));
                case 2 -> number(Sql.of("ABS(", c, ")"));
                // a sum of whole numbers is a decimal in the oracle's database
                default ->
                    number(
                        new Sql.Either(Sql.of(c, " / 2"), Sql.of("CAST(", c, " AS BIGINT) / 2")));
              };
          case DECIMAL ->
              new Item(
                  switch (dice.below(4)) {
                    case 0 -> Sql.of(c, " + 0.50");
                    case 1 -> Sql.of("COALESCE(", c, ", 0.5)");
                    case 2 -> Sql.of("FLOOR(", c, ")");
                    default -> Sql.of("- ", c);
                  },
                  DataType.DECIMAL,
                  List.of());
          case BOOLEAN ->
              new Item(Sql.of("COALESCE(", c, ", FALSE)"), DataType.BOOLEAN, List.of(true));
          case DATE ->
              dice.chance(0.5)
                  ? number(Sql.of("EXTRACT(" + dice.of("YEAR", "MONTH", "DAY") + " FROM ", c, ")"))
                  : new Item(
                      new Sql.Either(
                          Sql.of("FLOOR(", c, " TO MONTH)"),
                          Sql.of("CAST(DATE_TRUNC(MONTH, ", c, ") AS DATE)")),
                      DataType.DATE,
                      List.of());
          case TIMESTAMP -> number(Sql.of("EXTRACT(YEAR FROM ", c, ")"));
        };
    return new Item(Sql.of(Construct.FUNCTION, made.sql()), made.type(), made.values());
  }

  private static Item text(Sql sql) {
    return new Item(sql, DataType.STRING, List.of());
  }

  private static Item number(Sql sql) {
    return new Item(sql, DataType.INTEGER, List.of());
  }

  private Item cast(Col col) {
    DataType to =
        switch (col.type()) {
          case STRING, BOOLEAN, DECIMAL -> DataType.STRING;
          case INTEGER -> dice.of(DataType.STRING, DataType.DECIMAL);
          case DATE -> dice.of(DataType.STRING, DataType.TIMESTAMP);
          case TIMESTAMP -> DataType.DATE;
        };
    if (col.type() == DataType.BOOLEAN && dice.chance(0.5) || col.type() == DataType.DECIMAL) {
      // the texts of decimals differ between databases
      return new Item(
          Sql.of(Construct.CAST, "CAST(", col.ref(), " AS " + Literals.sqlType(col.type()) + ")"),
          col.type(),
          col.values());
    }
    String type = col.type() == DataType.STRING && dice.chance(0.5) ? "VARCHAR(3)" : null;
    return new Item(
        Sql.of(
            Construct.CAST,
            "CAST(",
            col.ref(),
            " AS " + Objects.requireNonNullElse(type, Literals.sqlType(to)) + ")"),
        to,
        List.of());
  }

  /** A subquery of one value: an aggregate, with or without the row it stands in. */
  private Item scalar(List<Col> columns) {
    if (!world.counted().isEmpty() && dice.chance(0.15)) {
      Item statistic = statistics.scalar(columns);
      return new Item(
          Sql.of(Construct.SCALAR, statistic.sql()), statistic.type(), statistic.values());
    }
    From inner = aliased();
    Item aggregate = aggregate(inner.columns());
    List<Sql[]> pairs = pairs(columns, inner.columns());
    if (dice.chance(0.6) && !pairs.isEmpty()) {
      Sql[] pair = dice.of(pairs);
      return new Item(
          Sql.of(
              Construct.SCALAR,
              Sql.of(
                  Construct.CORRELATED,
                  "(SELECT ",
                  aggregate.sql(),
                  " FROM ",
                  inner.sql(),
                  " WHERE ",
                  pair[1],
                  " = ",
                  pair[0],
                  ")")),
          aggregate.type(),
          aggregate.values());
    }
    return new Item(
        Sql.of(
            Construct.SCALAR,
            "(SELECT ",
            aggregate.sql(),
            " FROM ",
            inner.sql(),
            dice.chance(0.4) ? Sql.of(" WHERE ", simple(inner.columns())) : "",
            ")"),
        aggregate.type(),
        aggregate.values());
  }

  // ── predicates ──

  private Sql where(From from) {
    List<Sql> all = new ArrayList<>();
    if (from.where() != null) {
      all.add(from.where());
    }
    int count = dice.chance(0.3) ? 0 : dice.chance(0.75) ? 1 : 2;
    for (int i = 0; i < count; i++) {
      all.add(predicate(from.columns()));
    }
    return all.isEmpty() ? Sql.of() : Sql.of(" WHERE ", Sql.list(all, " AND "));
  }

  private Sql predicate(List<Col> columns) {
    int kind = dice.below(100);
    if (kind < 36) {
      return simple(columns);
    }
    if (kind < 46) {
      return Sql.of("(", simple(columns), " OR ", predicate(columns), ")");
    }
    if (kind < 50) {
      return Sql.of("NOT (", simple(columns), ")");
    }
    if (kind < 66) {
      return exists(columns);
    }
    if (kind < 80) {
      return among(columns);
    }
    if (kind < 88) {
      Item computed = dice.chance(0.6) ? function(columns) : cast(dice.of(columns));
      return Sql.of(
          computed.sql(),
          dice.of(" <> ", " >= ", " <= "),
          declared
              ? operand(computed.values(), computed.type())
              : Literals.sql(value(computed.values(), computed.type()), computed.type()));
    }
    if (kind < 91) {
      return quantified(columns);
    }
    Item scalar = scalar(columns);
    List<Col> fit = columns.stream().filter(col -> col.is(scalar.type())).toList();
    Object left =
        fit.isEmpty()
            ? Literals.sql(value(scalar.values(), scalar.type()), scalar.type())
            : dice.of(fit).ref();
    return Sql.of(left, dice.of(" <= ", " <> ", " >= "), scalar.sql());
  }

  private Sql exists(List<Col> columns) {
    From inner = aliased();
    List<Sql[]> pairs = pairs(columns, inner.columns());
    if (pairs.isEmpty()) {
      return simple(columns);
    }
    Sql[] pair = dice.of(pairs);
    return Sql.of(
        Construct.CORRELATED,
        dice.chance(0.75) ? "EXISTS (SELECT " : "NOT EXISTS (SELECT ",
        dice.chance(0.5) ? Sql.of(Construct.STAR, "*") : "1",
        " FROM ",
        inner.sql(),
        " WHERE ",
        pair[1],
        " = ",
        pair[0],
        dice.chance(0.3) ? Sql.of(" AND ", simple(inner.columns())) : "",
        ")");
  }

  private Sql quantified(List<Col> columns) {
    From inner = aliased();
    List<Sql[]> pairs = pairs(columns, inner.columns());
    if (pairs.isEmpty()) {
      return simple(columns);
    }
    Sql[] pair = dice.of(pairs);
    return Sql.of(
        pair[0],
        dice.of(" = ANY ", " <> ALL ", " >= ALL ", " < ANY "),
        Sql.of(
            Construct.SUBQUERY,
            "(SELECT ",
            pair[1],
            " FROM ",
            inner.sql(),
            dice.chance(0.5) ? Sql.of(" WHERE ", simple(inner.columns())) : "",
            ")"));
  }

  private Sql among(List<Col> columns) {
    From inner = aliased();
    List<Sql[]> pairs = pairs(columns, inner.columns());
    if (pairs.isEmpty()) {
      return simple(columns);
    }
    Sql[] pair = dice.of(pairs);
    return Sql.of(
        pair[0],
        dice.chance(0.75) ? " IN " : " NOT IN ",
        Sql.of(
            Construct.SUBQUERY,
            "(SELECT ",
            pair[1],
            " FROM ",
            inner.sql(),
            dice.chance(0.4) ? Sql.of(" WHERE ", simple(inner.columns())) : "",
            ")"));
  }

  Sql simple(List<Col> columns) {
    Col col = dice.of(columns);
    int kind = dice.below(100);
    if (col.is(DataType.BOOLEAN) && kind < 70) {
      return Sql.of(col.ref(), dice.of("", " IS NOT TRUE", " IS TRUE", " = FALSE", " IS NULL"));
    }
    if (kind < 22) {
      return Sql.of(col.ref(), " = ", operand(col));
    }
    if (kind < 32 || col.is(DataType.BOOLEAN)) {
      return Sql.of(col.ref(), " <> ", operand(col));
    }
    if (kind < 52) {
      return Sql.of(col.ref(), dice.of(" < ", " <= ", " > ", " >= ", " >= ", " <= "), operand(col));
    }
    if (kind < 68) {
      List<Sql> values =
          IntStream.range(0, dice.between(2, 5)).mapToObj(i -> operand(col)).toList();
      return Sql.of(
          col.ref(), dice.chance(0.8) ? " IN (" : " NOT IN (", Sql.list(values, ", "), ")");
    }
    if (kind < 76) {
      return Sql.of(col.ref(), dice.of(" IS NOT NULL", " IS NOT NULL", " IS NULL"));
    }
    if (kind < 80) {
      return Sql.of(col.ref(), " IS DISTINCT FROM ", operand(col));
    }
    if (kind < 84) {
      List<Col> alike = columns.stream().filter(other -> other.is(col.type())).toList();
      return Sql.of(col.ref(), dice.of(" = ", " <= ", " >= "), dice.of(alike).ref());
    }
    if (col.is(DataType.STRING)) {
      return like(col);
    }
    return Sql.of(col.ref(), " BETWEEN ", operand(col), " AND ", operand(col));
  }

  private Sql operand(Col col) {
    return operand(col.values(), col.type());
  }

  /**
   * A value that is given as a parameter, sometimes of the other type of numbers, or is written.
   */
  private Sql operand(List<Object> values, DataType type) {
    Object value = value(values, type);
    if (dice.chance(0.6)) {
      return new Sql.Text(Literals.sql(value, type));
    }
    if (declared && type == DataType.INTEGER && dice.chance(0.3)) {
      return new Sql.Parameter(
          new BigDecimal(value.toString()).add(dice.of(BigDecimal.ZERO, new BigDecimal("0.5"))),
          DataType.DECIMAL);
    }
    if (declared && value instanceof BigDecimal number && dice.chance(0.3)) {
      return new Sql.Parameter(number.longValue(), DataType.INTEGER);
    }
    return new Sql.Parameter(value, type);
  }

  /** The oracle's LIKE counts by halves of characters, its regular expressions do not. */
  private Sql like(Col col) {
    String pattern = pattern(col.values());
    boolean not = dice.chance(0.15);
    return new Sql.Either(
        Sql.of(col.ref(), not ? " NOT LIKE " : " LIKE ", Literals.sql(pattern, DataType.STRING)),
        Sql.of(
            not ? "NOT REGEXP_LIKE(" : "REGEXP_LIKE(",
            col.ref(),
            ", ",
            Literals.sql(Literals.regex(pattern), DataType.STRING),
            ", 'n')"));
  }

  private String pattern(List<Object> values) {
    String text = String.valueOf(value(values, DataType.STRING)).replace("\\", "");
    int[] characters = text.codePoints().toArray();
    int cut = Math.min(characters.length, dice.between(0, 2));
    return switch (dice.below(3)) {
      case 0 -> new String(characters, 0, cut) + "%";
      case 1 -> "%" + new String(characters, characters.length - cut, cut);
      default -> text.isEmpty() ? "%" : "_" + new String(characters, 1, characters.length - 1);
    };
  }

  /** A value that occurs, if one is known; never null. */
  private Object value(List<Object> values, DataType type) {
    List<Object> known = values.stream().filter(Objects::nonNull).toList();
    if (!known.isEmpty() && dice.chance(0.93)) {
      return dice.of(known);
    }
    return switch (type) {
      case STRING -> dice.of("王", "k1", "a", "", "Person");
      case INTEGER -> dice.of(0L, 1L, 3L, 2000L);
      case DECIMAL -> dice.of(new BigDecimal("2.00"), new BigDecimal("0.5"));
      case BOOLEAN -> dice.chance(0.5);
      case DATE -> LocalDate.parse(dice.of("2000-01-01", "1970-01-01"));
      case TIMESTAMP -> Instant.parse("2000-01-01T00:00:00Z");
    };
  }

  // ── what fails on some rows ──

  /** A division that fails on a value, if possible on one that only hidden rows have. */
  private Query guarded() {
    for (RandomWorld.Table table : dice.some(world.open(), 5, 5)) {
      for (RandomWorld.Field field : table.granted()) {
        if (field.type() == DataType.INTEGER && field.mask() == null && table.rule() != null) {
          return guarded(table, field);
        }
      }
    }
    return null;
  }

  private Query guarded(RandomWorld.Table table, RandomWorld.Field field) {
    List<Object> seen = world.seenValues(table, field);
    List<Object> hidden =
        table.values(field.name()).stream().filter(v -> v != null && !seen.contains(v)).toList();
    Object zero =
        hidden.isEmpty() || dice.chance(0.1) ? value(seen, DataType.INTEGER) : dice.of(hidden);
    From from = table(table, true, null);
    String alias = "a0";
    Sql failing =
        Sql.of(
            dice.of("10 / (", "MOD(10, "),
            alias + "." + field.name() + " - " + ((Long) zero < 0 ? "(" + zero + ")" : zero),
            ") <> 99");
    List<Col> shown = dice.some(from.columns(), 1, 3);
    return new Query(
        Sql.of(
            "SELECT ",
            Sql.list(shown.stream().map(Col::ref).toList(), ", "),
            " FROM ",
            new Sql.Guarded(new Sql.Table(table, table.name()), alias, failing),
            dice.chance(0.4) ? Sql.of(" AND ", simple(from.columns())) : ""),
        false,
        declared,
        false);
  }
}
