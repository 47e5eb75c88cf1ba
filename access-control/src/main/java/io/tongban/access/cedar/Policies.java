package io.tongban.access.cedar;

/** The policies as they are declared at this moment; every use must pass all of them. */
public interface Policies {
  /**
   * What they say. Never throws for a policy's own fault: that is {@link PolicyDecision.Failed}.
   */
  PolicyDecision evaluate(PolicyQuestion question);
}
