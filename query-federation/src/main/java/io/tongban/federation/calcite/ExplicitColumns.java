package io.tongban.federation.calcite;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Writes {@code SELECT *} out. A star means the columns in the order that the database has them,
 * with all that the resource does not declare; a plan means the declared ones in its own order.
 */
final class ExplicitColumns {
  private final Map<List<String>, List<String>> tables;

  /**
   * @param tables columns by the path of the table
   */
  ExplicitColumns(Map<List<String>, List<String>> tables) {
    this.tables = tables;
  }

  /** Changes the statement in place. */
  void write(SqlNode node) {
    if (!(node instanceof SqlCall call)) {
      if (node instanceof SqlNodeList list) {
        list.forEach(this::write);
      }
      return;
    }
    call.getOperandList().forEach(this::write);
    if (call instanceof SqlSelect select && star(select) && select.getFrom() != null) {
      List<SqlNode> columns = columns(select.getFrom(), null);
      select.setSelectList(new SqlNodeList(columns, SqlParserPos.ZERO));
    }
  }

  private static boolean star(SqlSelect select) {
    SqlNodeList list = select.getSelectList();
    return list == null
        || list.size() == 1 && list.get(0) instanceof SqlIdentifier column && column.isStar();
  }

  private List<SqlNode> columns(SqlNode from, String alias) {
    if (from instanceof SqlIdentifier table) {
      return named(tables.get(table.names), alias);
    }
    if (from instanceof SqlJoin join) {
      List<SqlNode> both = new ArrayList<>(columns(join.getLeft(), null));
      both.addAll(columns(join.getRight(), null));
      return both;
    }
    if (from.getKind() == SqlKind.AS) {
      SqlCall as = (SqlCall) from;
      return columns(as.operand(0), ((SqlIdentifier) as.operand(1)).getSimple());
    }
    if (from instanceof SqlSelect select) {
      return named(select.getSelectList().stream().map(ExplicitColumns::name).toList(), alias);
    }
    throw new IllegalStateException("a source's statement reads from " + from.getKind());
  }

  private static String name(SqlNode column) {
    SqlNode named = column.getKind() == SqlKind.AS ? ((SqlCall) column).operand(1) : column;
    List<String> names = ((SqlIdentifier) named).names;
    return names.get(names.size() - 1);
  }

  private static List<SqlNode> named(List<String> columns, String alias) {
    List<SqlNode> written = new ArrayList<>();
    for (String column : columns) {
      List<String> path = alias == null ? List.of(column) : List.of(alias, column);
      written.add(new SqlIdentifier(path, SqlParserPos.ZERO));
    }
    return written;
  }
}
