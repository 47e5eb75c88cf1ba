package io.tongban.federation.calcite;

import io.tongban.registry.Resource;

/** Where resources lie. */
interface SourceDatabases {
  /** The raw table of a resource. */
  RawTable table(Resource resource);
}
