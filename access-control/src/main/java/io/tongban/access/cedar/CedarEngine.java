package io.tongban.access.cedar;

import com.cedarpolicy.AuthorizationEngine;
import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.AuthorizationResponse;
import com.cedarpolicy.model.DetailedError;
import com.cedarpolicy.model.Effect;
import com.cedarpolicy.model.entity.Entities;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.InternalException;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import io.tongban.access.AccessProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Cedar's engine, a native library. A hub that cannot load it does not start. */
@ApplicationScoped
class CedarEngine {
  private static final EntityUID NOBODY =
      new EntityUID(EntityTypeName.parse("Client").orElseThrow(), "nobody");

  /** What is wrong with a policy, and on which line of its text. */
  record TextFault(int line, String message) {}

  void start(@Observes Startup event) {
    engine();
  }

  /**
   * Asks Cedar.
   *
   * @throws io.tongban.hub.ProblemException {@link AccessProblem#POLICY_ENGINE_UNAVAILABLE}
   */
  AuthorizationResponse ask(AuthorizationRequest request, PolicySet policies, Entities entities)
      throws AuthException {
    return engine().isAuthorized(request, policies, entities);
  }

  /** What is wrong with a policy; nothing if it is a forbid that Cedar can read. */
  Optional<TextFault> fault(PolicyText.Statement statement) {
    AuthorizationEngine engine = engine();
    try {
      Policy policy = Policy.parseStaticPolicy(statement.text());
      return policy.effect() == Effect.PERMIT
          ? Optional.of(
              new TextFault(
                  statement.lineOf(leadingSpace(statement.text())),
                  "a permit changes nothing here, since agreements say what is permitted"))
          : Optional.empty();
    } catch (InternalException e) {
      return Optional.of(locate(engine, statement, e));
    }
  }

  private static int leadingSpace(String text) {
    return text.length() - text.stripLeading().length();
  }

  /** The parser keeps the place of a fault to itself, an evaluation tells it. */
  private static TextFault locate(
      AuthorizationEngine engine, PolicyText.Statement statement, InternalException parsing) {
    try {
      AuthorizationResponse response =
          engine.isAuthorized(
              new AuthorizationRequest(NOBODY, NOBODY, NOBODY, Map.of()),
              new PolicySet(Set.of(new Policy(statement.text(), "policy"))),
              new Entities());
      return response.errors.stream()
          .flatMap(java.util.Collection::stream)
          .findFirst()
          .map(error -> located(statement, error))
          .orElseGet(() -> unlocated(statement, parsing));
    } catch (AuthException e) {
      return unlocated(statement, parsing);
    }
  }

  private static TextFault located(PolicyText.Statement statement, DetailedError error) {
    int offset = error.sourceLocations.stream().mapToInt(l -> l.start).min().orElse(0);
    String message = error.message.replaceFirst("^failed to parse .* from string: ", "");
    String help = error.help.map(h -> " (" + h + ")").orElse("");
    return new TextFault(statement.lineOf(offset), message + help);
  }

  private static TextFault unlocated(PolicyText.Statement statement, InternalException parsing) {
    return new TextFault(
        statement.line(), parsing.getMessage().replaceFirst("^Internal error: .*Error: ", ""));
  }

  private static AuthorizationEngine engine() {
    try {
      return Loaded.ENGINE;
    } catch (LinkageError e) {
      throw AccessProblem.POLICY_ENGINE_UNAVAILABLE.problem(
          "Cedar's native library cannot be loaded on "
              + "this operating system, processor or Java set-up; without it every use is refused",
          e);
    }
  }

  /** Loads the library when it is first needed; a failure is a {@link LinkageError}. */
  private static final class Loaded {
    static final AuthorizationEngine ENGINE = new BasicAuthorizationEngine();
  }
}
