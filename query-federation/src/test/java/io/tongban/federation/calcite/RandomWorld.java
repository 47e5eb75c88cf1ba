package io.tongban.federation.calcite;

import io.tongban.access.AccessGrant;
import io.tongban.access.Actor;
import io.tongban.access.Mask;
import io.tongban.access.ResourceGrant;
import io.tongban.access.RowCondition;
import io.tongban.hub.HubKeys;
import io.tongban.registry.Column;
import io.tongban.registry.DataType;
import io.tongban.registry.Resource;
import io.tongban.registry.ResourceSpec;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * A random catalogue with random rows and a random policy, three times over: the departments'
 * databases; their <em>twins</em>, from which every hidden row is deleted and in which every hidden
 * value is another one; and the oracle's copies of what may be seen.
 */
final class RandomWorld implements AutoCloseable {
  private static final String HUB = "hub";
  private static final List<String> REGIONS = List.of("31", "11", "O'Brien", "西城");
  private static final List<String> KEYS =
      List.of(
          "k0", "k1", "k2", "k3", "K3", "k4", "k5", "k6", "k7", "k8", "k9", "o'k", "王-1", "a%b",
          "a_b", "b\\s", "\"q\"", " k4", "", "k10");
  private static final List<String> NAMES =
      List.of(
          "王小明",
          "李雷",
          "欧阳娜娜",
          "Ann",
          "ann",
          "O'Brien",
          "100%",
          "a_c",
          "abc",
          "back\\slash",
          "\"quoted\"",
          "-- x",
          "",
          " ",
          "Zoë",
          "O''x",
          "new\nline",
          "😀a😀",
          "7");
  private static final List<String> CODES =
      List.of(
          "310115",
          "310104",
          "310115-0001",
          "110101",
          "AR 001",
          "ar 001",
          "11010119900307001X",
          "110101199003070000",
          "010-1234 5678",
          "AB12-CD",
          "ab12-cd",
          "12345",
          "王123456",
          "",
          "SW1A 1AA");
  private static final List<String> DECIMALS =
      List.of(
          "0",
          "1.5",
          "1.50",
          "2",
          "2.25",
          "-3.75",
          "99.99",
          "100",
          "0.000000000001",
          "-0.5",
          "12345678901234567890.123456789012");
  private static final List<String> DATES =
      List.of(
          "1970-01-01",
          "1969-12-31",
          "2000-02-29",
          "1999-12-31",
          "2016-06-17",
          "2016-01-01",
          "1953-07-05",
          "1900-03-01",
          "9999-12-31",
          "0001-01-01");
  private static final List<String> INSTANTS =
      List.of(
          "1970-01-01T00:00:00Z",
          "1969-12-31T23:59:59.999Z",
          "2026-01-15T08:00:00.120Z",
          "2026-01-15T08:00:00.121Z",
          "2000-02-29T12:30:00Z",
          "2016-06-17T00:00:00Z");

  private final Dice dice;
  private final List<Table> tables = new ArrayList<>();
  private final Map<String, Side> sides = new LinkedHashMap<>();
  private final Map<Resource, Table> byResource = new HashMap<>();
  private final Map<Resource, TableNames> names = new HashMap<>();
  private final Oracle oracle = new Oracle();
  private final Deadlines deadlines = new Deadlines();
  private final QueryEngine engine;
  private final QueryCompiler compiler = new QueryCompiler(this::raw);
  private final Map<String, String> caller;
  private final Map<String, String> other;
  private final OracleMasks masks;
  private final TwinValues twins;
  private volatile boolean twin;

  /** Where a world's databases come from. */
  enum Product {
    H2,
    POSTGRESQL;

    DataSource make() {
      if (this == POSTGRESQL) {
        var source = new org.postgresql.ds.PGSimpleDataSource();
        source.setUrl(io.tongban.hub.test.TestHub.postgresUrl());
        return source;
      }
      JdbcDataSource source = new JdbcDataSource();
      source.setURL("jdbc:h2:mem:" + UUID.randomUUID());
      return source;
    }
  }

  /** One database, as it is and as its twin. */
  private record Side(SourceDatabase database, WatchedDatabase real, WatchedDatabase twin) {}

  /**
   * A column.
   *
   * @param mask or null
   * @param physical its name in its database
   */
  record Field(
      String name, DataType type, boolean key, boolean granted, Mask mask, String physical) {}

  /**
   * A resource with its rows and what the policy makes of them.
   *
   * @param raw the same resource without rows and masks, for planting a leak
   * @param rule or null for all rows
   * @param minimum fewest records of a group; 1 where single records may be shown
   */
  record Table(
      Resource resource,
      Resource raw,
      String database,
      List<Field> fields,
      List<Map<String, Object>> rows,
      RowRule rule,
      int minimum) {
    String name() {
      return resource.sqlName();
    }

    List<Field> granted() {
      return fields.stream().filter(Field::granted).toList();
    }

    /** All values of a column, also those of rows that are hidden. */
    List<Object> values(String column) {
      return rows.stream().map(row -> row.get(column)).toList();
    }

    private Table with(RowRule newRule) {
      return new Table(resource, raw, database, fields, rows, newRule, minimum);
    }
  }

  RandomWorld(long seed, Product product) {
    this(seed, product, new SomeKeys());
  }

  /**
   * @param keys the hub's
   */
  RandomWorld(long seed, Product product, HubKeys keys) {
    this.dice = new Dice(seed);
    this.caller = Map.of("region", "31", "department", "d", "client", "c");
    this.other = Map.of("region", "11", "department", "e", "client", "f");
    this.masks = new OracleMasks(caller.get("department"));
    this.twins = new TwinValues(dice, masks);
    this.engine =
        new QueryEngine(
            Clock.fixed(Instant.parse("2026-01-15T08:00:00Z"), ZoneOffset.UTC),
            deadlines,
            new HubMasks(keys),
            // statements are compared in their order
            false);
    int databases = dice.between(1, 3);
    try {
      for (int i = 0; i < databases; i++) {
        String name = i == 0 ? HUB : "dept" + i;
        sides.put(name, side(name, product));
      }
      sides.get(HUB).real().run("CREATE SCHEMA records");
      sides.get(HUB).twin().run("CREATE SCHEMA records");
      int count = dice.between(2, 5);
      int counted = dice.chance(0.75) ? dice.between(1, 2) : 0;
      for (int i = 0; i < count + counted; i++) {
        int minimum = i < count ? 1 : dice.between(2, 4);
        tables.add(table(i, dice.of(List.copyOf(sides.keySet())), minimum));
      }
      requireEachKindOfRule();
      for (Table table : tables) {
        byResource.put(table.resource(), table);
        byResource.put(table.raw(), table);
        store(table, product);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Side side(String name, Product product) {
    WatchedDatabase real = new WatchedDatabase(product.make());
    WatchedDatabase double_ = new WatchedDatabase(product.make());
    DataSource realSource = real.source();
    DataSource twinSource = double_.source();
    String kind = product == Product.H2 ? "h2" : "postgresql";
    return new Side(
        new SourceDatabase(name, kind, () -> twin ? twinSource : realSource, ZoneOffset.UTC),
        real,
        double_);
  }

  private Table table(int number, String database, int minimum) {
    boolean live = !database.equals(HUB) || dice.chance(0.3);
    String name = dice.of("people-", "firms-", "homes-", "t-") + number;
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("k", DataType.STRING, true, true, null, live ? "key_col" : "k"));
    List<Field> pool =
        List.of(
            field("parent", DataType.STRING),
            field("n", DataType.INTEGER),
            field("n", DataType.INTEGER),
            field("region", DataType.STRING),
            field("region", DataType.STRING),
            field("name", DataType.STRING),
            field("m", DataType.INTEGER),
            field("city", DataType.STRING),
            field("code", DataType.STRING),
            field("amount", DataType.DECIMAL),
            field("price", DataType.DECIMAL),
            field("active", DataType.BOOLEAN),
            field("born", DataType.DATE),
            field("since", DataType.DATE),
            field("seen_at", DataType.TIMESTAMP),
            field("changed_at", DataType.TIMESTAMP));
    for (Field field : dice.some(pool, 4, 9)) {
      if (fields.stream().noneMatch(known -> known.name().equals(field.name()))) {
        fields.add(live && dice.chance(0.3) ? renamed(field) : field);
      }
    }
    List<Map<String, Object>> rows = rows(fields);
    String sqlTable = live ? "live_" + number : name.replace('-', '_') + "_v1";
    Table table =
        new Table(
            resource(name, live, database, sqlTable, fields),
            resource(name + "-raw", live, database, sqlTable, fields),
            database,
            fields,
            rows,
            null,
            minimum);
    return dice.chance(0.75) ? ruled(table) : table;
  }

  private Field field(String name, DataType type) {
    boolean granted = dice.chance(0.85);
    Mask mask = granted && !name.equals("parent") && dice.chance(0.3) ? mask(type) : null;
    return new Field(name, type, false, granted, mask, name);
  }

  private static Field renamed(Field field) {
    return new Field(
        field.name(),
        field.type(),
        field.key(),
        field.granted(),
        field.mask(),
        "src_" + field.name());
  }

  private Mask mask(DataType type) {
    return switch (type) {
      case STRING ->
          dice.of(
              new Mask.Partial(dice.below(3), dice.below(3)),
              new Mask.Partial(1, 1),
              new Mask.Prefix(dice.between(1, 3)),
              new Mask.Hash(),
              new Mask.FormatPreserving(10),
              new Mask.FormatPreserving(36),
              new Mask.Constant("已'隐藏\\"),
              new Mask.Nullify());
      case INTEGER, DECIMAL ->
          dice.of(
              new Mask.Generalise(dice.between(2, 10)),
              new Mask.Generalise(10),
              new Mask.Nullify());
      case DATE -> dice.of(new Mask.Year(), new Mask.Month(), new Mask.Nullify());
      case TIMESTAMP ->
          dice.of(
              new Mask.Year(), new Mask.Month(), new Mask.Day(), new Mask.Hour(), new Mask.Hour());
      case BOOLEAN -> new Mask.Nullify();
    };
  }

  private static Resource resource(
      String name, boolean live, String database, String table, List<Field> fields) {
    List<Column> columns =
        fields.stream()
            .map(field -> Departments.column(field.name(), field.type(), field.key()))
            .toList();
    Map<String, String> renamed =
        fields.stream()
            .filter(field -> !field.name().equals(field.physical()))
            .collect(Collectors.toMap(Field::name, Field::physical));
    return Departments.resource(
        name,
        live ? new ResourceSpec.Live(database, null, table, renamed) : null,
        columns,
        live ? null : "records",
        table);
  }

  private List<Map<String, Object>> rows(List<Field> fields) {
    List<Map<String, Object>> rows = new ArrayList<>();
    int count = dice.between(8, 18);
    for (String key : dice.some(KEYS, count, count)) {
      Map<String, Object> row = new LinkedHashMap<>();
      for (Field field : fields) {
        row.put(field.name(), field.key() ? key : value(field));
      }
      rows.add(row);
    }
    return rows;
  }

  private Object value(Field field) {
    if (dice.chance(field.name().equals("region") ? 0.05 : 0.12)) {
      return null;
    }
    return switch (field.type()) {
      case STRING ->
          switch (field.name()) {
            case "region" -> REGIONS.get(dice.skewed(REGIONS.size()));
            case "parent" -> KEYS.get(dice.skewed(KEYS.size()));
            case "code" -> CODES.get(dice.skewed(CODES.size()));
            default -> dice.of(NAMES);
          };
      case INTEGER ->
          dice.chance(0.08)
              ? dice.of(2147483647L, -2147483648L, 9007199254740993L, -1L)
              : (Object) (long) dice.below(field.name().equals("n") ? 40 : 5);
      case DECIMAL -> new BigDecimal(dice.of(DECIMALS));
      case BOOLEAN -> dice.chance(0.6);
      case DATE -> LocalDate.parse(dice.of(DATES));
      case TIMESTAMP -> Instant.parse(dice.of(INSTANTS));
    };
  }

  /** A rule that hides some rows and shows some, if one is found. */
  private Table ruled(Table table) {
    for (int attempt = 0; attempt < 20; attempt++) {
      Table tried = table.with(RowRule.random(table, dice));
      int visible = visible(tried).size();
      if (visible < table.rows().size() && visible * 3 >= table.rows().size()) {
        return tried;
      }
    }
    return table;
  }

  /** No world without something to find for every planted leak. */
  private void requireEachKindOfRule() {
    if (tables.stream().noneMatch(table -> table.rule() != null)) {
      tables.replaceAll(this::ruled);
    }
    Table first = tables.get(0);
    List<Field> fields = new ArrayList<>(first.fields());
    if (tables.stream().allMatch(t -> t.fields().stream().noneMatch(f -> f.mask() != null))) {
      fields.add(new Field("alias_name", DataType.STRING, false, true, mask(), "alias_name"));
    }
    if (tables.stream().allMatch(t -> t.fields().stream().allMatch(Field::granted))) {
      fields.add(new Field("secret", DataType.STRING, false, false, null, "secret"));
    }
    if (fields.size() == first.fields().size()) {
      return;
    }
    for (Field added : fields.subList(first.fields().size(), fields.size())) {
      first.rows().forEach(row -> row.put(added.name(), value(added)));
    }
    boolean live = first.resource().live();
    String database = first.database();
    String table = first.resource().table();
    tables.set(
        0,
        new Table(
            resource(first.resource().name(), live, database, table, fields),
            resource(first.raw().name(), live, database, table, fields),
            database,
            fields,
            first.rows(),
            first.rule(),
            first.minimum()));
  }

  private static Mask mask() {
    return new Mask.Partial(1, 1);
  }

  /** The rows the caller may see, as they are. */
  List<Map<String, Object>> visible(Table table) {
    return table.rows().stream()
        .filter(row -> table.rule() == null || table.rule().lets(row, caller))
        .toList();
  }

  /** What the caller may see of a value. */
  Object seen(Field field, Object value) {
    return masks.seen(field.mask(), value);
  }

  /** Values of a column as the caller sees them. */
  List<Object> seenValues(Table table, Field field) {
    return visible(table).stream().map(row -> seen(field, row.get(field.name()))).toList();
  }

  private void store(Table table, Product product) throws SQLException {
    Side side = sides.get(table.database());
    String path = (table.resource().live() ? "" : "records.") + table.resource().table();
    boolean stored = !table.resource().live();
    String columns =
        table.fields().stream()
            .map(field -> field.physical() + " " + sqlType(field.type(), product))
            .collect(Collectors.joining(", "));
    String create =
        "CREATE TABLE " + path + " (" + columns + (stored ? ", _key VARCHAR(100)" : "") + ")";
    String insert =
        "INSERT INTO " + path + " VALUES (" + marks(table.fields().size() + (stored ? 1 : 0)) + ")";
    side.real().run(create);
    side.real().insert(insert, table.rows().stream().map(row -> physical(table, row)).toList());
    side.twin().run(create);
    side.twin()
        .insert(
            insert,
            visible(table).stream().map(row -> physical(table, doubled(table, row))).toList());
    List<Field> granted = table.granted();
    oracle.add(
        "CREATE TABLE "
            + table.name()
            + " ("
            + granted.stream()
                .map(field -> field.name() + " " + sqlType(field.type(), Product.H2))
                .collect(Collectors.joining(", "))
            + ")",
        "INSERT INTO " + table.name() + " VALUES (" + marks(granted.size()) + ")",
        visible(table).stream().map(row -> seen(granted, row)).toList());
  }

  private static String sqlType(DataType type, Product product) {
    return switch (type) {
      case DECIMAL -> "NUMERIC(38, 12)";
      case TIMESTAMP -> "TIMESTAMP(3)";
      case STRING -> product == Product.H2 ? "VARCHAR" : "TEXT";
      default -> Literals.sqlType(type);
    };
  }

  private static String marks(int count) {
    return "?" + ", ?".repeat(count - 1);
  }

  private static Object[] physical(Table table, Map<String, Object> row) {
    List<Object> values = new ArrayList<>();
    table.fields().forEach(field -> values.add(jdbc(row.get(field.name()))));
    if (!table.resource().live()) {
      values.add(row.get("k"));
    }
    return values.toArray();
  }

  private Object[] seen(List<Field> granted, Map<String, Object> row) {
    return granted.stream().map(field -> jdbc(seen(field, row.get(field.name())))).toArray();
  }

  private static Object jdbc(Object value) {
    return value instanceof Instant instant
        ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC)
        : value;
  }

  /** The same row with other values wherever the caller must not be able to tell. */
  private Map<String, Object> doubled(Table table, Map<String, Object> row) {
    Map<String, Object> changed = new LinkedHashMap<>(row);
    for (Field field : table.fields()) {
      boolean decides = table.rule() != null && table.rule().columns().contains(field.name());
      if (!decides && !field.key()) {
        changed.put(field.name(), doubled(field, row.get(field.name())));
      }
    }
    return changed;
  }

  private Object doubled(Field field, Object value) {
    if (!field.granted()
        || field.mask() instanceof Mask.Nullify
        || field.mask() instanceof Mask.Constant) {
      return value(field);
    }
    return field.mask() == null || value == null ? value : twins.alike(field.mask(), value);
  }

  RawTable raw(Resource resource) {
    SourceDatabase database = sides.get(byResource.get(resource).database()).database();
    return new RawTable(
        resource,
        database,
        names.computeIfAbsent(resource, r -> TableNames.find(database, r.schema(), r.table())));
  }

  List<Table> tables() {
    return tables;
  }

  /** The tables of which single records may be shown; at least one. */
  List<Table> open() {
    return tables.stream().filter(table -> table.minimum() == 1).toList();
  }

  /** The tables that may be read in groups only. */
  List<Table> counted() {
    return tables.stream().filter(table -> table.minimum() > 1).toList();
  }

  Oracle oracle() {
    return oracle;
  }

  Map<String, String> caller() {
    return caller;
  }

  /** Somebody else, whose policy is of the same shape. */
  Map<String, String> other() {
    return other;
  }

  /** The caller's terms for every resource. */
  Map<Resource, ResourceGrant> policy(Map<String, String> attributes) {
    Map<Resource, ResourceGrant> policy = new LinkedHashMap<>();
    for (Table table : tables) {
      policy.put(
          table.resource(),
          new ResourceGrant(
              names(table.granted()),
              table.granted().stream()
                  .filter(field -> field.mask() != null)
                  .collect(Collectors.toMap(Field::name, Field::mask)),
              condition(table, attributes),
              table.minimum()));
    }
    return policy;
  }

  private static RowCondition condition(Table table, Map<String, String> attributes) {
    if (table.rule() == null) {
      return RowCondition.ALL;
    }
    Map<String, String> used = new HashMap<>(attributes);
    used.keySet().retainAll(table.rule().attributes());
    return new RowCondition(table.rule().sql(), used);
  }

  static Set<String> names(List<Field> fields) {
    return fields.stream().map(Field::name).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * @param types of its parameters, or null to infer them
   */
  CompiledQuery compile(String sql, List<DataType> types, Map<Resource, ResourceGrant> policy) {
    return compiler.compile(sql, types, new Policies(policy));
  }

  /**
   * Runs a query on the departments' databases or on their twins.
   *
   * @param recipient the department whose keys masks have
   */
  QueryEngine.Rows run(
      CompiledQuery query,
      List<Object> parameters,
      Map<Resource, ResourceGrant> policy,
      String recipient,
      boolean onTwins) {
    twin = onTwins;
    watched().forEach(WatchedDatabase::reset);
    Map<String, ResourceGrant> terms = new LinkedHashMap<>();
    policy.forEach((resource, grant) -> terms.put(resource.name(), grant));
    Object[] bound = new Object[parameters.size()];
    for (int i = 0; i < bound.length; i++) {
      bound[i] = SqlTypes.internal(parameters.get(i), query.parameters()[i]);
    }
    try {
      return engine.run(
          query, bound, grant(terms, recipient), new QueryEngine.Limits(1_000_000, 60));
    } finally {
      twin = false;
    }
  }

  private static AccessGrant grant(Map<String, ResourceGrant> terms, String recipient) {
    AccessGrant any = Departments.grant(terms);
    return new AccessGrant(
        any.id(),
        new Actor("client", recipient, null),
        any.action(),
        any.target(),
        any.resources(),
        any.purpose(),
        any.caseReference(),
        any.basis(),
        any.rowLimit(),
        any.expires(),
        any.policyShape());
  }

  /** What the last run asked the databases, database by database. */
  List<String> asked() {
    return watched().stream().flatMap(database -> database.statements().stream()).toList();
  }

  /** How many rows the last run fetched. */
  long fetched() {
    return watched().stream().mapToLong(WatchedDatabase::fetched).sum();
  }

  private List<WatchedDatabase> watched() {
    return sides.values().stream()
        .flatMap(side -> List.of(side.real(), side.twin()).stream())
        .toList();
  }

  /** The catalogue and its policy, for people. */
  String describe() {
    StringBuilder text = new StringBuilder();
    for (Table table : tables) {
      text.append(table.name()).append(" in ").append(table.database()).append(": ");
      for (Field field : table.fields()) {
        text.append(field.name())
            .append(' ')
            .append(field.type())
            .append(field.granted() ? "" : " (not granted)")
            .append(field.mask() == null ? "" : " (" + field.mask().text() + ")")
            .append(", ");
      }
      text.append("rows where ")
          .append(table.rule() == null ? "all" : table.rule().sql())
          .append(", ")
          .append(visible(table).size())
          .append(" of ")
          .append(table.rows().size())
          .append(" visible")
          .append(table.minimum() > 1 ? ", in groups of " + table.minimum() : "")
          .append("\n");
    }
    return text.toString();
  }

  @Override
  public void close() {
    deadlines.stop();
    oracle.close();
    try {
      for (WatchedDatabase database : watched()) {
        database.close();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
