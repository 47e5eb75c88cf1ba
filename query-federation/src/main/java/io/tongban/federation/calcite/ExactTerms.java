package io.tongban.federation.calcite;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.Sarg;

/**
 * Makes a source mean what the hub means. Most collations of MySQL and SQL Server take {@code A}
 * for {@code a} and ignore trailing blanks; so {@code name = ?} becomes {@code name = ? AND
 * exact(name) = exact(?)}: the first part keeps the index usable, the second is the meaning.
 */
final class ExactTerms {
  private final Product product;
  private final RexBuilder rex;

  private ExactTerms(Product product, RexBuilder rex) {
    this.product = product;
    this.rex = rex;
  }

  /** A source's part of a plan as it may be written in that product's SQL. */
  static RelNode in(RelNode node, Product product) {
    return product.exact()
        ? node
        : new ExactTerms(product, node.getCluster().getRexBuilder()).rewrite(node);
  }

  /** Whether the product can be made to mean what the hub means by a condition. */
  static boolean possible(RexNode condition, Product product) {
    if (!product.matchesCharacters() && anyCharacter(condition)) {
      return false;
    }
    return product.exact() || possible(condition, product, true);
  }

  private static boolean anyCharacter(RexNode node) {
    if (!(node instanceof RexCall call)) {
      return false;
    }
    return call.getKind() == SqlKind.LIKE
        ? call.getOperands().get(1) instanceof RexLiteral pattern
            && pattern.getValueAs(String.class).indexOf('_') >= 0
        : call.getOperands().stream().anyMatch(ExactTerms::anyCharacter);
  }

  private static boolean possible(RexNode node, Product product, boolean positive) {
    if (!(node instanceof RexCall call)) {
      return product.compares(node.getType());
    }
    return switch (call.getKind()) {
      case AND, OR -> all(call, product, positive);
      case NOT, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE -> all(call, product, false);
      case LIKE -> product == Product.MYSQL;
      case IS_NULL, IS_NOT_NULL -> true;
      case NOT_EQUALS -> comparable(call, product, false);
      case SEARCH -> comparable(call, product, positive && !negated(call));
      default -> comparable(call, product, positive);
    };
  }

  private static boolean all(RexCall call, Product product, boolean positive) {
    return call.getOperands().stream().allMatch(part -> possible(part, product, positive));
  }

  /** SQL Server's and Oracle's texts only where a row is asked for that has them. */
  private static boolean comparable(RexCall call, Product product, boolean positive) {
    return call.getOperands().stream()
        .map(RexNode::getType)
        .allMatch(
            type ->
                product.compares(type)
                    && (positive || product == Product.MYSQL || !SqlTypeUtil.inCharFamily(type)));
  }

  private static boolean negated(RexCall search) {
    return search.getOperands().get(1) instanceof RexLiteral literal
        && !literal.getValueAs(Sarg.class).isPoints();
  }

  private RelNode rewrite(RelNode node) {
    RelNode actual = node.stripped();
    List<RelNode> inputs = new ArrayList<>();
    actual.getInputs().forEach(input -> inputs.add(rewrite(input)));
    RelNode copy = actual.copy(actual.getTraitSet(), inputs);
    if (copy instanceof Filter filter) {
      return filter.copy(filter.getTraitSet(), filter.getInput(), exact(filter.getCondition()));
    }
    if (copy instanceof Join join) {
      return join.copy(
          join.getTraitSet(),
          exact(join.getCondition()),
          join.getLeft(),
          join.getRight(),
          join.getJoinType(),
          join.isSemiJoinDone());
    }
    return copy;
  }

  private RexNode exact(RexNode condition) {
    return RexUtil.flatten(rex, exact(condition, true));
  }

  /**
   * @param positive whether only rows for which it is true matter here: then the index may help
   */
  private RexNode exact(RexNode node, boolean positive) {
    if (!(node instanceof RexCall call) || KeyCondition.is(call)) {
      return node;
    }
    return switch (call.getKind()) {
      case AND, OR -> parts(call, positive);
      case NOT, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE -> parts(call, false);
      default -> inexact(call) ? comparison(call, positive) : call;
    };
  }

  private RexNode parts(RexCall call, boolean positive) {
    List<RexNode> parts = call.getOperands().stream().map(part -> exact(part, positive)).toList();
    return call.clone(call.getType(), parts);
  }

  private boolean inexact(RexCall call) {
    return call.getOperands().stream()
        .map(RexNode::getType)
        .anyMatch(
            type ->
                SqlTypeUtil.inCharFamily(type)
                    || product == Product.MYSQL && type.getSqlTypeName() == SqlTypeName.DATE);
  }

  private RexNode comparison(RexCall call, boolean positive) {
    boolean text = SqlTypeUtil.inCharFamily(call.getOperands().get(0).getType());
    if (text && (call.getKind() == SqlKind.IS_NULL || call.getKind() == SqlKind.IS_NOT_NULL)) {
      return call;
    }
    RexNode exact = meaning(call);
    return positive && narrows(call) ? rex.makeCall(SqlStdOperatorTable.AND, call, exact) : exact;
  }

  /** Whether rows that satisfy the meaning satisfy the product's own comparison as well. */
  private static boolean narrows(RexCall call) {
    return switch (call.getKind()) {
      case NOT_EQUALS, IS_NULL -> false;
      case SEARCH ->
          call.getOperands().get(1) instanceof RexLiteral literal
              && literal.getValueAs(Sarg.class).isPoints()
              && literal.getValueAs(Sarg.class).nullAs == RexUnknownAs.UNKNOWN;
      default -> true;
    };
  }

  private RexNode meaning(RexCall call) {
    if (call.getKind() == SqlKind.SEARCH && product != Product.MYSQL) {
      return RexUtil.expandSearch(rex, null, call).accept(new Comparing());
    }
    List<RexNode> operands = new ArrayList<>();
    for (RexNode operand : call.getOperands()) {
      operands.add(operand(call.getKind(), operand));
    }
    return call.clone(call.getType(), operands);
  }

  private RexNode operand(SqlKind kind, RexNode operand) {
    boolean right = operand instanceof RexLiteral;
    if (kind == SqlKind.LIKE) {
      return right ? operand : wrap(Term.MYSQL_LIKE, operand);
    }
    if (operand.getType().getSqlTypeName() == SqlTypeName.DATE) {
      return operand instanceof RexInputRef ? wrap(Term.MYSQL_DAY, operand) : operand;
    }
    if (kind == SqlKind.SEARCH && right) {
      return operand;
    }
    return wrap(Term.of(product), operand);
  }

  /** The points of a search, one by one. */
  private final class Comparing extends RexShuttle {
    @Override
    public RexNode visitCall(RexCall call) {
      return call.getKind() == SqlKind.EQUALS ? meaning(call) : super.visitCall(call);
    }
  }

  private RexNode wrap(Term term, RexNode operand) {
    return rex.makeCall(operand.getType(), term.function(), List.of(operand));
  }

  /** A value written so that its comparison is exact. */
  private enum Term {
    /** Bytes of UTF-8, whatever the column's encoding and collation. */
    MYSQL("CAST(CONVERT(", " USING utf8mb4) AS BINARY)"),
    /** {@code LIKE} compares character by character, so only the case matters. */
    MYSQL_LIKE("CONVERT(", " USING utf8mb4) COLLATE utf8mb4_bin"),
    /** The zero date is no day. */
    MYSQL_DAY("NULLIF(", ", 0)"),
    /** By code points; with something after it, so that no trailing blank is ignored. */
    SQLSERVER("(CAST(", " AS NVARCHAR(MAX)) + N'.') COLLATE Latin1_General_BIN2"),
    ORACLE("(", " || '.')");

    private final SqlFunction function;

    Term(String before, String after) {
      this.function =
          new SqlFunction(
              "EXACT_" + name(),
              SqlKind.OTHER_FUNCTION,
              ReturnTypes.ARG0,
              null,
              OperandTypes.ANY,
              SqlFunctionCategory.STRING) {
            @Override
            public void unparse(SqlWriter writer, SqlCall call, int left, int right) {
              writer.print(before);
              call.operand(0).unparse(writer, 0, 0);
              writer.print(after);
              writer.setNeedWhitespace(true);
            }
          };
    }

    SqlFunction function() {
      return function;
    }

    static Term of(Product product) {
      return switch (product) {
        case MYSQL -> MYSQL;
        case SQLSERVER -> SQLSERVER;
        case ORACLE -> ORACLE;
        case H2, POSTGRESQL, TRINO, DUCKDB, OTHER ->
            throw new IllegalArgumentException(product + " compares as it does");
      };
    }
  }
}
