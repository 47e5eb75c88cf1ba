package io.tongban.federation.calcite;

import io.tongban.registry.Resource;
import java.util.Collection;
import java.util.Optional;

/** The resources that SQL may be written over. */
interface Catalogue {
  /** The resource of that SQL name, any case. */
  Optional<Resource> bySqlName(String sqlName);

  /** The resource of that name. */
  Optional<Resource> byName(String name);

  /** All of them. */
  Collection<Resource> resources();
}
