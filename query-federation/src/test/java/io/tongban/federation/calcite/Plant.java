package io.tongban.federation.calcite;

import io.tongban.access.Mask;
import io.tongban.access.ResourceGrant;
import io.tongban.access.RowCondition;
import io.tongban.federation.calcite.Sql.Construct;
import io.tongban.hub.HubKeys;
import io.tongban.registry.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A hub with one enforcement point switched off. Nothing in the hub can be switched off: a plant
 * compiles under another policy, names an ungoverned table where a construct would have to be
 * overlooked, or puts a predicate where the optimiser must never put it.
 */
class Plant implements Sql.Writer {
  private static final Map<String, Class<? extends Mask>> MASKS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("constant", Mask.Constant.class),
              Map.entry("day", Mask.Day.class),
              Map.entry("fpe", Mask.FormatPreserving.class),
              Map.entry("generalise", Mask.Generalise.class),
              Map.entry("hash", Mask.Hash.class),
              Map.entry("hour", Mask.Hour.class),
              Map.entry("month", Mask.Month.class),
              Map.entry("nullify", Mask.Nullify.class),
              Map.entry("partial", Mask.Partial.class),
              Map.entry("prefix", Mask.Prefix.class),
              Map.entry("year", Mask.Year.class)));

  private final String name;

  Plant(String name) {
    this.name = name;
  }

  /** The hub as it is. */
  static Plant none() {
    return new Plant("none");
  }

  /** All that must be found. */
  static List<Plant> all() {
    List<Plant> all = new ArrayList<>();
    all.add(new DroppedRule());
    MASKS.forEach((kind, mask) -> all.add(new DroppedMask(kind, mask)));
    all.add(new GrantedColumn());
    all.add(new SharedAttributes());
    all.add(new OtherRecipient());
    all.add(new OneKey());
    all.add(new LateMasks());
    all.add(new EarlyFailure());
    all.add(new DroppedMinimum());
    all.add(new SmallerMinimum());
    for (Construct construct :
        List.of(
            Construct.CTE,
            Construct.UNION,
            Construct.LATERAL,
            Construct.CORRELATED,
            Construct.SCALAR,
            Construct.SUBQUERY,
            Construct.SELF_JOIN,
            Construct.QUOTED_CASE,
            Construct.ALIAS,
            Construct.INLINE_VIEW,
            Construct.FULL_JOIN,
            Construct.STATISTICS)) {
      all.add(new Ungoverned(construct));
    }
    return all;
  }

  String name() {
    return name;
  }

  /** The hub's keys. */
  HubKeys keys() {
    return new SomeKeys();
  }

  /** Whether there is anything in a world that it would let through. */
  boolean bites(RandomWorld world) {
    return true;
  }

  /** The policy that is compiled. */
  Map<Resource, ResourceGrant> policy(RandomWorld world) {
    return world.policy(world.caller());
  }

  /** The policy whose attributes are bound. */
  Map<Resource, ResourceGrant> bound(RandomWorld world) {
    return policy(world);
  }

  /** The department with whose keys the masks are bound. */
  String recipient(RandomWorld world) {
    return world.caller().get("department");
  }

  @Override
  public String table(Sql.Table table, Set<Construct> inside) {
    return table.spelling();
  }

  /** What is made of an answer before it is given. */
  List<List<Object>> rows(RandomWorld world, CompiledQuery query, List<List<Object>> rows) {
    return rows;
  }

  @Override
  public String toString() {
    return name;
  }

  private static boolean masked(RandomWorld world, Predicate<Mask> which) {
    return world.tables().stream()
        .flatMap(table -> table.granted().stream())
        .anyMatch(field -> field.mask() != null && which.test(field.mask()));
  }

  private static ResourceGrant grant(
      Set<String> columns, Map<String, Mask> masks, RowCondition rows) {
    return new ResourceGrant(columns, masks, rows);
  }

  private static ResourceGrant grant(
      ResourceGrant like, Set<String> columns, Map<String, Mask> masks) {
    return new ResourceGrant(columns, masks, like.rowCondition(), like.minimumGroup());
  }

  private static final class DroppedRule extends Plant {
    DroppedRule() {
      super("a row condition is dropped");
    }

    @Override
    Map<Resource, ResourceGrant> policy(RandomWorld world) {
      Map<Resource, ResourceGrant> policy = super.policy(world);
      first(world, table -> table.rule() != null)
          .ifPresent(
              table ->
                  policy.computeIfPresent(
                      table.resource(),
                      (r, g) ->
                          new ResourceGrant(
                              g.columns(), g.masks(), RowCondition.ALL, g.minimumGroup())));
      return policy;
    }
  }

  /** One kind of mask is laid on no column. */
  private static final class DroppedMask extends Plant {
    private final Class<? extends Mask> kind;

    DroppedMask(String name, Class<? extends Mask> kind) {
      super("the mask " + name + " is dropped");
      this.kind = kind;
    }

    @Override
    boolean bites(RandomWorld world) {
      return masked(world, kind::isInstance);
    }

    @Override
    Map<Resource, ResourceGrant> policy(RandomWorld world) {
      Map<Resource, ResourceGrant> policy = super.policy(world);
      policy.replaceAll((resource, grant) -> fewer(grant));
      return policy;
    }

    private ResourceGrant fewer(ResourceGrant grant) {
      Map<String, Mask> masks = new HashMap<>(grant.masks());
      masks.values().removeIf(kind::isInstance);
      return grant(grant, grant.columns(), masks);
    }
  }

  private static final class GrantedColumn extends Plant {
    GrantedColumn() {
      super("a column is granted that should not be");
    }

    @Override
    Map<Resource, ResourceGrant> policy(RandomWorld world) {
      Map<Resource, ResourceGrant> policy = super.policy(world);
      first(world, table -> table.granted().size() < table.fields().size())
          .ifPresent(table -> policy.computeIfPresent(table.resource(), (r, g) -> more(table, g)));
      return policy;
    }

    private static ResourceGrant more(RandomWorld.Table table, ResourceGrant grant) {
      Set<String> columns = new LinkedHashSet<>(grant.columns());
      table.fields().stream()
          .filter(field -> !field.granted())
          .limit(1)
          .forEach(field -> columns.add(field.name()));
      return grant(grant, columns, grant.masks());
    }
  }

  private static final class SharedAttributes extends Plant {
    SharedAttributes() {
      super("another caller's attributes are bound");
    }

    @Override
    Map<Resource, ResourceGrant> bound(RandomWorld world) {
      return world.policy(world.other());
    }
  }

  private static boolean keyed(Mask mask) {
    return mask instanceof Mask.Hash || mask instanceof Mask.FormatPreserving;
  }

  private static final class OtherRecipient extends Plant {
    OtherRecipient() {
      super("another recipient's masks are bound");
    }

    @Override
    boolean bites(RandomWorld world) {
      return masked(world, Plant::keyed);
    }

    @Override
    String recipient(RandomWorld world) {
      return world.other().get("department");
    }
  }

  private static final class OneKey extends Plant {
    OneKey() {
      super("one key serves every recipient and mask");
    }

    @Override
    boolean bites(RandomWorld world) {
      return masked(world, Plant::keyed);
    }

    @Override
    HubKeys keys() {
      return new SomeKeys() {
        @Override
        public byte[] derive(String label, int length) {
          return super.derive("one", length);
        }
      };
    }
  }

  private static final class DroppedMinimum extends Plant {
    DroppedMinimum() {
      super("a minimum group is dropped");
    }

    @Override
    boolean bites(RandomWorld world) {
      return !world.counted().isEmpty();
    }

    @Override
    Map<Resource, ResourceGrant> policy(RandomWorld world) {
      Map<Resource, ResourceGrant> policy = super.policy(world);
      policy.replaceAll((r, g) -> grant(g.columns(), g.masks(), g.rowCondition()));
      return policy;
    }
  }

  private static final class SmallerMinimum extends Plant {
    SmallerMinimum() {
      super("a minimum group is one too small");
    }

    @Override
    boolean bites(RandomWorld world) {
      return world.counted().stream().anyMatch(table -> table.minimum() > 2);
    }

    @Override
    Map<Resource, ResourceGrant> policy(RandomWorld world) {
      Map<Resource, ResourceGrant> policy = super.policy(world);
      policy.replaceAll(
          (r, g) ->
              new ResourceGrant(
                  g.columns(), g.masks(), g.rowCondition(), Math.max(1, g.minimumGroup() - 1)));
      return policy;
    }
  }

  /** Filters, groups and joins see the clear value; only what is shown is masked. */
  private static final class LateMasks extends Plant {
    LateMasks() {
      super("masks come after filters");
    }

    @Override
    Map<Resource, ResourceGrant> policy(RandomWorld world) {
      Map<Resource, ResourceGrant> policy = super.policy(world);
      policy.replaceAll((r, g) -> grant(g, g.columns(), Map.of()));
      return policy;
    }

    @Override
    List<List<Object>> rows(RandomWorld world, CompiledQuery query, List<List<Object>> rows) {
      Map<String, RandomWorld.Field> masked = new HashMap<>();
      for (RandomWorld.Table table : world.tables()) {
        for (RandomWorld.Field field : table.granted()) {
          var origin = new CompiledQuery.Origin(table.resource().name(), field.name());
          query.origins().entrySet().stream()
              .filter(entry -> entry.getValue().equals(Set.of(origin)))
              .forEach(entry -> masked.put(entry.getKey(), field));
        }
      }
      return rows.stream().map(row -> masked(world, query, masked, row)).toList();
    }

    private static List<Object> masked(
        RandomWorld world,
        CompiledQuery query,
        Map<String, RandomWorld.Field> masked,
        List<Object> row) {
      List<Object> values = new ArrayList<>(row);
      for (int i = 0; i < values.size(); i++) {
        var column = query.columns().get(i);
        RandomWorld.Field field = masked.get(column.name());
        if (field != null && field.type() == column.type()) {
          values.set(i, world.seen(field, values.get(i)));
        }
      }
      return values;
    }
  }

  /** What can fail is evaluated on rows that the row condition has not passed. */
  private static final class EarlyFailure extends Plant {
    EarlyFailure() {
      super("a predicate that can fail is merged below the row condition");
    }

    @Override
    Map<Resource, ResourceGrant> policy(RandomWorld world) {
      Map<Resource, ResourceGrant> policy = super.policy(world);
      for (RandomWorld.Table table : world.tables()) {
        policy.put(
            table.raw(),
            grant(
                RandomWorld.names(table.fields()),
                policy.get(table.resource()).masks(),
                RowCondition.ALL));
      }
      return policy;
    }

    @Override
    public void guarded(Sql.Guarded guarded, StringBuilder to) {
      RandomWorld.Table table = guarded.table().table();
      boolean masked =
          table.granted().stream()
              .anyMatch(f -> f.mask() != null && table.rule().columns().contains(f.name()));
      if (masked) {
        super.guarded(guarded, to);
        return;
      }
      String columns =
          table.granted().stream().map(RandomWorld.Field::name).collect(Collectors.joining(", "));
      to.append("(SELECT " + columns + " FROM (SELECT * FROM ")
          .append(table.raw().sqlName() + " AS " + guarded.alias() + " WHERE ")
          .append(guarded.predicate().text(this, true))
          .append(") AS x WHERE " + table.rule().sql().replace(":region", "'31'"))
          .append(") AS " + guarded.alias() + " WHERE 1 = 1");
    }
  }

  /** Tables inside one construct are raw ones. */
  private static final class Ungoverned extends Plant {
    private final Construct construct;

    Ungoverned(Construct construct) {
      super("tables are not governed in " + construct);
      this.construct = construct;
    }

    @Override
    Map<Resource, ResourceGrant> policy(RandomWorld world) {
      Map<Resource, ResourceGrant> policy = super.policy(world);
      for (RandomWorld.Table table : world.tables()) {
        policy.put(
            table.raw(), grant(RandomWorld.names(table.granted()), Map.of(), RowCondition.ALL));
      }
      return policy;
    }

    @Override
    public String table(Sql.Table table, Set<Construct> inside) {
      return inside.contains(construct) ? table.table().raw().sqlName() : table.spelling();
    }
  }

  private static Optional<RandomWorld.Table> first(
      RandomWorld world, Predicate<RandomWorld.Table> which) {
    return world.tables().stream().filter(which).findFirst();
  }
}
