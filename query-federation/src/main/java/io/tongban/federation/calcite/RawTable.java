package io.tongban.federation.calcite;

import io.tongban.registry.Column;
import io.tongban.registry.DataType;
import io.tongban.registry.Resource;
import io.tongban.registry.ResourceSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.RelOptTableImpl;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;

/** A resource's physical table. It is in no schema, so no SQL can name it. */
final class RawTable extends AbstractTable implements TranslatableTable {
  private static final double ASSUMED_ROWS = 100_000;

  private final Resource resource;
  private final SourceDatabase database;
  private final TableNames names;
  private final RestTable rest;
  private final Map<String, DataType> physical = new LinkedHashMap<>();
  private final Map<String, Integer> positions = new LinkedHashMap<>();
  private final List<Integer> keyPositions = new ArrayList<>();
  private final List<DataType> physicalTypes;

  /** A table of a database. */
  RawTable(Resource resource, SourceDatabase database, TableNames names) {
    this(resource, database, names, null);
  }

  /** A web service that is asked by key. */
  RawTable(Resource resource, RestTable rest) {
    this(
        resource,
        null,
        new TableNames(List.of(rest.source(), resource.name()), Map.of(), -1),
        rest);
  }

  private RawTable(Resource resource, SourceDatabase database, TableNames names, RestTable rest) {
    this.resource = resource;
    this.database = database;
    this.names = names;
    this.rest = rest;
    for (Column column : resource.columns()) {
      positions.put(column.name().toLowerCase(Locale.ROOT), add(sourceName(column), column.type()));
    }
    if (resource.live()) {
      resource.spec().key().forEach(item -> keyPositions.add(position(item)));
    } else {
      keyPositions.add(add(names.column("_key", database), DataType.STRING));
    }
    this.physicalTypes = List.copyOf(physical.values());
  }

  /** Whether Trino reads it. */
  boolean throughTrino() {
    return database != null && database.trino();
  }

  /**
   * The same table as Trino knows it, by three names.
   *
   * @param catalogue Trino's name for the table's database
   */
  RawTable through(SourceDatabase trino, String catalogue) {
    List<String> path = new ArrayList<>(names.path());
    if (path.size() == 1) {
      path.add(0, "public");
    }
    path.add(0, catalogue);
    return new RawTable(resource, trino, new TableNames(path, names.columns(), names.rows()));
  }

  /** Whether its schema is known, and an instant read through Trino would be the hub's. */
  boolean sameThrough(SourceDatabase trino) {
    boolean sameTimes =
        database.zone().equals(trino.zone())
            || resource.columns().stream().noneMatch(column -> column.type() == DataType.TIMESTAMP);
    return sameTimes && (names.path().size() > 1 || database.postgresql());
  }

  SourceDatabase database() {
    return database;
  }

  private int add(String column, DataType type) {
    physical.putIfAbsent(column, type);
    return new ArrayList<>(physical.keySet()).indexOf(column);
  }

  private String sourceName(Column column) {
    if (rest != null) {
      return column.name();
    }
    ResourceSpec.Live live = resource.spec().live();
    String mapped =
        live == null || live.columns() == null ? null : live.columns().get(column.name());
    return names.column(mapped == null ? column.name() : mapped, database);
  }

  /** How it is asked if it is a web service; null for a table. */
  RestTable rest() {
    return rest;
  }

  Resource resource() {
    return resource;
  }

  /** Where an item's values are. */
  int position(String item) {
    Integer position = positions.get(item.toLowerCase(Locale.ROOT));
    if (position == null) {
      throw new IllegalArgumentException(resource.name() + " has no item " + item);
    }
    return position;
  }

  /** The item at that position, or null for a hidden column. */
  String item(int position) {
    return positions.entrySet().stream()
        .filter(entry -> entry.getValue() == position)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  /** Where the values are that identify a record. */
  List<Integer> keyPositions() {
    return keyPositions;
  }

  /** Whether a record's key is among these columns: the declared one, or the hub's own. */
  boolean identifies(Set<Integer> columns) {
    List<String> declared = resource.spec().key();
    boolean whole =
        declared != null
            && !declared.isEmpty()
            && declared.stream().map(this::position).allMatch(columns::contains);
    return whole || !keyPositions.isEmpty() && columns.containsAll(keyPositions);
  }

  /** How many rows it is taken to have. */
  double rows() {
    return names.rows() < 0 ? ASSUMED_ROWS : names.rows();
  }

  /** The type of one of the values that identify a record. */
  DataType keyType(int index) {
    return physicalTypes.get(keyPositions.get(index));
  }

  RelNode scan(RelOptCluster cluster) {
    RelOptTable table =
        RelOptTableImpl.create(
            null,
            getRowType(cluster.getTypeFactory()),
            this,
            com.google.common.collect.ImmutableList.copyOf(names.path()));
    return scan(cluster, table);
  }

  private RelNode scan(RelOptCluster cluster, RelOptTable table) {
    return rest == null
        ? new SourceScan(cluster, database.convention(), table)
        : new RestScan(cluster, table);
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
    return scan(context.getCluster(), table);
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory) {
    RelDataTypeFactory.Builder builder = typeFactory.builder();
    physical.forEach((name, type) -> builder.add(name, SqlTypes.of(type, typeFactory)));
    return builder.build();
  }

  @Override
  public Statistic getStatistic() {
    return Statistics.of(rows(), List.of());
  }
}
