package io.tongban.api.portal;

import io.tongban.api.citizen.SignedInCitizen;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.HolderCertificates;
import io.tongban.certificates.HolderCertificates.Print;
import io.tongban.certificates.HolderCertificates.ShowCode;
import io.tongban.certificates.HolderCertificates.Showing;
import io.tongban.certificates.ServiceItems;
import io.tongban.hub.Definitions;
import io.tongban.hub.ProblemException;
import jakarta.inject.Inject;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A holder's certificates: seen, shown face to face, printed, and who may use them. */
@Path("/my-certificates")
class MyCertificatePages {
  private static final Set<String> DONE = Set.of("given", "withdrawn", "ended");
  private final PortalRequest request;
  private final SignedInCitizen citizen;
  private final HolderCertificates certificates;
  private final ServiceItems items;
  private final Definitions definitions;

  @Inject
  MyCertificatePages(
      PortalRequest request,
      SignedInCitizen citizen,
      HolderCertificates certificates,
      ServiceItems items,
      Definitions definitions) {
    this.request = request;
    this.citizen = citizen;
    this.certificates = certificates;
    this.items = items;
    this.definitions = definitions;
  }

  @GET
  @Operation(hidden = true)
  public Response list(@QueryParam("done") String done) {
    String said = done != null && DONE.contains(done) ? done : null;
    MyCertificatesView view =
        citizen
            .subject()
            .map(
                subject ->
                    new MyCertificatesView(
                        true, certificates.list(subject), items.ofHolder(subject), said))
            .orElseGet(() -> new MyCertificatesView(false, List.of(), List.of(), null));
    return request.page(Pages.myCertificates(request.frame(), view));
  }

  @GET
  @Path("/{id}")
  @Operation(hidden = true)
  public Response one(@PathParam("id") String id) {
    return request.page(
        Pages.certificate(
            request.frame(),
            new CertificateView(certificates.find(citizen.require(), certificate(id)))));
  }

  @POST
  @Path("/{id}/show")
  @Operation(hidden = true)
  public Response show(@PathParam("id") String id, @FormParam("claim") List<String> claims) {
    Showing showing =
        certificates.show(
            citizen.require(),
            certificate(id),
            claims == null ? Set.of() : new java.util.HashSet<>(claims));
    return to("/my-certificates/showings/" + showing.id());
  }

  @GET
  @Path("/showings/{id}")
  @Operation(hidden = true)
  public Response showing(@PathParam("id") String id) {
    return request.page(Pages.showing(request.frame(), view(id)));
  }

  /**
   * The next code; htmx asks for it, and is led away from the last one when the showing is over.
   */
  @GET
  @Path("/showings/{id}/code")
  @Operation(hidden = true)
  public Response code(@PathParam("id") String id) {
    try {
      return request.page(Pages.showCode(request.frame(), view(id)));
    } catch (ProblemException over) {
      if (!over.problem().code().equals(CertificateProblem.SHOWING_UNKNOWN.code())) {
        throw over;
      }
      return Response.noContent().header("HX-Redirect", "/my-certificates?done=ended").build();
    }
  }

  private ShowingView view(String id) {
    String subject = citizen.require();
    Showing showing = certificates.showing(subject, showingId(id));
    ShowCode code = certificates.code(subject, showing.id());
    return new ShowingView(showing, code, QrCode.of(code.text()));
  }

  @POST
  @Path("/showings/{id}/end")
  @Operation(hidden = true)
  public Response end(@PathParam("id") String id) {
    certificates.end(citizen.require(), showingId(id));
    return to("/my-certificates?done=ended");
  }

  /** Not under an address of its own: what is printed is kept nowhere. */
  @POST
  @Path("/{id}/print")
  @Operation(hidden = true)
  public Response print(@PathParam("id") String id) {
    Print print = certificates.print(citizen.require(), certificate(id));
    var type = definitions.find(CertificateTypeSpec.class, print.certificate().type());
    return request.page(
        Pages.print(
            request.frame(),
            new PrintView(
                print, ClaimRows.of(print.claims(), type), QrCode.of(print.link().toString()))));
  }

  @POST
  @Path("/uses/{id}/withdraw")
  @Operation(hidden = true)
  public Response withdraw(@PathParam("id") String id) {
    items.withdraw(
        citizen.require(),
        uuid(id)
            .orElseThrow(
                () -> CertificateProblem.USE_UNKNOWN.problem("an authorisation's id is a UUID")));
    return to("/my-certificates?done=withdrawn");
  }

  private static Response to(String path) {
    return Response.seeOther(URI.create(path)).build();
  }

  private static UUID certificate(String id) {
    return uuid(id)
        .orElseThrow(
            () -> CertificateProblem.CERTIFICATE_UNKNOWN.problem("a certificate's id is a UUID"));
  }

  private static UUID showingId(String id) {
    return uuid(id)
        .orElseThrow(() -> CertificateProblem.SHOWING_UNKNOWN.problem("a showing's id is a UUID"));
  }

  private static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
