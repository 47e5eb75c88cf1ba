package io.tongban.federation.calcite;

import org.apache.calcite.config.NullCollation;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.dialect.TrinoSqlDialect;
import org.apache.calcite.sql.fun.SqlLibraryOperators;

/** Trino's SQL, with what Calcite's dialect does not know of it. */
final class HandOverDialect extends TrinoSqlDialect {
  static final HandOverDialect INSTANCE = new HandOverDialect();

  private HandOverDialect() {
    super(
        SqlDialect.EMPTY_CONTEXT
            .withDatabaseProduct(SqlDialect.DatabaseProduct.UNKNOWN)
            .withIdentifierQuoteString("\"")
            .withDataTypeSystem(new SqlTypes.System())
            .withNullCollation(NullCollation.LAST));
  }

  @Override
  public void unparseCall(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    if (call.getOperator() == SqlLibraryOperators.REPEAT) {
      repeat(writer, call);
    } else {
      super.unparseCall(writer, call, leftPrec, rightPrec);
    }
  }

  /** Trino's REPEAT makes an array. It may evaluate branches that are not taken: never negative. */
  private static void repeat(SqlWriter writer, SqlCall call) {
    SqlWriter.Frame pad = writer.startFunCall("RPAD");
    writer.sep(",");
    writer.literal("''");
    writer.sep(",");
    SqlWriter.Frame greatest = writer.startFunCall("GREATEST");
    writer.sep(",");
    call.operand(1).unparse(writer, 0, 0);
    writer.sep(",");
    writer.literal("0");
    writer.endFunCall(greatest);
    writer.sep(",");
    call.operand(0).unparse(writer, 0, 0);
    writer.endFunCall(pad);
  }
}
