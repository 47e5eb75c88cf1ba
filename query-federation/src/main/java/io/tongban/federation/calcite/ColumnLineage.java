package io.tongban.federation.calcite;

import io.tongban.federation.calcite.CompiledQuery.Origin;
import io.tongban.ledger.LineageRun.Subtype;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.metadata.RelColumnOrigin;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;

/**
 * Which columns of resources the columns of an expression are made of (DIRECT), and which only
 * decided over them (INDIRECT), as OpenLineage's column lineage 1-2-0 has it. Read off the logical
 * tree, where subqueries are joins already: what an IN compares is a JOIN here.
 */
final class ColumnLineage {
  private ColumnLineage() {}

  /** Resource columns, and how each takes part. */
  static final class Sources {
    private final Map<Origin, Set<Subtype>> ways = new LinkedHashMap<>();

    private static Sources none() {
      return new Sources();
    }

    private static Sources of(Set<Origin> origins, Subtype subtype) {
      Sources sources = new Sources();
      origins.forEach(origin -> sources.ways.put(origin, EnumSet.of(subtype)));
      return sources;
    }

    private Sources with(Sources more) {
      more.ways.forEach(
          (origin, subtypes) ->
              ways.computeIfAbsent(origin, known -> EnumSet.noneOf(Subtype.class))
                  .addAll(subtypes));
      return this;
    }

    /** How each takes part. */
    Map<Origin, Set<Subtype>> ways() {
      return ways;
    }

    /** The same columns, the values taken as they are now taking part otherwise. */
    private Sources directly(Subtype subtype) {
      Sources changed = new Sources();
      ways.forEach(
          (origin, subtypes) -> {
            Set<Subtype> now = EnumSet.copyOf(subtypes);
            if (Subtype.direct(now.iterator().next().name())) {
              now.remove(Subtype.IDENTITY);
              now.remove(
                  subtype == Subtype.AGGREGATION ? Subtype.TRANSFORMATION : Subtype.IDENTITY);
              if (now.isEmpty() || subtype == Subtype.AGGREGATION) {
                now.add(subtype);
              }
            }
            changed.ways.put(origin, now);
          });
      return changed;
    }
  }

  /**
   * A column's sources.
   *
   * @param direct whose values went in
   * @param indirect that decided over this column alone
   */
  record Derived(Sources direct, Sources indirect) {
    private static Derived none() {
      return new Derived(Sources.none(), Sources.none());
    }

    private void add(Derived more) {
      direct.with(more.direct);
      indirect.with(more.indirect);
    }

    /** All of it, as deciding. */
    private Sources deciding(Subtype subtype) {
      Sources all = Sources.of(direct.ways().keySet(), subtype);
      return all.with(Sources.of(indirect.ways().keySet(), subtype));
    }
  }

  /**
   * What is known of an expression.
   *
   * @param columns by position
   * @param whole that decided which rows there are and in which order
   */
  record Known(List<Derived> columns, Sources whole) {}

  /** Reads it off a logical tree without subqueries. */
  static Known of(RelNode node) {
    if (node instanceof Project project) {
      Known input = of(project.getInput());
      return new Known(
          project.getProjects().stream().map(each -> expression(each, input.columns())).toList(),
          input.whole());
    }
    if (node instanceof Filter filter) {
      Known input = of(filter.getInput());
      return decided(input, deciding(filter.getCondition(), input.columns(), Subtype.FILTER));
    }
    if (node instanceof Join join) {
      return join(join);
    }
    if (node instanceof Correlate correlate) {
      return correlate(correlate);
    }
    if (node instanceof Aggregate aggregate) {
      return aggregate(aggregate);
    }
    if (node instanceof Sort sort) {
      return sort(sort);
    }
    if (node instanceof SetOp operation) {
      return together(operation.getInputs());
    }
    boolean same =
        node.getInputs().size() == 1
            && node.getInput(0).getRowType().getFieldCount() == node.getRowType().getFieldCount();
    return same ? of(node.getInput(0)) : leaf(node);
  }

  private static Known leaf(RelNode node) {
    List<Derived> columns = new ArrayList<>();
    for (int i = 0; i < node.getRowType().getFieldCount(); i++) {
      Set<RelColumnOrigin> found = node.getCluster().getMetadataQuery().getColumnOrigins(node, i);
      columns.add(
          new Derived(Sources.of(LogicalQuery.named(found), Subtype.IDENTITY), Sources.none()));
    }
    return new Known(columns, Sources.none());
  }

  private static Known decided(Known input, Sources more) {
    return new Known(input.columns(), Sources.none().with(input.whole()).with(more));
  }

  private static Sources deciding(RexNode condition, List<Derived> columns, Subtype subtype) {
    Sources deciding = Sources.none();
    RelOptUtil.InputFinder.bits(condition)
        .forEach(position -> deciding.with(columns.get(position).deciding(subtype)));
    return deciding;
  }

  private static Known join(Join join) {
    Known left = of(join.getLeft());
    Known right = of(join.getRight());
    List<Derived> both = new ArrayList<>(left.columns());
    both.addAll(right.columns());
    Sources whole =
        Sources.none()
            .with(left.whole())
            .with(right.whole())
            .with(deciding(join.getCondition(), both, Subtype.JOIN));
    return new Known(join.getJoinType().projectsRight() ? both : left.columns(), whole);
  }

  private static Known correlate(Correlate correlate) {
    Known left = of(correlate.getLeft());
    Known right = of(correlate.getRight());
    List<Derived> both = new ArrayList<>(left.columns());
    both.addAll(right.columns());
    Sources whole = Sources.none().with(left.whole()).with(right.whole());
    correlate
        .getRequiredColumns()
        .forEach(position -> whole.with(left.columns().get(position).deciding(Subtype.JOIN)));
    return new Known(correlate.getJoinType().projectsRight() ? both : left.columns(), whole);
  }

  private static Known aggregate(Aggregate aggregate) {
    Known input = of(aggregate.getInput());
    List<Derived> columns = new ArrayList<>();
    Sources groups = Sources.none();
    for (int key : aggregate.getGroupSet()) {
      columns.add(input.columns().get(key));
      groups.with(input.columns().get(key).deciding(Subtype.GROUP_BY));
    }
    for (AggregateCall call : aggregate.getAggCallList()) {
      columns.add(call(call, input.columns()));
    }
    // a DISTINCT puts nothing together
    return aggregate.getAggCallList().isEmpty()
        ? new Known(columns, input.whole())
        : decided(new Known(columns, input.whole()), groups);
  }

  private static Derived call(AggregateCall call, List<Derived> columns) {
    Derived made = Derived.none();
    for (int argument : call.getArgList()) {
      Derived from = columns.get(argument);
      made.add(new Derived(from.direct().directly(Subtype.AGGREGATION), from.indirect()));
    }
    if (call.hasFilter()) {
      made.indirect().with(columns.get(call.filterArg).deciding(Subtype.CONDITIONAL));
    }
    for (RelFieldCollation order : call.getCollation().getFieldCollations()) {
      made.indirect().with(columns.get(order.getFieldIndex()).deciding(Subtype.SORT));
    }
    return made;
  }

  private static Known sort(Sort sort) {
    Known input = of(sort.getInput());
    Sources order = Sources.none();
    for (RelFieldCollation each : sort.getCollation().getFieldCollations()) {
      order.with(input.columns().get(each.getFieldIndex()).deciding(Subtype.SORT));
    }
    return decided(input, order);
  }

  private static Known together(List<RelNode> inputs) {
    List<Known> all = inputs.stream().map(ColumnLineage::of).toList();
    List<Derived> columns = new ArrayList<>();
    for (int i = 0; i < all.get(0).columns().size(); i++) {
      Derived column = Derived.none();
      for (Known each : all) {
        column.add(each.columns().get(i));
      }
      columns.add(column);
    }
    Sources whole = Sources.none();
    all.forEach(each -> whole.with(each.whole()));
    return new Known(columns, whole);
  }

  private static Derived expression(RexNode expression, List<Derived> columns) {
    if (expression instanceof RexInputRef reference) {
      return columns.get(reference.getIndex());
    }
    Derived read = Derived.none();
    expression.accept(new Reading(columns, read));
    return new Derived(read.direct().directly(Subtype.TRANSFORMATION), read.indirect());
  }

  /** Reads what goes into an expression, and what decides over it. */
  private static final class Reading extends RexVisitorImpl<Void> {
    private final List<Derived> columns;
    private final Derived read;

    Reading(List<Derived> columns, Derived read) {
      super(true);
      this.columns = columns;
      this.read = read;
    }

    @Override
    public Void visitInputRef(RexInputRef reference) {
      read.add(columns.get(reference.getIndex()));
      return null;
    }

    /** CASE: condition, value, condition, value, …, else. */
    @Override
    public Void visitCall(RexCall call) {
      if (call.getKind() != SqlKind.CASE) {
        return super.visitCall(call);
      }
      List<RexNode> operands = call.getOperands();
      for (int i = 0; i < operands.size(); i++) {
        boolean condition = i % 2 == 0 && i < operands.size() - 1;
        if (condition) {
          decides(List.of(operands.get(i)), Subtype.CONDITIONAL);
        } else {
          operands.get(i).accept(this);
        }
      }
      return null;
    }

    @Override
    public Void visitOver(RexOver over) {
      Derived operands = Derived.none();
      Reading reading = new Reading(columns, operands);
      over.getOperands().forEach(operand -> operand.accept(reading));
      read.add(new Derived(operands.direct().directly(Subtype.AGGREGATION), operands.indirect()));
      decides(over.getWindow().partitionKeys, Subtype.WINDOW);
      decides(over.getWindow().orderKeys.stream().map(key -> key.left).toList(), Subtype.WINDOW);
      return null;
    }

    private void decides(Collection<RexNode> expressions, Subtype subtype) {
      Derived decides = Derived.none();
      Reading reading = new Reading(columns, decides);
      expressions.forEach(each -> each.accept(reading));
      // what decides over what decides does so in its own way
      read.indirect()
          .with(Sources.of(decides.direct().ways().keySet(), subtype))
          .with(decides.indirect());
    }
  }
}
