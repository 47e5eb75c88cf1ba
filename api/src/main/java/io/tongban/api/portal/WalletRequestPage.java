package io.tongban.api.portal;

import io.tongban.api.citizen.IssuerResource;
import io.tongban.api.citizen.SignedInCitizen;
import io.tongban.certificates.WalletAuthorization;
import io.tongban.certificates.WalletAuthorization.Question;
import jakarta.inject.Inject;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Where a holder reads which certificate goes to which wallet, and agrees or declines. */
@Path(IssuerResource.REQUEST_PAGE)
class WalletRequestPage {
  private final PortalRequest request;
  private final SignedInCitizen citizen;
  private final WalletAuthorization authorization;

  @Inject
  WalletRequestPage(
      PortalRequest request, SignedInCitizen citizen, WalletAuthorization authorization) {
    this.request = request;
    this.citizen = citizen;
    this.authorization = authorization;
  }

  @GET
  @Operation(hidden = true)
  public Response ask(@CookieParam(IssuerResource.TICKET_COOKIE) String ticket) {
    Question question = authorization.question(ticket);
    boolean person = citizen.subject().isPresent();
    return request.page(
        Pages.walletRequest(request.frame(), new WalletRequestView(person ? question : null)),
        question.returnsTo());
  }

  @POST
  @Path("agree")
  @Operation(hidden = true)
  public Response agree(@CookieParam(IssuerResource.TICKET_COOKIE) String ticket) {
    return back(authorization.agree(ticket, citizen.require()));
  }

  @POST
  @Path("decline")
  @Operation(hidden = true)
  public Response decline(@CookieParam(IssuerResource.TICKET_COOKIE) String ticket) {
    return back(authorization.decline(ticket));
  }

  /** The header itself: JAX-RS would resolve a private scheme's URI against the hub's. */
  private static Response back(URI wallet) {
    return Response.status(Response.Status.SEE_OTHER)
        .header(HttpHeaders.LOCATION, wallet.toString())
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
