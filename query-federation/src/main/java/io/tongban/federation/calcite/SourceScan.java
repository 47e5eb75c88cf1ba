package io.tongban.federation.calcite;

import java.util.List;
import org.apache.calcite.adapter.jdbc.JdbcImplementor;
import org.apache.calcite.adapter.jdbc.JdbcRel;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.rel2sql.SqlImplementor;

/** Reads a raw table where it lies. */
final class SourceScan extends TableScan implements JdbcRel, RawScan {
  SourceScan(RelOptCluster cluster, SourceConvention convention, RelOptTable table) {
    super(cluster, cluster.traitSetOf(convention), List.of(), table);
  }

  @Override
  public RawTable raw() {
    return table.unwrap(RawTable.class);
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return this;
  }

  @Override
  public SqlImplementor.Result implement(JdbcImplementor implementor) {
    return implementor.implement(this);
  }
}
