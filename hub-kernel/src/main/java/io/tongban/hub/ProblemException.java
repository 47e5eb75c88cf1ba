package io.tongban.hub;

/** Carries a {@link Problem} to the edge, which answers it as {@code application/problem+json}. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Problem problem;

  public ProblemException(Problem problem, Throwable cause) {
    super(problem.code() + ": " + problem.detail(), cause);
    this.problem = problem;
  }

  /** The problem document; never null. */
  public Problem problem() {
    return problem;
  }

  /** This exception with one more extension member in its problem document. */
  public ProblemException with(String name, Object value) {
    return new ProblemException(problem.with(name, value), getCause());
  }
}
