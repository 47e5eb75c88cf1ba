package io.tongban.api.operator;

import io.tongban.api.TongbanConfig;
import io.tongban.hub.HubVariables;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * Values of {@code ${NAME}} from the setting {@code tongban.var.NAME}, else from the environment
 * variable {@code TONGBAN_VAR_NAME}.
 */
@Alternative
@Priority(1)
@ApplicationScoped
class ConfiguredVariables implements HubVariables {
  private final TongbanConfig config;

  @Inject
  ConfiguredVariables(TongbanConfig config) {
    this.config = config;
  }

  @Override
  public Optional<String> find(String name) {
    String configured = config.var().get(name);
    return configured == null
        ? Optional.ofNullable(System.getenv("TONGBAN_VAR_" + name))
        : Optional.of(configured);
  }
}
