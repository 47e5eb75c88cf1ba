package io.tongban.api.portal;

import io.tongban.api.citizen.SignedInCitizen;
import io.tongban.certificates.ServiceItems;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Where a service item's code leads its holder: what is asked, and the one yes. */
@Path("/use/{item}")
class UsePage {
  private final PortalRequest request;
  private final SignedInCitizen citizen;
  private final ServiceItems items;

  @Inject
  UsePage(PortalRequest request, SignedInCitizen citizen, ServiceItems items) {
    this.request = request;
    this.citizen = citizen;
    this.items = items;
  }

  @GET
  @Operation(hidden = true)
  public Response ask(@PathParam("item") String item) {
    var question = citizen.subject().map(subject -> items.question(subject, item));
    return request.page(
        Pages.use(request.frame(), new UseView(item, question.orElse(null), false)));
  }

  @POST
  @Operation(hidden = true)
  public Response answer(
      @PathParam("item") String item, @FormParam("agree") @DefaultValue("") String agree) {
    String subject = citizen.require();
    if (agree.isEmpty()) {
      return request.page(
          Pages.use(request.frame(), new UseView(item, items.question(subject, item), true)), 400);
    }
    items.authorise(subject, item);
    return Response.seeOther(URI.create("/my-certificates?done=given")).build();
  }
}
