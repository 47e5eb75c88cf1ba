package io.tongban.api.department;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.api.token.Caller;
import io.tongban.federation.DataServiceSpec;
import io.tongban.federation.Federation;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.Label;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
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
  private final Definitions definitions;
  private final Caller caller;

  @Inject
  ServicesResource(Federation federation, Definitions definitions, Caller caller) {
    this.federation = federation;
    this.definitions = definitions;
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
   * @param version counts its changes
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
      DataServiceSpec.Report report) {}

  /** Lists the services. */
  @GET
  @Operation(summary = "List the data services", description = "By name, a page at a time.")
  @APIResponse(responseCode = "200", description = "A page of services")
  public Listing<ServiceView> services(
      @QueryParam("after") String after, @QueryParam("limit") String limit) {
    caller.actor();
    return Listing.of(
        definitions.all(DataServiceSpec.class),
        after,
        limit,
        Definition::name,
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
        spec.report());
  }

  /** Calls a service. */
  @POST
  @Path("/{name}")
  @Consumes(MediaType.APPLICATION_JSON)
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
  public Response call(@PathParam("name") String name, CallRequest request) {
    CallRequest asked = request == null ? new CallRequest(null, null, null, false) : request;
    Map<String, Object> parameters = new LinkedHashMap<>();
    if (asked.parameters() != null) {
      asked
          .parameters()
          .forEach((key, value) -> parameters.put(key, Released.parameter(value, key)));
    }
    var answer =
        federation.call(
            caller.actor(),
            name,
            parameters,
            asked.purpose(),
            asked.caseReference(),
            asked.allowPartial());
    return Response.ok(Released.of(answer)).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }
}
