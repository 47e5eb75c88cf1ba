package io.tongban.federation;

import io.tongban.ledger.Receipt;
import io.tongban.ledger.RowRef;
import io.tongban.registry.DataType;
import java.util.List;

/**
 * An answer that has been settled and may be released.
 *
 * @param columns what the rows hold
 * @param rows values as the data types say, nulls included
 * @param truncated whether the row limit cut it
 * @param sources the records it was made of
 * @param missing sources whose part is missing; empty unless the caller allowed that
 * @param receipt its proof
 */
public record Answer(
    List<AnswerColumn> columns,
    List<List<Object>> rows,
    boolean truncated,
    List<RowRef> sources,
    List<MissingSource> missing,
    Receipt receipt) {

  /**
   * A column of an answer.
   *
   * @param masked whether a mask was applied on its way
   */
  public record AnswerColumn(String name, DataType type, boolean masked) {}
}
