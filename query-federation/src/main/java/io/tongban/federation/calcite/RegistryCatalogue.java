package io.tongban.federation.calcite;

import io.tongban.registry.Registry;
import io.tongban.registry.Resource;
import java.util.Collection;
import java.util.Optional;

/**
 * What is registered.
 *
 * @param registry the registry
 */
record RegistryCatalogue(Registry registry) implements Catalogue {
  @Override
  public Optional<Resource> bySqlName(String sqlName) {
    return registry.resourceBySqlName(sqlName);
  }

  @Override
  public Optional<Resource> byName(String name) {
    return registry.resource(name);
  }

  @Override
  public Collection<Resource> resources() {
    return registry.resources();
  }
}
