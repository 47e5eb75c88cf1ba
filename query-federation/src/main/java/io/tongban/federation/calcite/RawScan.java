package io.tongban.federation.calcite;

import org.apache.calcite.rel.RelNode;

/** Reads a raw table, wherever it lies. */
interface RawScan extends RelNode {
  /** The table. */
  RawTable raw();
}
