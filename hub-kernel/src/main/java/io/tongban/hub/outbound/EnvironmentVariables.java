package io.tongban.hub.outbound;

import io.tongban.hub.HubVariables;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Variables from the environment of the hub's process: {@code NAME} is TONGBAN_VAR_NAME. */
@ApplicationScoped
class EnvironmentVariables implements HubVariables {
  @Override
  public Optional<String> find(String name) {
    return Optional.ofNullable(System.getenv("TONGBAN_VAR_" + name));
  }
}
