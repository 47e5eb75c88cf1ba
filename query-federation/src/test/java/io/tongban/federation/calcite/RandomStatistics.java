package io.tongban.federation.calcite;

import io.tongban.federation.calcite.RandomSql.Col;
import io.tongban.federation.calcite.RandomSql.From;
import io.tongban.federation.calcite.RandomSql.Item;
import io.tongban.federation.calcite.RandomSql.Select;
import io.tongban.federation.calcite.Sql.Construct;
import io.tongban.registry.DataType;
import java.util.ArrayList;
import java.util.List;

/**
 * Random statistics over tables that may be read in groups only. The hub is asked for them as they
 * are; the oracle counts each group's records itself, in {@code HAVING}, and leaves out those that
 * have too few.
 */
final class RandomStatistics {
  private final RandomSql sql;
  private final RandomWorld world;
  private final Dice dice;

  RandomStatistics(RandomSql sql, RandomWorld world, Dice dice) {
    this.sql = sql;
    this.world = world;
    this.dice = dice;
  }

  /**
   * Where a statistic comes from.
   *
   * @param keys the columns that tell the records that are counted, one for each occurrence
   * @param floors how many of each there must be
   */
  private record Counted(Sql from, List<Col> columns, List<Sql> keys, List<Integer> floors) {}

  /**
   * One aggregate.
   *
   * @param argument that is not null in the records behind it, or null
   * @param filter its FILTER, or null
   */
  private record Call(Item item, Sql argument, Sql filter) {}

  Select select() {
    Counted counted = counted();
    List<Sql> list = new ArrayList<>();
    List<Sql> keys = new ArrayList<>();
    List<Item> items = new ArrayList<>();
    for (Col column : dice.some(counted.columns(), 0, 2)) {
      Item key = key(column);
      keys.add(key.sql());
      add(key, list, items);
    }
    List<Call> calls = new ArrayList<>();
    int least = keys.isEmpty() ? 1 : dice.below(5) == 0 ? 0 : 1;
    for (int i = 0; i < dice.between(least, 2) || i < least; i++) {
      Call call = call(counted, calls.stream().noneMatch(known -> known.filter() != null));
      calls.add(call);
      add(call.item(), list, items);
    }
    Sql having = having(counted, calls);
    boolean more = !keys.isEmpty() && dice.chance(0.15);
    Sql all =
        Sql.of(
            Construct.STATISTICS,
            "SELECT ",
            Sql.list(list, ", "),
            " FROM ",
            counted.from(),
            where(counted),
            keys.isEmpty() ? "" : Sql.of(" GROUP BY ", Sql.list(keys, ", ")),
            new Sql.Either(new Sql.Text(more ? " HAVING" : ""), Sql.of(having, more ? " AND" : "")),
            more ? " COUNT(*) > 2" : "");
    return new Select(all, items);
  }

  /** A statistic of one value; null where there are too few records. */
  Item scalar(List<Col> outer) {
    Counted counted = counted();
    Call call = call(counted, false);
    List<Sql[]> pairs = RandomSql.pairs(outer, counted.columns());
    boolean correlated = !pairs.isEmpty() && dice.chance(0.4);
    Sql[] pair = correlated ? dice.of(pairs) : null;
    Sql where =
        correlated
            ? Sql.of(Construct.CORRELATED, " WHERE ", pair[1], " = ", pair[0])
            : where(counted);
    return new Item(
        Sql.of(
            Construct.STATISTICS,
            "(SELECT ",
            call.item().sql(),
            " FROM ",
            counted.from(),
            where,
            new Sql.Either(new Sql.Text(""), having(counted, List.of(call))),
            ")"),
        call.item().type(),
        call.item().values());
  }

  private static void add(Item item, List<Sql> list, List<Item> items) {
    String name = "c" + items.size();
    list.add(Sql.of(item.sql(), " AS " + name));
    items.add(new Item(new Sql.Text(name), item.type(), item.values()));
  }

  // ── rows ──

  /** Records of one table, or looked up by a whole key from those of another. */
  private Counted counted() {
    RandomWorld.Table table = dice.of(world.counted());
    From from = sql.table(table, true, null);
    int floor = table.minimum();
    if (dice.chance(0.5)) {
      return new Counted(from.sql(), from.columns(), List.of(key(from)), List.of(floor));
    }
    RandomWorld.Table second = dice.of(dice.chance(0.7) ? world.open() : world.counted());
    From other = sql.table(second, true, null);
    List<Sql> keys = new ArrayList<>(List.of(key(from)));
    List<Integer> floors = new ArrayList<>(List.of(floor));
    if (second.minimum() > 1) {
      keys.add(key(other));
      floors.add(second.minimum());
    }
    boolean fromSecond = dice.chance(0.5);
    From left = fromSecond ? other : from;
    From right = fromSecond ? from : other;
    Sql on = Sql.of(reference(left), " = ", key(right));
    List<Col> columns = new ArrayList<>(left.columns());
    columns.addAll(right.columns());
    return new Counted(
        Sql.of(left.sql(), dice.of(" JOIN ", " JOIN ", " LEFT JOIN "), right.sql(), " ON ", on),
        columns,
        keys,
        floors);
  }

  private static Sql key(From from) {
    return from.columns().stream()
        .filter(column -> column.name().equals("k"))
        .map(Col::ref)
        .findFirst()
        .orElseThrow();
  }

  private Sql reference(From from) {
    return from.columns().stream()
        .filter(column -> column.name().equals("parent"))
        .map(Col::ref)
        .findFirst()
        .orElse(key(from));
  }

  /** Nothing here can fail: an error would tell of a record. */
  private Sql where(Counted counted) {
    List<Sql> all = new ArrayList<>();
    int count = dice.of(0, 0, 1, 1, 2);
    for (int i = 0; i < count; i++) {
      all.add(sql.simple(counted.columns()));
    }
    return all.isEmpty() ? Sql.of() : Sql.of(" WHERE ", Sql.list(all, " AND "));
  }

  // ── what is shown ──

  private Item key(Col column) {
    Sql ref = column.ref();
    boolean plain = dice.chance(0.7);
    if (!plain && column.is(DataType.STRING)) {
      return new Item(Sql.of("UPPER(", ref, ")"), DataType.STRING, List.of());
    }
    if (!plain && column.is(DataType.INTEGER)) {
      return new Item(Sql.of(ref, " / 3"), DataType.INTEGER, List.of());
    }
    if (!plain && column.is(DataType.DATE)) {
      return new Item(Sql.of("EXTRACT(YEAR FROM ", ref, ")"), DataType.INTEGER, List.of());
    }
    return new Item(ref, column.type(), column.values());
  }

  private Call call(Counted counted, boolean mayFilter) {
    Col column = dice.of(counted.columns());
    Sql filter = mayFilter && dice.chance(0.2) ? plain(counted.columns()) : null;
    Sql end = filter == null ? Sql.of(")") : Sql.of(") FILTER (WHERE ", filter, ")");
    boolean number = column.is(DataType.INTEGER) || column.is(DataType.DECIMAL);
    boolean day = column.is(DataType.DATE) || column.is(DataType.TIMESTAMP);
    int kind = dice.below(4);
    if (kind == 0 || !number && !day) {
      return dice.chance(0.5)
          ? new Call(counting(Sql.of("COUNT(*", end)), null, filter)
          : new Call(counting(Sql.of("COUNT(", column.ref(), end)), column.ref(), filter);
    }
    if (kind == 1 && !column.name().equals("k")) {
      return new Call(counting(Sql.of("COUNT(DISTINCT ", column.ref(), end)), column.ref(), filter);
    }
    String function = number && kind == 2 ? "SUM(" : dice.of("MIN(", "MAX(");
    Item item =
        new Item(
            Sql.of(function, column.ref(), end),
            column.type(),
            function.equals("SUM(") ? List.of() : column.values());
    return new Call(item, column.ref(), filter);
  }

  private static Item counting(Sql call) {
    return new Item(call, DataType.INTEGER, List.of(2L, 3L));
  }

  /** Used more than once in the oracle's text, so without parameters. */
  private Sql plain(List<Col> columns) {
    Col column = dice.of(columns);
    return Sql.of(column.ref(), dice.of(" IS NOT NULL", " IS NULL"));
  }

  // ── the oracle's counting ──

  private static Sql having(Counted counted, List<Call> calls) {
    List<Sql> all = new ArrayList<>();
    for (int i = 0; i < counted.keys().size(); i++) {
      Sql key = counted.keys().get(i);
      String least = String.valueOf(counted.floors().get(i));
      Sql total = Sql.of("COUNT(DISTINCT ", key, ")");
      all.add(Sql.of(total, " >= " + least));
      for (Call call : calls) {
        List<Sql> conditions = new ArrayList<>();
        if (call.filter() != null) {
          conditions.add(Sql.of("(", call.filter(), ")"));
          Sql let = counted(key, conditions);
          all.add(Sql.of("(", total, " = ", let, " OR ", total, " - ", let, " >= " + least + ")"));
          all.add(Sql.of(let, " >= " + least));
        }
        if (call.argument() != null) {
          conditions.add(Sql.of(call.argument(), " IS NOT NULL"));
        }
        if (!conditions.isEmpty()) {
          all.add(Sql.of(counted(key, conditions), " >= " + least));
        }
      }
    }
    return Sql.of(" HAVING ", Sql.list(all, " AND "));
  }

  private static Sql counted(Sql key, List<Sql> conditions) {
    return Sql.of(
        "COUNT(DISTINCT CASE WHEN ",
        Sql.list(List.copyOf(conditions), " AND "),
        " THEN ",
        key,
        " END)");
  }
}
