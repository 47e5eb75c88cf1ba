package io.tongban.api.portal;

import io.tongban.certificates.HolderCertificates;
import io.tongban.hub.HubSettings;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Where a print's code leads: its state, for everybody, and nothing of its contents. */
@Path("/printed/{code}")
class PrintedPage {
  private final PortalRequest request;
  private final HolderCertificates certificates;

  @Inject
  PrintedPage(PortalRequest request, HolderCertificates certificates) {
    this.request = request;
    this.certificates = certificates;
  }

  /** The address of a print's check, if that is what a code or a reader's text is. */
  static Optional<URI> address(HubSettings settings, String text) {
    String base = settings.publicUrl() + "/printed/";
    return text.startsWith(base) && text.substring(base.length()).matches("[A-Za-z0-9_-]+")
        ? Optional.of(URI.create(text))
        : Optional.empty();
  }

  @GET
  @Operation(hidden = true)
  public Response state(@PathParam("code") String code) {
    return answer(code, null);
  }

  @POST
  @Operation(hidden = true)
  public Response compare(
      @PathParam("code") String code, @FormParam("number") @DefaultValue("") String number) {
    return answer(code, number.isBlank() ? null : certificates.matches(code, number));
  }

  private Response answer(String code, Boolean same) {
    return request.page(
        Pages.printed(request.frame(), new PrintedView(code, certificates.printed(code), same)));
  }
}
