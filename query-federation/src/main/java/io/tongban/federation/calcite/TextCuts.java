package io.tongban.federation.calcite;

import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Writes {@code CAST(x AS VARCHAR(3))} as a cast of the text's first three characters. Texts of the
 * hub have no length, which Calcite takes for a length of less than any: it would leave out a cast
 * to VARCHAR(3) below another cast as one that loses nothing.
 */
final class TextCuts extends SqlShuttle {
  @Override
  public SqlNode visit(SqlCall call) {
    SqlNode visited = super.visit(call);
    return visited instanceof SqlCall cast
            && cast.getKind() == SqlKind.CAST
            && cast.operandCount() == 2
            && cast.operand(1) instanceof SqlDataTypeSpec type
            && type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec name
            && name.getTypeName().getSimple().equals(SqlTypeName.VARCHAR.getName())
            && name.getPrecision() >= 0
        ? cut(cast, type, name.getPrecision())
        : visited;
  }

  private static SqlNode cut(SqlCall cast, SqlDataTypeSpec type, int length) {
    SqlParserPos at = cast.getParserPosition();
    SqlDataTypeSpec unlimited =
        new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, at), at);
    SqlNode text = SqlStdOperatorTable.CAST.createCall(at, cast.operand(0), unlimited);
    SqlNode first =
        SqlStdOperatorTable.SUBSTRING.createCall(
            at,
            text,
            SqlLiteral.createExactNumeric("1", at),
            SqlLiteral.createExactNumeric(String.valueOf(length), at));
    return cast.getOperator().createCall(at, first, type);
  }
}
