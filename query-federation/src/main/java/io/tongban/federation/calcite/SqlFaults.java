package io.tongban.federation.calcite;

import io.tongban.federation.FederationProblem;
import io.tongban.hub.ProblemException;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;

/** What is wrong with a caller's SQL, with the place in it and the nearest names. */
final class SqlFaults {
  private static final Pattern UNKNOWN =
      Pattern.compile("(Column|Table|Object) '([^']*)' not found.*", Pattern.DOTALL);

  private SqlFaults() {}

  static ProblemException parse(SqlParseException fault) {
    String message = fault.getMessage() == null ? "" : fault.getMessage();
    SqlParserPos position = fault.getPos() == null ? SqlParserPos.ZERO : fault.getPos();
    if (message.startsWith("Encountered \";\"")) {
      return at(FederationProblem.NOT_A_SELECT, "there is more than one statement", position);
    }
    return at(FederationProblem.SQL_INVALID, message.lines().findFirst().orElse(""), position);
  }

  static ProblemException at(FederationProblem problem, String what, SqlParserPos position) {
    return at(problem, what, position.getLineNum(), position.getColumnNum());
  }

  private static ProblemException at(FederationProblem problem, String what, int line, int column) {
    return problem
        .problem("line " + line + ", column " + column + ": " + what)
        .with("line", line)
        .with("column", column);
  }

  /**
   * A fault of names or types.
   *
   * @param tables the tables the caller may name
   * @param columns the columns the caller may name
   */
  static ProblemException validation(
      CalciteContextException fault, Collection<String> tables, Collection<String> columns) {
    Throwable cause = fault.getCause() == null ? fault : fault.getCause();
    String message = String.valueOf(cause.getMessage());
    Matcher unknown = UNKNOWN.matcher(message);
    if (!unknown.matches()) {
      return at(FederationProblem.SQL_INVALID, message, fault.getPosLine(), fault.getPosColumn());
    }
    boolean column = unknown.group(1).equals("Column");
    return unknown(
        column ? "column" : "table",
        unknown.group(2),
        column ? columns : tables,
        fault.getPosLine(),
        fault.getPosColumn());
  }

  static ProblemException unknownTable(
      String name, Collection<String> tables, SqlParserPos position) {
    return unknown("table", name, tables, position.getLineNum(), position.getColumnNum());
  }

  private static ProblemException unknown(
      String what, String name, Collection<String> known, int line, int column) {
    List<String> near = Names.near(name, known);
    String hint = near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    return at(
            FederationProblem.NAME_UNKNOWN,
            "there is no " + what + " '" + name + "'" + hint,
            line,
            column)
        .with("suggestions", near);
  }
}
