package io.tongban.federation.calcite;

import org.apache.calcite.adapter.jdbc.JdbcConvention;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelOptPlanner;

/** Marks the part of a plan that one physical database evaluates. */
final class SourceConvention extends JdbcConvention {
  private final SourceDatabase database;

  SourceConvention(SourceDatabase database) {
    super(database.dialect(), Expressions.constant(null), "source:" + database.name());
    this.database = database;
  }

  SourceDatabase database() {
    return database;
  }

  /** Our own rules only: Calcite's would push what can fail or means something else there. */
  @Override
  public void register(RelOptPlanner planner) {
    SourceRules.of(this).forEach(planner::addRule);
  }
}
