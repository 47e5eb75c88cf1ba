package io.tongban.api.portal;

import io.tongban.access.Consent;
import io.tongban.access.Consents;
import io.tongban.api.citizen.Authorisation;
import io.tongban.api.citizen.Authorisations;
import io.tongban.api.citizen.AuthorisationsResource;
import io.tongban.api.citizen.SignedInCitizen;
import io.tongban.hub.Cursor;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What a citizen allows: all at a glance, and one page to read, agree, decline and withdraw. */
@Path("/authorisations")
class AuthorisationPages {
  private static final int PAGE = 50;

  /** What a page may say was just done, and the state that shows it is true. */
  private static final Map<String, Consent.State> DONE =
      Map.of(
          "given", Consent.State.IN_FORCE,
          "declined", Consent.State.DECLINED,
          "withdrawn", Consent.State.WITHDRAWN);

  private final PortalRequest request;
  private final SignedInCitizen citizen;
  private final Consents consents;
  private final Authorisations authorisations;

  @Inject
  AuthorisationPages(
      PortalRequest request,
      SignedInCitizen citizen,
      Consents consents,
      Authorisations authorisations) {
    this.request = request;
    this.citizen = citizen;
    this.consents = consents;
    this.authorisations = authorisations;
  }

  @GET
  @Operation(hidden = true)
  public Response list(@QueryParam("after") String after) {
    AuthorisationsView view =
        citizen
            .subject()
            .map(subject -> view(subject, after))
            .orElseGet(() -> AuthorisationsView.nobody(authorisations.duties()));
    return request.page(Pages.authorisations(request.frame(), view));
  }

  private AuthorisationsView view(String subject, String after) {
    UUID before =
        after == null || after.isBlank()
            ? null
            : AuthorisationsResource.id(Cursor.decode(after).keys().get(0));
    List<Consent> found = consents.list(subject, before, PAGE + 1);
    List<Authorisation> page = found.stream().limit(PAGE).map(authorisations::of).toList();
    String next =
        found.size() > PAGE
            ? new Cursor(List.of(page.get(PAGE - 1).id().toString())).encode()
            : null;
    return new AuthorisationsView(
        true,
        page.stream().filter(a -> a.state() == Consent.State.REQUESTED).toList(),
        page.stream().filter(a -> a.state() == Consent.State.IN_FORCE).toList(),
        page.stream()
            .filter(a -> a.state() != Consent.State.REQUESTED)
            .filter(a -> a.state() != Consent.State.IN_FORCE)
            .toList(),
        authorisations.duties(),
        next);
  }

  @GET
  @Path("/{id}")
  @Operation(hidden = true)
  public Response one(@PathParam("id") String id, @QueryParam("done") String done) {
    Optional<Authorisation> shown =
        citizen.subject().map(subject -> authorisations.of(consents.find(subject, id(id))));
    boolean happened = done != null && shown.filter(a -> a.state() == DONE.get(done)).isPresent();
    return request.page(
        Pages.authorisation(
            request.frame(),
            new AuthorisationView(shown.orElse(null), null, happened ? done : null)));
  }

  @POST
  @Path("/{id}/give")
  @Operation(hidden = true)
  public Response give(
      @PathParam("id") String id, @FormParam("agree") @DefaultValue("") String agree) {
    String subject = citizen.require();
    if (agree.isEmpty()) {
      return unconfirmed(subject, id, "agree");
    }
    consents.give(subject, id(id));
    return done(id, "given");
  }

  @POST
  @Path("/{id}/decline")
  @Operation(hidden = true)
  public Response decline(@PathParam("id") String id) {
    consents.decline(citizen.require(), id(id));
    return done(id, "declined");
  }

  @POST
  @Path("/{id}/withdraw")
  @Operation(hidden = true)
  public Response withdraw(
      @PathParam("id") String id, @FormParam("withdraw") @DefaultValue("") String withdraw) {
    String subject = citizen.require();
    if (withdraw.isEmpty()) {
      return unconfirmed(subject, id, "withdraw");
    }
    consents.withdraw(subject, id(id));
    return done(id, "withdrawn");
  }

  private Response unconfirmed(String subject, String id, String error) {
    Authorisation shown = authorisations.of(consents.find(subject, id(id)));
    return request.page(
        Pages.authorisation(request.frame(), new AuthorisationView(shown, error, null)), 400);
  }

  private static Response done(String id, String what) {
    return Response.seeOther(URI.create("/authorisations/" + id(id) + "?done=" + what)).build();
  }

  private static UUID id(String text) {
    return AuthorisationsResource.id(text);
  }
}
