package io.tongban.access.judge;

import io.tongban.access.AccessProblem;
import io.tongban.access.Actor;
import io.tongban.access.ClientSpec;
import io.tongban.access.Tokens;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Whether an actor may act at all. */
@ApplicationScoped
class Clients {
  private final Definitions definitions;

  @Inject
  Clients(Definitions definitions) {
    this.definitions = definitions;
  }

  /** Why not; nothing if it may. The hub itself and its operator need no definition. */
  Optional<Problem> refusal(Actor actor) {
    String name = actor.client();
    if (name.equals(Tokens.HUB)) {
      return Optional.empty();
    }
    if (name.equals(Tokens.LOCAL_OPERATOR)) {
      return actor.department().equals(Tokens.HUB)
          ? Optional.empty()
          : Optional.of(stranger(actor));
    }
    Optional<ClientSpec> client = definitions.find(ClientSpec.class, name).map(Definition::spec);
    if (client.isEmpty() || !client.get().department().equals(actor.department())) {
      return Optional.of(stranger(actor));
    }
    return Boolean.TRUE.equals(client.get().suspended())
        ? Optional.of(
            Problem.of(AccessProblem.CLIENT_SUSPENDED, "client " + name + " is suspended"))
        : Optional.empty();
  }

  private static Problem stranger(Actor actor) {
    return Problem.of(
        AccessProblem.CLIENT_UNKNOWN,
        "department " + actor.department() + " has no client " + actor.client());
  }
}
