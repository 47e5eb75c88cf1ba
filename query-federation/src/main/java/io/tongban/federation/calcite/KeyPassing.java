package io.tongban.federation.calcite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.adapter.enumerable.EnumerableHashJoin;
import org.apache.calcite.adapter.enumerable.EnumerableProject;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexPermuteInputsShuttle;
import org.apache.calcite.util.mapping.Mappings;

/**
 * Makes bind joins of the joins in a finished plan: where one side is bounded and the other would
 * be read whole, the other is asked for the keys of the first only. The join itself stays as it is,
 * so what is passed on can only leave out rows that match nothing.
 */
final class KeyPassing {
  /** How much smaller a side must seem before its keys are tried on the other. */
  private static final double MUCH_SMALLER = 2;

  private final RexBuilder rex;
  private int slots = KeySlots.FIRST;

  private KeyPassing(RexBuilder rex) {
    this.rex = rex;
  }

  /** The plan with keys passed on wherever that asks less of a source. */
  static RelNode in(RelNode physical) {
    KeyPassing passing = new KeyPassing(physical.getCluster().getRexBuilder());
    RelNode plan = physical;
    // a side that was bounded by keys may now bound another
    for (RelNode next = passing.step(plan, true); next != plan; next = passing.step(plan, true)) {
      plan = next;
    }
    return passing.step(plan, false);
  }

  /**
   * One pass from the top down.
   *
   * @param bounded whether only bounded sides pass their keys on, which is always worth it
   */
  private RelNode step(RelNode node, boolean bounded) {
    RelNode passed = node instanceof EnumerableHashJoin join ? join(join, bounded) : node;
    List<RelNode> inputs = new ArrayList<>();
    boolean changed = false;
    for (RelNode input : passed.getInputs()) {
      // what a source evaluates is its own business
      RelNode next = input instanceof SourceFetch ? input : step(input, bounded);
      changed |= next != input;
      inputs.add(next);
    }
    return changed ? passed.copy(passed.getTraitSet(), inputs) : passed;
  }

  private RelNode join(EnumerableHashJoin join, boolean bounded) {
    // one way only: sides that waited for each other's keys would never begin
    if (join.getLeft() instanceof KeyTap || join.getRight() instanceof KeyTap) {
      return join;
    }
    boolean left = Bounds.fetchesBounded(join.getLeft());
    boolean right = Bounds.fetchesBounded(join.getRight());
    if (left && right) {
      return join;
    }
    if (left || right) {
      return left ? fromLeft(join, true) : fromRight(join, true);
    }
    return bounded ? join : tried(join);
  }

  /**
   * Neither side is bounded, but one seems much smaller: its keys are passed on if they are few.
   */
  private RelNode tried(EnumerableHashJoin join) {
    RelMetadataQuery metadata = join.getCluster().getMetadataQuery();
    double left = rows(metadata, join.getLeft());
    double right = rows(metadata, join.getRight());
    if (left * MUCH_SMALLER <= right) {
      return fromLeft(join, false);
    }
    return right * MUCH_SMALLER <= left ? fromRight(join, false) : join;
  }

  private static double rows(RelMetadataQuery metadata, RelNode node) {
    Double rows = metadata.getRowCount(node);
    return rows == null ? Double.MAX_VALUE : rows;
  }

  /** The right side's rows are wanted only where they match one of the left's. */
  private RelNode fromLeft(EnumerableHashJoin join, boolean bounded) {
    if (join.getJoinType().generatesNullsOnLeft()) {
      return join;
    }
    JoinInfo keys = join.analyzeCondition();
    return pass(join.getLeft(), keys.leftKeys, join.getRight(), keys.rightKeys, keys, bounded)
        .map(sides -> copy(join, sides.from(), sides.to()))
        .orElse(join);
  }

  /**
   * The other way round. An inner join changes its sides, since a join reads its right side first
   * and that one may not be read before the keys are there.
   */
  private RelNode fromRight(EnumerableHashJoin join, boolean bounded) {
    if (join.getJoinType() == JoinRelType.INNER || join.getJoinType() == JoinRelType.RIGHT) {
      EnumerableHashJoin swapped = swapped(join);
      RelNode passed = fromLeft(swapped, bounded);
      return passed == swapped ? join : inOrder(passed, join);
    }
    if (join.getJoinType() != JoinRelType.SEMI || !readLater(join.getLeft())) {
      return join;
    }
    JoinInfo keys = join.analyzeCondition();
    return pass(join.getRight(), keys.rightKeys, join.getLeft(), keys.leftKeys, keys, bounded)
        .map(sides -> copy(join, sides.to(), sides.from()))
        .orElse(join);
  }

  /** Whether a side is read when it is asked for rows; a group is read when it is made. */
  private static boolean readLater(RelNode node) {
    boolean itself =
        node instanceof SourceFetch
            || node instanceof Project
            || node instanceof Filter
            || node instanceof EnumerableHashJoin
            || node instanceof KeyTap;
    return itself
        && (node instanceof SourceFetch
            || node.getInputs().stream().allMatch(KeyPassing::readLater));
  }

  private static RelNode copy(EnumerableHashJoin join, RelNode left, RelNode right) {
    return join.copy(
        join.getTraitSet(), join.getCondition(), left, right, join.getJoinType(), false);
  }

  private static EnumerableHashJoin swapped(EnumerableHashJoin join) {
    int left = join.getLeft().getRowType().getFieldCount();
    int right = join.getRight().getRowType().getFieldCount();
    // the left columns move behind the right ones
    var moved = Mappings.createShiftMapping(left + right, right, 0, left, 0, left, right);
    RexNode condition = join.getCondition().accept(RexPermuteInputsShuttle.of(moved));
    JoinRelType type =
        join.getJoinType() == JoinRelType.RIGHT ? JoinRelType.LEFT : join.getJoinType();
    return EnumerableHashJoin.create(join.getRight(), join.getLeft(), condition, Set.of(), type);
  }

  private RelNode inOrder(RelNode swapped, Join as) {
    int left = as.getLeft().getRowType().getFieldCount();
    int right = as.getRight().getRowType().getFieldCount();
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < left; i++) {
      columns.add(rex.makeInputRef(swapped, right + i));
    }
    for (int i = 0; i < right; i++) {
      columns.add(rex.makeInputRef(swapped, i));
    }
    return EnumerableProject.create(swapped, columns, as.getRowType());
  }

  /** Both sides of a join after keys were passed from one to the other. */
  private record Sides(RelNode from, RelNode to) {}

  private Optional<Sides> pass(
      RelNode from,
      List<Integer> fromKeys,
      RelNode to,
      List<Integer> toKeys,
      JoinInfo keys,
      boolean bounded) {
    List<KeyTap.Key> tapped = new ArrayList<>();
    RelNode asked = to;
    for (int i = 0; i < fromKeys.size(); i++) {
      int slot = slots;
      Optional<RelNode> pushed = new KeyPush(slot, bounded, rex).into(asked, toKeys.get(i));
      // IS NOT DISTINCT FROM lets a null match a null, which no list of keys can say
      boolean strict = keys.nullExclusionFlags.get(i);
      if (strict && pushed.isPresent() && alike(from, fromKeys.get(i), to, toKeys.get(i))) {
        slots++;
        asked = pushed.get();
        tapped.add(new KeyTap.Key(slot, fromKeys.get(i)));
      }
    }
    if (tapped.isEmpty()) {
      return Optional.empty();
    }
    RelNode tap =
        new KeyTap(from.getCluster(), from.getTraitSet(), from, List.copyOf(tapped), bounded);
    return Optional.of(new Sides(tap, asked));
  }

  /** Keys of different types would be compared differently here and there. */
  private static boolean alike(RelNode from, int fromKey, RelNode to, int toKey) {
    return type(from, fromKey) == type(to, toKey);
  }

  private static Object type(RelNode node, int column) {
    return node.getRowType().getFieldList().get(column).getType().getSqlTypeName();
  }
}
