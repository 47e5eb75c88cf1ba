package io.tongban.access;

import io.tongban.ledger.RowRef;
import java.util.List;
import java.util.Optional;

/**
 * How the ledger names records whose key holds a person's identifier (the {@code subject} of their
 * Resource): by the commitment to the person in its place. So neither a manifest nor the index of
 * records leads to a person whose salt was destroyed.
 */
public interface PersonRows {
  /** The records as an entry names them, in order; makes salts of persons that are new. */
  List<RowRef> named(List<RowRef> rows);

  /** The name under which a record is to be sought in the ledger; makes no salt. */
  RowRef sought(RowRef row);

  /** Identifier of the person whom a record's key names, if it names one. */
  Optional<String> person(RowRef row);

  /** The record that an entry names; as it is named where the person is not known (any more). */
  RowRef resolved(RowRef named);
}
