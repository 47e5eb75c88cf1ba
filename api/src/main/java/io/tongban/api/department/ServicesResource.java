package io.tongban.api.department;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.api.token.Caller;
import io.tongban.federation.DataServiceSpec;
import io.tongban.federation.Federation;
import io.tongban.federation.Question;
import io.tongban.hub.Definition;
import io.tongban.hub.Label;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The declared data services. */
@Path("/v1/services")
@Tag(name = "federation")
@Produces(MediaType.APPLICATION_JSON)
public class ServicesResource {
  private final Federation federation;
  private final ServiceVersions versions;
  private final Pages pages;
  private final Caller caller;

  @Inject
  ServicesResource(Federation federation, ServiceVersions versions, Pages pages, Caller caller) {
    this.federation = federation;
    this.versions = versions;
    this.pages = pages;
    this.caller = caller;
  }

  /**
   * A call.
   *
   * @param parameters values by name; may be null
   * @param purpose name of a Purpose
   * @param caseReference the case it is needed for, or null
   * @param allowPartial whether the rest is answered where a source is down that the plan can do
   *     without; default false
   */
  public record CallRequest(
      Map<String, JsonNode> parameters,
      String purpose,
      @JsonProperty("case") String caseReference,
      boolean allowPartial) {}

  /**
   * A service for those who look for one.
   *
   * @param name of the definition
   * @param service name in its path
   * @param majorVersion number in its path
   * @param path where it is called
   * @param version counts its changes
   * @param deprecated since when, until when and what comes instead, or null
   * @param report its budget if it is a report, else null
   */
  @Schema(description = "A data service")
  public record ServiceView(
      String name,
      Label title,
      long version,
      String provider,
      Label description,
      List<DataServiceSpec.Parameter> parameters,
      DataServiceSpec.Report report,
      String service,
      int majorVersion,
      String path,
      DataServiceSpec.Deprecation deprecated) {}

  /** Lists the services. */
  @GET
  @Operation(summary = "List the data services", description = "By name, a page at a time.")
  @APIResponse(responseCode = "200", description = "A page of services")
  public Listing<ServiceView> services(
      @QueryParam("after") String after, @QueryParam("limit") String limit) {
    caller.actor();
    return Listing.of(
        versions.all(),
        after,
        limit,
        // as they are ordered: by service, then by number
        d -> d.spec().serviceName(d.name()) + " %06d".formatted(d.spec().versionNumber()),
        ServicesResource::view);
  }

  private static ServiceView view(Definition<DataServiceSpec> service) {
    DataServiceSpec spec = service.spec();
    return new ServiceView(
        service.name(),
        service.title(),
        service.version(),
        spec.provider(),
        spec.description(),
        spec.parameters() == null ? List.of() : spec.parameters(),
        spec.report(),
        spec.serviceName(service.name()),
        spec.versionNumber(),
        ServiceVersions.path(service),
        spec.deprecated());
  }

  /** Calls a service. */
  @POST
  @Path("/{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces({MediaType.APPLICATION_JSON, AnswerFormat.NDJSON_TYPE, AnswerFormat.CSV_TYPE})
  @Operation(
      summary = "Call a data service",
      description =
          "Fixed SQL with typed parameters, compiled when it was declared. The answer is released"
              + " once its use is recorded.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "look-up",
                      value =
                          "{\"parameters\":{\"approval_number\":\"AR 001\"},"
                              + "\"purpose\":\"food-inspection\",\"case\":\"FI-2026-17\"}")))
  @APIResponse(
      responseCode = "200",
      description = "The answer and the receipt of its use",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples = @ExampleObject(name = "answer", value = Released.EXAMPLE)))
  @APIResponse(responseCode = "400", description = "parameter-invalid, naming the parameter")
  @APIResponse(responseCode = "403", description = "The judge's refusal, recorded")
  @APIResponse(responseCode = "404", description = "service-unknown")
  public Response call(
      @PathParam("name") String name,
      CallRequest request,
      @QueryParam("limit") String limit,
      @Context HttpHeaders headers) {
    return answer(versions.find(name, null), request, limit, headers);
  }

  /** Calls a version of a service. */
  @POST
  @Path("/{name}/v{number: [0-9]{1,6}}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces({MediaType.APPLICATION_JSON, AnswerFormat.NDJSON_TYPE, AnswerFormat.CSV_TYPE})
  @Operation(
      summary = "Call a version of a data service",
      description =
          "As without a version, which means the newest. A deprecated version says so in the headers"
              + " Deprecation (RFC 9745), Sunset (RFC 8594) and Link.")
  @APIResponse(responseCode = "200", description = "The answer and the receipt of its use")
  @APIResponse(responseCode = "404", description = "service-unknown")
  @APIResponse(responseCode = "410", description = "service-retired, naming the successor")
  public Response call(
      @PathParam("name") String name,
      @PathParam("number") int number,
      CallRequest request,
      @QueryParam("limit") String limit,
      @Context HttpHeaders headers) {
    return answer(versions.find(name, number), request, limit, headers);
  }

  private Response answer(
      Definition<DataServiceSpec> version, CallRequest request, String limit, HttpHeaders headers) {
    CallRequest asked = request == null ? new CallRequest(null, null, null, false) : request;
    Map<String, Object> parameters = Released.parameters(asked.parameters());
    Released answer =
        limit == null
            ? Released.of(
                federation.call(
                    caller.actor(),
                    version.name(),
                    parameters,
                    asked.purpose(),
                    asked.caseReference(),
                    asked.allowPartial()))
            : pages.first(
                caller.actor(),
                new Question.Call(
                    version.name(), parameters, asked.purpose(), asked.caseReference()),
                limit);
    Response.ResponseBuilder response = AnswerFormat.of(headers).response(answer);
    versions.announce(version, response);
    return response.build();
  }

  /** Explains a service. */
  @GET
  @Path("/{name}/explain")
  @Operation(
      summary = "Explain a data service",
      description =
          "The physical plan under the caller's grant and the SQL each source is sent; reads no"
              + " data. Add /v1 and so on after the name for a version.")
  @APIResponse(responseCode = "200", description = "The plan")
  public Response explain(
      @PathParam("name") String name,
      @QueryParam("purpose") String purpose,
      @QueryParam("case") String caseReference) {
    return explained(versions.find(name, null), purpose, caseReference);
  }

  /** Explains a version of a service. */
  @GET
  @Path("/{name}/v{number: [0-9]{1,6}}/explain")
  @Operation(summary = "Explain a version of a data service")
  @APIResponse(responseCode = "200", description = "The plan")
  public Response explain(
      @PathParam("name") String name,
      @PathParam("number") int number,
      @QueryParam("purpose") String purpose,
      @QueryParam("case") String caseReference) {
    return explained(versions.find(name, number), purpose, caseReference);
  }

  /** As by GET, for those who keep purpose and case out of URLs. */
  @POST
  @Path("/{name}/explain")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Explain a data service")
  @APIResponse(responseCode = "200", description = "The plan")
  public Response explain(@PathParam("name") String name, CallRequest request) {
    CallRequest asked = request == null ? new CallRequest(null, null, null, false) : request;
    return explained(versions.find(name, null), asked.purpose(), asked.caseReference());
  }

  private Response explained(
      Definition<DataServiceSpec> version, String purpose, String caseReference) {
    var question = new Question.Call(version.name(), Map.of(), purpose, caseReference);
    return Response.ok(federation.explain(caller.actor(), question))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
