package io.tongban.federation.calcite;

import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.rules.SortProjectTransposeRule;
import org.apache.calcite.rex.RexInputRef;

/**
 * Sorts before columns are shaped, where it sorts by columns alone. Calcite's own rule also takes a
 * cast for what it casts, since both rise together: but the days of two times may be one, and then
 * what is sorted by next decides.
 */
final class SortBelowProject extends SortProjectTransposeRule {
  static final SortBelowProject INSTANCE = new SortBelowProject();

  private SortBelowProject() {
    super(Config.DEFAULT);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    Sort sort = call.rel(0);
    Project project = call.rel(1);
    boolean plain =
        sort.getCollation().getFieldCollations().stream()
            .allMatch(key -> project.getProjects().get(key.getFieldIndex()) instanceof RexInputRef);
    if (plain) {
      super.onMatch(call);
    }
  }
}
