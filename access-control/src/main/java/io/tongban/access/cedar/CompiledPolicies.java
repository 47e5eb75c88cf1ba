package io.tongban.access.cedar;

import com.cedarpolicy.model.AuthorizationResponse;
import com.cedarpolicy.model.AuthorizationSuccessResponse;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.CacheException;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import io.tongban.access.AccessGrant;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.PolicySpec;
import io.tongban.hub.Definition;
import java.lang.System.Logger;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The policies of one catalogue version. Answers are kept: policies see no more than the key. */
final class CompiledPolicies {
  private static final Logger LOG = System.getLogger(CompiledPolicies.class.getName());

  /** Agreements say what is permitted; policies only take away. */
  private static final Policy BASE = new Policy("permit(principal, action, resource);", "base");

  private static final int KEPT = 10_000;

  private final CedarEngine engine;
  private final PolicySet policies;
  private final Map<String, String> definitionById = new HashMap<>();
  private final Map<Key, PolicyDecision> answers = new ConcurrentHashMap<>();

  /** Everything of a question that Cedar is told; the shape stands for columns and masks. */
  private record Key(
      Actor actor,
      Action action,
      String target,
      String purpose,
      boolean caseGiven,
      String shape,
      AccessGrant.Basis basis,
      LocalDate day,
      int hour) {
    static Key of(PolicyQuestion question) {
      return new Key(
          question.actor(),
          question.action(),
          question.target(),
          question.purpose(),
          question.caseGiven(),
          question.allowed().shape(),
          question.allowed().basis(),
          question.day(),
          question.hour());
    }
  }

  CompiledPolicies(CedarEngine engine, List<Definition<PolicySpec>> definitions) {
    this.engine = engine;
    Set<Policy> all = new HashSet<>();
    all.add(BASE);
    for (Definition<PolicySpec> definition : definitions) {
      int number = 0;
      for (PolicyText.Statement statement : PolicyText.cut(definition.spec().cedar())) {
        String id = definition.name() + "#" + ++number;
        definitionById.put(id, definition.name());
        all.add(new Policy(statement.text(), id));
      }
    }
    this.policies = new PolicySet(all);
    keepParsed();
  }

  private void keepParsed() {
    try {
      policies.cache();
    } catch (CacheException e) {
      LOG.log(Logger.Level.WARNING, "policies are parsed at every use, which is slow", e);
    }
  }

  PolicyDecision evaluate(PolicyQuestion question) {
    Key key = Key.of(question);
    PolicyDecision known = answers.get(key);
    if (known != null) {
      return known;
    }
    if (answers.size() >= KEPT) {
      answers.clear();
    }
    PolicyDecision made = ask(question);
    if (!(made instanceof PolicyDecision.Failed)) {
      answers.put(key, made);
    }
    return made;
  }

  private PolicyDecision ask(PolicyQuestion question) {
    try {
      return read(
          engine.ask(CedarQuestion.request(question), policies, CedarQuestion.entities(question)));
    } catch (AuthException e) {
      return new PolicyDecision.Failed(List.of(), e.getMessage());
    }
  }

  private PolicyDecision read(AuthorizationResponse response) {
    if (response.success.isEmpty()) {
      String why =
          response.errors.stream()
              .flatMap(java.util.Collection::stream)
              .map(e -> e.message)
              .findFirst()
              .orElse("the engine gave no answer");
      return new PolicyDecision.Failed(List.of(), why);
    }
    AuthorizationSuccessResponse answer = response.success.get();
    if (!answer.isAllowed()) {
      return new PolicyDecision.Forbidden(names(answer.getReason().stream()));
    }
    if (!answer.getErrors().isEmpty()) {
      return new PolicyDecision.Failed(
          names(answer.getErrors().stream().map(e -> e.getPolicyId())),
          answer.getErrors().get(0).getError().message);
    }
    return new PolicyDecision.Allowed();
  }

  private List<String> names(Stream<String> ids) {
    return ids.map(id -> definitionById.getOrDefault(id, id)).distinct().sorted().toList();
  }
}
