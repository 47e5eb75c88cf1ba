package io.tongban.hub;

/**
 * One entry of a module's error catalogue (RFC 9457). Every module keeps its catalogue as one enum
 * that implements this.
 */
public interface ProblemCode {
  /** Kebab-case code, unique in the hub; the type URI is {@code urn:tongban:problem:<code>}. */
  String code();

  /** HTTP status, 400 to 599. */
  int status();

  /** What kind of thing happened, the same for every occurrence. */
  Label title();

  /** What the reader can do about it, the same for every occurrence. */
  Label remedy();

  /**
   * A problem of this code. {@code detail} says what happened here and where; it holds no secret
   * and no personal datum.
   */
  default ProblemException problem(String detail) {
    return new ProblemException(Problem.of(this, detail), null);
  }

  /** As {@link #problem(String)}, keeping the cause for the log. */
  default ProblemException problem(String detail, Throwable cause) {
    return new ProblemException(Problem.of(this, detail), cause);
  }
}
