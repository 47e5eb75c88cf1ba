package io.tongban.hub;

import java.util.Optional;

/**
 * The values of {@code ${NAME}} in definitions, so that addresses and passwords stand in the hub's
 * environment and never in a file. The kernel's bean reads the environment variable {@code
 * TONGBAN_VAR_NAME}; a composition root may put an alternative in its place.
 */
@FunctionalInterface
public interface HubVariables {
  /** The value of a variable, if it is set. */
  Optional<String> find(String name);
}
