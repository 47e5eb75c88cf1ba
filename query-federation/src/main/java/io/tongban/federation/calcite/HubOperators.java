package io.tongban.federation.calcite;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.validate.SqlNameMatcher;

/** Standard SQL's operators, less those that tell who is logged in: at a source that is the hub. */
final class HubOperators implements SqlOperatorTable {
  static final HubOperators INSTANCE = new HubOperators();

  private static final Set<String> FORBIDDEN =
      Set.of(
          "USER",
          "CURRENT_USER",
          "SESSION_USER",
          "SYSTEM_USER",
          "CURRENT_ROLE",
          "CURRENT_PATH",
          "CURRENT_CATALOG",
          "CURRENT_SCHEMA");

  private final SqlOperatorTable standard = SqlStdOperatorTable.instance();

  private HubOperators() {}

  @Override
  public void lookupOperatorOverloads(
      SqlIdentifier name,
      SqlFunctionCategory category,
      SqlSyntax syntax,
      List<SqlOperator> found,
      SqlNameMatcher matcher) {
    if (!name.isSimple() || !FORBIDDEN.contains(name.getSimple().toUpperCase(Locale.ROOT))) {
      standard.lookupOperatorOverloads(name, category, syntax, found, matcher);
    }
  }

  @Override
  public List<SqlOperator> getOperatorList() {
    return standard.getOperatorList().stream()
        .filter(operator -> !FORBIDDEN.contains(operator.getName()))
        .toList();
  }
}
