package io.tongban.api.problem;

import io.tongban.hub.Problem;
import jakarta.ws.rs.core.Response;

/** Shows a problem to a person; the portal makes a bean of it. */
public interface ProblemPage {
  /** The page of that problem, with its status. */
  Response page(Problem problem);
}
