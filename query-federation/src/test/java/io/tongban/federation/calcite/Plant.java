package io.tongban.federation.calcite;

import io.tongban.access.Mask;
import io.tongban.access.ResourceGrant;
import io.tongban.access.RowCondition;
import io.tongban.federation.calcite.Sql.Construct;
import io.tongban.registry.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A hub with one enforcement point switched off. Nothing in the hub can be switched off: a plant
 * compiles under another policy, names an ungoverned table where a construct would have to be
 * overlooked, or puts a predicate where the optimiser must never put it.
 */
class Plant implements Sql.Writer {
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
    all.add(new DroppedMask());
    all.add(new GrantedColumn());
    all.add(new SharedAttributes());
    all.add(new LateMasks());
    all.add(new EarlyFailure());
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
            Construct.ALIAS)) {
      all.add(new Ungoverned(construct));
    }
    return all;
  }

  String name() {
    return name;
  }

  /** The policy that is compiled. */
  Map<Resource, ResourceGrant> policy(RandomWorld world) {
    return world.policy(world.caller());
  }

  /** The policy whose attributes are bound. */
  Map<Resource, ResourceGrant> bound(RandomWorld world) {
    return policy(world);
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

  private static ResourceGrant grant(
      Set<String> columns, Map<String, Mask> masks, RowCondition rows) {
    return new ResourceGrant(columns, masks, rows);
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
                      table.resource(), (r, g) -> grant(g.columns(), g.masks(), RowCondition.ALL)));
      return policy;
    }
  }

  private static final class DroppedMask extends Plant {
    DroppedMask() {
      super("a mask is dropped");
    }

    @Override
    Map<Resource, ResourceGrant> policy(RandomWorld world) {
      Map<Resource, ResourceGrant> policy = super.policy(world);
      first(world, table -> !policy.get(table.resource()).masks().isEmpty())
          .ifPresent(table -> policy.computeIfPresent(table.resource(), (r, g) -> fewer(g)));
      return policy;
    }

    private static ResourceGrant fewer(ResourceGrant grant) {
      Map<String, Mask> masks = new HashMap<>(grant.masks());
      masks.remove(masks.keySet().stream().sorted().findFirst().orElseThrow());
      return grant(grant.columns(), masks, grant.rowCondition());
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
      return grant(columns, grant.masks(), grant.rowCondition());
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

  /** Filters, groups and joins see the clear value; only what is shown is masked. */
  private static final class LateMasks extends Plant {
    LateMasks() {
      super("masks come after filters");
    }

    @Override
    Map<Resource, ResourceGrant> policy(RandomWorld world) {
      Map<Resource, ResourceGrant> policy = super.policy(world);
      policy.replaceAll((r, g) -> grant(g.columns(), Map.of(), g.rowCondition()));
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
      return rows.stream().map(row -> masked(query, masked, row)).toList();
    }

    private static List<Object> masked(
        CompiledQuery query, Map<String, RandomWorld.Field> masked, List<Object> row) {
      List<Object> values = new ArrayList<>(row);
      for (int i = 0; i < values.size(); i++) {
        var column = query.columns().get(i);
        RandomWorld.Field field = masked.get(column.name());
        if (field != null && field.type() == column.type()) {
          values.set(i, RandomWorld.seen(field, values.get(i)));
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
      RandomWorld world, java.util.function.Predicate<RandomWorld.Table> which) {
    return world.tables().stream().filter(which).findFirst();
  }
}
