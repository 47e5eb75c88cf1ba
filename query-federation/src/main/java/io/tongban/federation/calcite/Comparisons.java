package io.tongban.federation.calcite;

import io.tongban.federation.FederationProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidator;

/**
 * Refuses comparisons of a text with something else. Calcite's validator lets them pass and casts,
 * and such a cast fails on the first value that is not of that form.
 */
final class Comparisons extends SqlBasicVisitor<Void> {
  private static final Set<SqlKind> KINDS =
      Set.of(
          SqlKind.EQUALS,
          SqlKind.NOT_EQUALS,
          SqlKind.LESS_THAN,
          SqlKind.LESS_THAN_OR_EQUAL,
          SqlKind.GREATER_THAN,
          SqlKind.GREATER_THAN_OR_EQUAL,
          SqlKind.IN,
          SqlKind.NOT_IN,
          SqlKind.BETWEEN);

  private final SqlValidator validator;

  Comparisons(SqlValidator validator) {
    this.validator = validator;
  }

  @Override
  public Void visit(SqlCall call) {
    if (KINDS.contains(call.getKind())) {
      List<SqlNode> operands = operands(call);
      for (SqlNode operand : operands) {
        requireAlike(operands.get(0), operand);
      }
    }
    return super.visit(call);
  }

  private static List<SqlNode> operands(SqlCall call) {
    List<SqlNode> operands = new ArrayList<>();
    for (SqlNode operand : call.getOperandList()) {
      if (operand instanceof SqlNodeList list) {
        operands.addAll(list);
      } else {
        operands.add(operand);
      }
    }
    return operands;
  }

  private void requireAlike(SqlNode first, SqlNode second) {
    RelDataType one = validator.getValidatedNodeTypeIfKnown(first);
    RelDataType other = validator.getValidatedNodeTypeIfKnown(second);
    if (one == null || other == null || unknown(one) || unknown(other)) {
      return;
    }
    if (SqlTypeUtil.inCharFamily(one) != SqlTypeUtil.inCharFamily(other)) {
      throw SqlFaults.at(
          FederationProblem.SQL_INVALID,
          "a " + one.getSqlTypeName() + " cannot be compared with a " + other.getSqlTypeName(),
          second.getParserPosition());
    }
  }

  private static boolean unknown(RelDataType type) {
    return type.isStruct() || type.getSqlTypeName() == SqlTypeName.NULL;
  }
}
