package io.tongban.access;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The question to the judge.
 *
 * @param actor who
 * @param action what for
 * @param target name of the data service or certificate type, or null for ad hoc SQL
 * @param resources the columns needed, by resource name; an empty set means "whatever is granted"
 *     (the answer names them)
 * @param purpose name of a Purpose definition; null is refused
 * @param caseReference the case it is needed for, or null
 * @param subject the person it is about, as the resources' subject columns hold the identifier, or
 *     null; needed where an agreement rests on consent
 * @param counted how it counts against an agreement's rate
 */
public record AccessRequest(
    Actor actor,
    Action action,
    String target,
    Map<String, Set<String>> resources,
    String purpose,
    String caseReference,
    String subject,
    Counted counted) {
  public AccessRequest {
    Objects.requireNonNull(actor);
    Objects.requireNonNull(action);
    Objects.requireNonNull(counted);
    resources = Map.copyOf(resources);
  }

  /** How a decision counts against the rate of the agreement it rests on. */
  public enum Counted {
    /** Data is asked for: a call, a job, a page. */
    CALL,
    /** No data is read, only what would be: plans, columns. It has an allowance of its own. */
    LOOK,
    /** What was counted when it began is decided once more before it is released. */
    AGAIN
  }

  /** A call. */
  public AccessRequest(
      Actor actor,
      Action action,
      String target,
      Map<String, Set<String>> resources,
      String purpose,
      String caseReference,
      String subject) {
    this(actor, action, target, resources, purpose, caseReference, subject, Counted.CALL);
  }

  /** A call about nobody in particular. */
  public AccessRequest(
      Actor actor,
      Action action,
      String target,
      Map<String, Set<String>> resources,
      String purpose,
      String caseReference) {
    this(actor, action, target, resources, purpose, caseReference, null);
  }

  /** Without the person: texts find their way into logs. */
  @Override
  public String toString() {
    return "AccessRequest[" + actor + ", " + action + ", " + target + ", " + resources + "]";
  }
}
