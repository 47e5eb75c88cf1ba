package io.tongban.api.portal;

import io.tongban.api.problem.ProblemPage;
import io.tongban.hub.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;

/** A problem as a page of the portal. */
@ApplicationScoped
class PortalProblemPage implements ProblemPage {
  private final PortalRequest request;

  @Inject
  PortalProblemPage(PortalRequest request) {
    this.request = request;
  }

  @Override
  public Response page(Problem problem) {
    return request.page(Pages.problem(request.frame(), problem), problem.status());
  }
}
