package io.tongban.federation.calcite;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Gives an aggregate its floor: beside its own calls it counts the different records of every
 * resource that has a minimum group, in all and behind each call (those its FILTER lets through and
 * whose argument is not null), and a filter leaves out the groups where one of the counts is too
 * small. What a FILTER does not let through must be nobody or enough as well.
 */
final class GroupFloor {
  private final LogicalAggregate aggregate;
  private final KeyCarrier.Carried carried;
  private final Map<String, Integer> floors;
  private final RexBuilder rex;
  private final List<RexNode> columns = new ArrayList<>();
  private final Map<RexNode, Integer> conditions = new LinkedHashMap<>();
  private final List<AggregateCall> calls;
  private final List<RexNode> kept = new ArrayList<>();

  /**
   * @param carried the aggregate's input, with the keys of those resources behind it
   */
  GroupFloor(LogicalAggregate aggregate, KeyCarrier.Carried carried, Map<String, Integer> floors) {
    this.aggregate = aggregate;
    this.carried = carried;
    this.floors = floors;
    this.rex = aggregate.getCluster().getRexBuilder();
    this.calls = new ArrayList<>(aggregate.getAggCallList());
  }

  RelNode build() {
    int width = carried.rel().getRowType().getFieldCount();
    for (int i = 0; i < width; i++) {
      columns.add(rex.makeInputRef(carried.rel(), i));
    }
    aggregate.getAggCallList().forEach(this::addConditions);
    int key = width - carried.width();
    for (RawTable table : carried.keys()) {
      List<Integer> keys = new ArrayList<>();
      for (int i = 0; i < table.keyPositions().size(); i++) {
        keys.add(key++);
      }
      floor(keys, floors.get(table.resource().name()));
    }
    return assembled();
  }

  /** The rows behind a call, where they are not all. */
  private void addConditions(AggregateCall call) {
    List<RexNode> parts = new ArrayList<>();
    if (call.hasFilter()) {
      parts.add(columns.get(call.filterArg));
      condition(parts);
    }
    for (int argument : call.getArgList()) {
      if (columns.get(argument).getType().isNullable()) {
        parts.add(rex.makeCall(SqlStdOperatorTable.IS_NOT_NULL, columns.get(argument)));
      }
    }
    if (!parts.isEmpty()) {
      condition(parts);
    }
  }

  private int condition(List<RexNode> parts) {
    RexNode all = rex.makeCall(SqlStdOperatorTable.IS_TRUE, RexUtil.composeConjunction(rex, parts));
    return conditions.computeIfAbsent(
        all,
        made -> {
          columns.add(made);
          return columns.size() - 1;
        });
  }

  private void floor(List<Integer> keys, int least) {
    RexNode total = count(keys, -1);
    kept.add(atLeast(total, least));
    conditions.values().forEach(condition -> kept.add(atLeast(count(keys, condition), least)));
    aggregate.getAggCallList().stream()
        .filter(AggregateCall::hasFilter)
        .map(call -> condition(List.of(columns.get(call.filterArg))))
        .distinct()
        .forEach(condition -> kept.add(nobodyOrAtLeast(total, count(keys, condition), least)));
  }

  private RexNode nobodyOrAtLeast(RexNode total, RexNode part, int least) {
    return rex.makeCall(
        SqlStdOperatorTable.OR,
        rex.makeCall(SqlStdOperatorTable.EQUALS, total, part),
        atLeast(rex.makeCall(SqlStdOperatorTable.MINUS, total, part), least));
  }

  private RexNode atLeast(RexNode count, int least) {
    return rex.makeCall(
        SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
        count,
        rex.makeExactLiteral(BigDecimal.valueOf(least), count.getType()));
  }

  /** How many different records, where a condition holds or (-1) in all. */
  private RexNode count(List<Integer> keys, int condition) {
    RelDataType type = rex.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
    AggregateCall count =
        AggregateCall.create(
            SqlStdOperatorTable.COUNT,
            true,
            false,
            false,
            List.of(),
            keys,
            condition,
            null,
            RelCollations.EMPTY,
            type,
            null);
    int known = calls.indexOf(count);
    if (known < 0) {
      calls.add(count);
      known = calls.size() - 1;
    }
    return rex.makeInputRef(type, aggregate.getGroupCount() + known);
  }

  private RelNode assembled() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      names.add("$" + i);
    }
    RelNode input = LogicalProject.create(carried.rel(), List.of(), columns, names, Set.of());
    RelNode counted =
        LogicalAggregate.create(input, List.of(), aggregate.getGroupSet(), null, calls);
    RelNode large = LogicalFilter.create(counted, RexUtil.composeConjunction(rex, kept));
    List<RexNode> shown = new ArrayList<>();
    for (int i = 0; i < aggregate.getRowType().getFieldCount(); i++) {
      shown.add(rex.makeInputRef(large, i));
    }
    return LogicalProject.create(large, List.of(), shown, aggregate.getRowType(), Set.of());
  }
}
