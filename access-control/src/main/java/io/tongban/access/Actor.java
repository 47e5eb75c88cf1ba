package io.tongban.access;

import java.util.Objects;

/**
 * Who asks.
 *
 * @param client name of the Client definition, or {@code hub} for the hub's own acts
 * @param department name of the Department it acts for
 * @param region code of the department's region; may be null
 */
public record Actor(String client, String department, String region) {
  public Actor {
    Objects.requireNonNull(client);
    Objects.requireNonNull(department);
  }
}
