package io.tongban.federation.calcite;

import io.tongban.access.Mask;
import io.tongban.access.ResourceGrant;
import io.tongban.registry.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;

/**
 * A resource as one grant lets it be seen: the only kind of table that SQL can name. Wherever it
 * occurs, also inside subqueries, Calcite asks it for its relation, and so the policy is under
 * every use of it.
 */
final class GovernedTable extends AbstractTable implements TranslatableTable {
  private final RawTable raw;
  private final ResourceGrant terms;
  private final List<Column> columns;
  private final Map<String, Mask> masks = new HashMap<>();
  private final Workshop workshop;
  private final AttributeSlots slots;
  private final PolicyNodes policies;

  GovernedTable(
      RawTable raw,
      ResourceGrant terms,
      Workshop workshop,
      AttributeSlots slots,
      PolicyNodes policies) {
    this.raw = raw;
    this.terms = terms;
    this.workshop = workshop;
    this.slots = slots;
    this.policies = policies;
    Set<String> granted =
        terms.columns().stream()
            .map(column -> column.toLowerCase(Locale.ROOT))
            .collect(java.util.stream.Collectors.toSet());
    this.columns =
        raw.resource().columns().stream()
            .filter(column -> granted.contains(column.name().toLowerCase(Locale.ROOT)))
            .toList();
    terms.masks().forEach((name, mask) -> masks.put(name.toLowerCase(Locale.ROOT), mask));
  }

  RawTable raw() {
    return raw;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory) {
    RelDataTypeFactory.Builder builder = typeFactory.builder();
    columns.forEach(
        column ->
            builder.add(
                column.name().toLowerCase(Locale.ROOT), SqlTypes.of(column.type(), typeFactory)));
    return builder.build();
  }

  /** Scan, then rows, then columns: a filter above sees the masked value only. */
  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable relOptTable) {
    RelNode scan = raw.scan(context.getCluster());
    RelNode rows =
        terms.rowCondition().all()
            ? scan
            : LogicalFilter.create(
                scan, RowConditions.compile(terms.rowCondition(), raw, workshop, slots));
    RelNode policy = columns(rows);
    policies.add(policy, raw);
    return withoutKeys(policy);
  }

  private RelNode columns(RelNode rows) {
    RexBuilder rex = rows.getCluster().getRexBuilder();
    List<RexNode> expressions = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Column column : columns) {
      RexNode clear = rex.makeInputRef(rows, raw.position(column.name()));
      expressions.add(masked(column, clear, rex));
      names.add(column.name().toLowerCase(Locale.ROOT));
    }
    for (int position : raw.keyPositions()) {
      expressions.add(rex.makeInputRef(rows, position));
      names.add("$key" + names.size());
    }
    return LogicalProject.create(rows, List.of(), expressions, names, Set.of());
  }

  private RexNode masked(Column column, RexNode clear, RexBuilder rex) {
    Mask mask = masks.get(column.name().toLowerCase(Locale.ROOT));
    if (mask == null) {
      return clear;
    }
    try {
      return MaskExpressions.apply(mask, clear, rex, slots, raw.throughTrino());
    } catch (IllegalArgumentException unfit) {
      throw RowConditions.invalid(
          raw.resource().name(), "column " + column.name() + ": " + unfit.getMessage());
    }
  }

  private RelNode withoutKeys(RelNode policy) {
    RexBuilder rex = policy.getCluster().getRexBuilder();
    List<RexNode> visible = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      visible.add(rex.makeInputRef(policy, i));
    }
    List<String> names = policy.getRowType().getFieldNames().subList(0, columns.size());
    return LogicalProject.create(policy, List.of(), visible, names, Set.of());
  }
}
