package io.tongban.hub.test;

import io.tongban.hub.HubVariables;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Variables that a test sets, in place of the environment. */
@Alternative
@Priority(1)
@ApplicationScoped
class TestVariables implements HubVariables {
  private static final Map<String, String> VALUES = new ConcurrentHashMap<>();

  static void set(Map<String, String> values) {
    VALUES.putAll(values);
  }

  static void clear() {
    VALUES.clear();
  }

  @Override
  public Optional<String> find(String name) {
    return Optional.ofNullable(VALUES.get(name));
  }
}
