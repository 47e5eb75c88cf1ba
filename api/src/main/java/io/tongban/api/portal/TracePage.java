package io.tongban.api.portal;

import io.tongban.api.ApiProblem;
import io.tongban.api.login.Role;
import io.tongban.registry.Registry;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** From a datum or a certificate to its source and to everyone who received it. */
@Path("/trace")
class TracePage {
  /** Who may trace. */
  static final List<Role> ROLES = List.of(Role.AUDITOR, Role.STEWARD);

  private final PortalRequest request;
  private final Registry registry;
  private final Traces traces;
  private final LookRecorder looks;

  @Inject
  TracePage(PortalRequest request, Registry registry, Traces traces, LookRecorder looks) {
    this.request = request;
    this.registry = registry;
    this.traces = traces;
    this.looks = looks;
  }

  @GET
  @Operation(hidden = true)
  public Response blank(
      @QueryParam("resource") @DefaultValue("") String resource,
      @QueryParam("key") @DefaultValue("") String key,
      @QueryParam("certificate") @DefaultValue("") String certificate) {
    return answer(new TraceView.Form(resource, key, certificate, "", null), null, 200);
  }

  @POST
  @Operation(hidden = true)
  public Response trace(
      @FormParam("resource") @DefaultValue("") String resource,
      @FormParam("key") @DefaultValue("") String key,
      @FormParam("certificate") @DefaultValue("") String certificate,
      @FormParam("why") @DefaultValue("") String why) {
    Viewer viewer = request.viewer();
    if (!viewer.hasAny(ROLES)) {
      throw (viewer.signedIn() ? ApiProblem.ROLE_REQUIRED : ApiProblem.SIGN_IN_REQUIRED)
          .problem("traces are shown to auditors and stewards");
    }
    boolean ofRecord = !resource.isBlank() && !key.isBlank();
    String error = !ofRecord && certificate.isBlank() ? "what" : why.isBlank() ? "why" : null;
    TraceView.Form form = new TraceView.Form(resource, key, certificate, why, error);
    if (error != null) {
      return answer(form, null, 400);
    }
    Traces.Found found =
        ofRecord
            ? traces.ofRecord(resource.strip(), key.strip())
            : traces.ofCertificate(certificate.strip());
    UUID receipt =
        looks.record(viewer, "trace", ofRecord ? resource : "certificate", why, found.rows()).id();
    return answer(form, traces.result(found, receipt), 200);
  }

  private Response answer(TraceView.Form form, TraceView.Result result, int status) {
    List<TraceView.Choice> choices =
        registry.resources().stream()
            .map(resource -> new TraceView.Choice(resource.name(), resource.title()))
            .toList();
    return request.page(Pages.trace(request.frame(), new TraceView(form, choices, result)), status);
  }
}
