package io.tongban.api.portal;

import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.Certificates;
import io.tongban.certificates.Certificates.Verification;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.HubSettings;
import io.tongban.hub.Label;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Verify a certificate: for everyone, counted and not recorded. */
@Path("/verify")
class VerifyPage {
  private static final int MOST_CHARACTERS = 100_000;

  private final PortalRequest request;
  private final Certificates certificates;
  private final Definitions definitions;
  private final HubSettings settings;
  private final Clock clock;

  @Inject
  VerifyPage(
      PortalRequest request,
      Certificates certificates,
      Definitions definitions,
      HubSettings settings,
      Clock clock) {
    this.request = request;
    this.certificates = certificates;
    this.definitions = definitions;
    this.settings = settings;
    this.clock = clock;
  }

  @GET
  @Operation(hidden = true)
  public Response blank() {
    return request.page(Pages.verify(request.frame(), VerifyView.blank()));
  }

  @POST
  @Operation(hidden = true)
  public Response verify(@FormParam("presentation") @DefaultValue("") String typed) {
    String presentation = typed.replaceAll("\\s", "");
    String error =
        presentation.isEmpty()
            ? "missing"
            : presentation.length() > MOST_CHARACTERS ? "long" : null;
    if (error != null) {
      return request.page(
          Pages.verify(
              request.frame(),
              new VerifyView(
                  error.equals("long") ? "" : typed, error, null, null, null, List.of(), null)),
          400);
    }
    Optional<URI> print = PrintedPage.address(settings, presentation);
    if (print.isPresent()) {
      return Response.seeOther(print.get()).build();
    }
    Verification found = certificates.verify(null, presentation, null, null, null);
    Optional<Definition<CertificateTypeSpec>> type =
        Optional.ofNullable(found.type())
            .flatMap(name -> definitions.find(CertificateTypeSpec.class, name));
    return request.page(
        Pages.verify(
            request.frame(),
            new VerifyView(
                typed,
                null,
                found,
                type.map(Definition::title).orElse(null),
                type.map(t -> authority(t.spec())).orElse(null),
                ClaimRows.of(found.claims(), type),
                clock.instant())));
  }

  private Label authority(CertificateTypeSpec type) {
    return OverviewPage.title(definitions, DepartmentSpec.class, type.authority());
  }
}
