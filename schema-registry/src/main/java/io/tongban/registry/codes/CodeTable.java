package io.tongban.registry.codes;

import io.tongban.registry.Code;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Where codes are kept between starts. */
public interface CodeTable {
  /** Replaces a list's codes within a transaction. */
  void replace(Handle transaction, String list, List<Code> codes);

  /** All codes of a list in their declared order. */
  List<Code> load(String list);
}
