package io.tongban.federation.calcite;

import io.tongban.registry.DataType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A random query as a tree: what it is made of is counted here, not in its text. */
sealed interface Sql {
  /** What has been used to walk around a policy elsewhere. */
  enum Construct {
    CTE,
    ALIAS,
    QUOTED_CASE,
    STAR,
    UNION,
    LATERAL,
    CORRELATED,
    SCALAR,
    SUBQUERY,
    WINDOW,
    SELF_JOIN,
    FUNCTION,
    CAST,
    INLINE_VIEW,
    FULL_JOIN,
    PARAMETER,
    STATISTICS
  }

  /** Words. */
  record Text(String text) implements Sql {}

  /** A resource where it is named. */
  record Table(RandomWorld.Table table, String spelling) implements Sql {}

  /** A value: a parameter in the hub, a literal in the oracle. */
  record Parameter(Object value, DataType type) implements Sql {}

  /** Parts one after another; a construct or null. */
  record Part(Construct construct, List<Sql> parts) implements Sql {}

  /** What the two dialects say differently. */
  record Either(Sql hub, Sql oracle) implements Sql {}

  /** {@code table AS alias WHERE predicate}, where the predicate fails for some values. */
  record Guarded(Table table, String alias, Sql predicate) implements Sql {}

  /** How tables are written. */
  interface Writer {
    /** The name of a table, inside these constructs. */
    String table(Table table, Set<Construct> inside);

    /** A table and its filter. */
    default void guarded(Guarded guarded, StringBuilder to) {
      to.append(table(guarded.table(), Set.of())).append(" AS ").append(guarded.alias());
      to.append(" WHERE ").append(guarded.predicate().text(this, true));
    }
  }

  /** Strings and trees in a row. */
  static Sql of(Object... parts) {
    return of(null, parts);
  }

  static Sql of(Construct construct, Object... parts) {
    List<Sql> all = new ArrayList<>();
    for (Object part : parts) {
      all.add(part instanceof Sql sql ? sql : new Text((String) part));
    }
    return new Part(construct, all);
  }

  static Sql list(List<Sql> items, String between) {
    List<Sql> all = new ArrayList<>();
    for (Sql item : items) {
      if (!all.isEmpty()) {
        all.add(new Text(between));
      }
      all.add(item);
    }
    return new Part(null, all);
  }

  /** In the dialect of the hub or of the oracle. */
  default String text(Writer writer, boolean hub) {
    StringBuilder text = new StringBuilder();
    write(this, writer, hub, EnumSet.noneOf(Construct.class), text);
    return text.toString();
  }

  /** The parameters of the hub's text, in their order. */
  default List<Parameter> parameters() {
    List<Parameter> found = new ArrayList<>();
    parameters(this, found);
    return found;
  }

  private static void parameters(Sql sql, List<Parameter> found) {
    if (sql instanceof Parameter parameter) {
      found.add(parameter);
    } else if (sql instanceof Either either) {
      parameters(either.hub(), found);
    } else if (sql instanceof Part part) {
      part.parts().forEach(child -> parameters(child, found));
    }
  }

  private static void write(
      Sql sql, Writer writer, boolean hub, Set<Construct> inside, StringBuilder to) {
    if (sql instanceof Text text) {
      to.append(text.text());
    } else if (sql instanceof Parameter parameter) {
      to.append(hub ? "?" : Literals.sql(parameter.value(), parameter.type()));
    } else if (sql instanceof Table table) {
      to.append(writer.table(table, inside));
    } else if (sql instanceof Either either) {
      write(hub ? either.hub() : either.oracle(), writer, hub, inside, to);
    } else if (sql instanceof Guarded guarded) {
      writer.guarded(guarded, to);
    } else if (sql instanceof Part part) {
      Set<Construct> within = inside;
      if (part.construct() != null) {
        within = EnumSet.copyOf(inside);
        within.add(part.construct());
      }
      for (Sql child : part.parts()) {
        write(child, writer, hub, within, to);
      }
    }
  }

  /** The constructs it is made of. */
  default Set<Construct> constructs() {
    Set<Construct> found = EnumSet.noneOf(Construct.class);
    List<RandomWorld.Table> tables = new ArrayList<>();
    collect(this, found, tables);
    return found;
  }

  /** The tables it names. */
  default List<RandomWorld.Table> tables() {
    List<RandomWorld.Table> tables = new ArrayList<>();
    collect(this, EnumSet.noneOf(Construct.class), tables);
    return tables;
  }

  private static void collect(Sql sql, Set<Construct> found, List<RandomWorld.Table> tables) {
    if (sql instanceof Table table) {
      tables.add(table.table());
    } else if (sql instanceof Parameter) {
      found.add(Construct.PARAMETER);
    } else if (sql instanceof Either either) {
      collect(either.hub(), found, tables);
    } else if (sql instanceof Guarded guarded) {
      tables.add(guarded.table().table());
      collect(guarded.predicate(), found, tables);
    } else if (sql instanceof Part part) {
      if (part.construct() != null) {
        found.add(part.construct());
      }
      part.parts().forEach(child -> collect(child, found, tables));
    }
  }
}
