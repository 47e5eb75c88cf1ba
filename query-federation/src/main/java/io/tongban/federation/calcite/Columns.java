package io.tongban.federation.calcite;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexInputRef;

/** Follows columns down a tree. */
final class Columns {
  private Columns() {}

  /** A column of a node. */
  record Column(RelNode node, int index) {}

  /**
   * The column of an input that a node passes on as this one; nothing where the node makes it, or
   * is none that passes columns on.
   */
  static Optional<Column> below(RelNode node, int column) {
    if (node instanceof Project project) {
      return project.getProjects().get(column) instanceof RexInputRef ref
          ? Optional.of(new Column(project.getInput(), ref.getIndex()))
          : Optional.empty();
    }
    if (node instanceof Filter || node instanceof Sort) {
      return Optional.of(new Column(node.getInput(0), column));
    }
    if (node instanceof Join join) {
      int left = join.getLeft().getRowType().getFieldCount();
      return Optional.of(
          column < left
              ? new Column(join.getLeft(), column)
              : new Column(join.getRight(), column - left));
    }
    return Optional.empty();
  }

  /** The input's columns that are passed on as some of these. */
  static Set<Integer> references(Project project, Set<Integer> columns) {
    Set<Integer> references = new HashSet<>();
    for (int column : columns) {
      if (project.getProjects().get(column) instanceof RexInputRef ref) {
        references.add(ref.getIndex());
      }
    }
    return references;
  }
}
