package io.tongban.access.cedar;

import java.util.List;

/** What the policies say of a use. */
public sealed interface PolicyDecision {
  /** Nothing forbids it. */
  record Allowed() implements PolicyDecision {}

  /**
   * Something forbids it.
   *
   * @param policies names of the Policy definitions that do
   */
  record Forbidden(List<String> policies) implements PolicyDecision {
    public Forbidden {
      policies = List.copyOf(policies);
    }
  }

  /**
   * It could not be decided. Cedar passes over a policy that fails; here the use is refused, since
   * a forbid that fails would otherwise let everything through.
   *
   * @param policies names of the Policy definitions that failed; empty if the engine did
   * @param why for the operator
   */
  record Failed(List<String> policies, String why) implements PolicyDecision {
    public Failed {
      policies = List.copyOf(policies);
    }
  }
}
