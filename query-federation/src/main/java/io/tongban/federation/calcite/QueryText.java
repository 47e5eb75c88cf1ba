package io.tongban.federation.calcite;

import io.tongban.federation.FederationProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** A caller's SQL: one SELECT, parsed. */
final class QueryText {
  private static final int LONGEST = 65_536;
  private static final int DEEPEST = 100;
  private static final Set<SqlKind> QUERIES =
      Set.of(
          SqlKind.SELECT,
          SqlKind.UNION,
          SqlKind.INTERSECT,
          SqlKind.EXCEPT,
          SqlKind.WITH,
          SqlKind.ORDER_BY);
  private static final Set<String> BEGINNINGS = Set.of("select", "with", "(");

  private QueryText() {}

  /**
   * Parses one SELECT; a trailing semicolon is let pass.
   *
   * @throws io.tongban.hub.ProblemException naming line and column
   */
  static SqlNode parse(String sql) {
    String text = sql.stripTrailing();
    text = text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
    requireModest(text);
    SqlNode parsed;
    try {
      parsed = SqlParser.create(text, Workshop.PARSER).parseStmt();
    } catch (SqlParseException fault) {
      throw beginsLikeAQuery(text) ? SqlFaults.parse(fault) : notASelect(text);
    }
    if (!QUERIES.contains(parsed.getKind())) {
      throw notASelect(text);
    }
    return parsed;
  }

  private static RuntimeException notASelect(String text) {
    return SqlFaults.at(
        FederationProblem.NOT_A_SELECT, "the statement is not a SELECT", start(text));
  }

  /** The parser recurses: what is nested without end would exhaust its stack. */
  private static void requireModest(String text) {
    if (text.length() > LONGEST) {
      throw FederationProblem.SQL_INVALID.problem(
          "the SQL is longer than " + LONGEST + " characters");
    }
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth > DEEPEST) {
        throw FederationProblem.SQL_INVALID.problem(
            "the SQL is nested deeper than " + DEEPEST + " brackets");
      }
    }
  }

  private static boolean beginsLikeAQuery(String text) {
    String bare =
        text.replaceAll("(?s)\\A(\\s+|--[^\\n]*\\n|/\\*.*?\\*/)+", "").toLowerCase(Locale.ROOT);
    return BEGINNINGS.stream().anyMatch(bare::startsWith);
  }

  private static SqlParserPos start(String text) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < text.length() && Character.isWhitespace(text.charAt(i)); i++) {
      boolean newLine = text.charAt(i) == '\n';
      line += newLine ? 1 : 0;
      column = newLine ? 1 : column + 1;
    }
    return new SqlParserPos(line, column);
  }

  /** The tables a query names, common table expressions left out. */
  static List<SqlIdentifier> tables(SqlNode query) {
    List<SqlIdentifier> found = new ArrayList<>();
    Set<String> local = new HashSet<>();
    query.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            if (call instanceof SqlSelect select && select.getFrom() != null) {
              from(select.getFrom(), found);
            }
            if (call instanceof SqlWithItem item) {
              local.add(item.name.getSimple().toLowerCase(Locale.ROOT));
            }
            return super.visit(call);
          }
        });
    found.removeIf(
        table -> table.isSimple() && local.contains(table.getSimple().toLowerCase(Locale.ROOT)));
    return found;
  }

  private static void from(SqlNode node, List<SqlIdentifier> found) {
    if (node instanceof SqlIdentifier table) {
      found.add(table);
    } else if (node instanceof SqlJoin join) {
      from(join.getLeft(), found);
      from(join.getRight(), found);
    } else if (node instanceof SqlBasicCall call && !(call.getKind() == SqlKind.VALUES)) {
      call.getOperandList().stream().limit(1).forEach(operand -> from(operand, found));
    } else if (node instanceof SqlCall call && call.getKind() == SqlKind.TABLE_REF) {
      from(call.operand(0), found);
    }
  }
}
