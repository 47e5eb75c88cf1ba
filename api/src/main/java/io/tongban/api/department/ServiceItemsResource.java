package io.tongban.api.department;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tongban.api.token.Caller;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.ServiceItems;
import io.tongban.certificates.ServiceItems.Use;
import io.tongban.hub.Cursor;
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
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What holders authorised for a department's service items, and the annotated copies of it. */
@Path("/v1/service-items")
@Tag(name = "certificates")
@Produces(MediaType.APPLICATION_JSON)
public class ServiceItemsResource {
  private static final int PAGE = 100;
  private final ServiceItems items;
  private final Caller caller;

  @Inject
  ServiceItemsResource(ServiceItems items, Caller caller) {
    this.items = items;
    this.caller = caller;
  }

  /**
   * A page of authorisations.
   *
   * @param next cursor of the next page, or null
   */
  public record UsesPage(List<Use> items, String next) {}

  /** What the copies are for; {@code case} stands in them and may be left out. */
  public record CopiesRequest(@JsonProperty("case") String caseReference) {}

  /** Lists. */
  @GET
  @Path("{item}/authorisations")
  @Operation(
      summary = "List what holders authorised for an item",
      description = "In force, newest first; whose they are is told by their copies only")
  @APIResponse(responseCode = "200", description = "A page")
  @APIResponse(responseCode = "404", description = "Problem service-item-unknown")
  public Response list(@PathParam("item") String item, @QueryParam("after") String after) {
    UUID before = after == null || after.isBlank() ? null : id(Cursor.decode(after).keys().get(0));
    List<Use> found = items.ofItem(caller.actor(), item, before, PAGE + 1);
    List<Use> page = found.subList(0, Math.min(PAGE, found.size()));
    String next =
        found.size() > PAGE
            ? new Cursor(List.of(page.get(PAGE - 1).id().toString())).encode()
            : null;
    return unstored(new UsesPage(page, next));
  }

  /** Fetches. */
  @POST
  @Path("authorisations/{id}/copies")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Fetch annotated copies of what was authorised",
      description =
          "Read from the authorities' records at this moment and recorded. Each copy is a JWT"
              + " (annotated-copy+jwt) that the hub signed; annotation names department, item,"
              + " case, time and end, and whoever verifies it elsewhere or later is told so. A"
              + " certificate that is not in force has a verdict and no copy.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples = @ExampleObject(name = "case", value = "{\"case\":\"2026-17\"}")))
  @APIResponse(
      responseCode = "200",
      description = "A copy of each certificate",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "copies",
                      value =
                          "{\"use\":\"019bc…\",\"copies\":[{\"type\":\"residence\",\"verdict\":\"VALID\","
                              + "\"claims\":{\"name\":\"张敏\"},\"jwt\":\"eyJ0eXAiOiJhbm5vdGF0ZWQt…\"}],"
                              + "\"receipt\":{}}")))
  @APIResponse(
      responseCode = "403",
      description = "The judge's refusal or presentation-not-covered, recorded")
  @APIResponse(responseCode = "404", description = "Problem certificate-use-unknown")
  @APIResponse(responseCode = "409", description = "Problem certificate-use-over")
  public Response copies(@PathParam("id") String id, CopiesRequest request) {
    return unstored(
        items.copies(
            caller.actor(), null, id(id), request == null ? null : request.caseReference()));
  }

  private static Response unstored(Object body) {
    return Response.ok(body).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  private static UUID id(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw CertificateProblem.USE_UNKNOWN.problem("an authorisation's id is a UUID", e);
    }
  }
}
