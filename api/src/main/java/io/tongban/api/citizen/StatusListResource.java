package io.tongban.api.citizen;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.StatusLists;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Status lists (Token Status List, section 8), open to everyone. */
@Path("/status-lists")
@Tag(name = "wallet")
public class StatusListResource {
  /** Media type of a status list token. */
  static final String MEDIA_TYPE = "application/statuslist+jwt";

  private static final int AGGREGATION_SECONDS = 300;

  private final StatusLists lists;

  @Inject
  StatusListResource(StatusLists lists) {
    this.lists = lists;
  }

  /** A list's token, now or at a past time. */
  @GET
  @Path("{id}")
  @Produces(MEDIA_TYPE)
  @Operation(
      summary = "Get a status list token",
      description =
          "0 valid, 1 revoked, 2 suspended. With time: as it stood then; iat and exp enclose that"
              + " time (Token Status List, section 8.4).")
  @APIResponse(
      responseCode = "200",
      description = "The signed list",
      content = @Content(mediaType = MEDIA_TYPE))
  @APIResponse(responseCode = "304", description = "The copy with that ETag is still the list's")
  @APIResponse(responseCode = "400", description = "Problem status-time-malformed")
  @APIResponse(
      responseCode = "404",
      description = "Problem status-list-unknown or status-time-unknown")
  public Response token(
      @PathParam("id") String id,
      @Parameter(description = "Seconds since 1970-01-01T00:00:00Z", example = "1768464000")
          @QueryParam("time")
          String time,
      @Context Request request) {
    UUID list = listId(id);
    StatusLists.Token token = time == null ? lists.token(list) : lists.token(list, instant(time));
    EntityTag tag = new EntityTag(token.tag(), true);
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    Response.ResponseBuilder answer =
        unchanged == null ? Response.ok(token.jwt(), MEDIA_TYPE) : unchanged;
    return open(answer.tag(tag), token.ttlSeconds());
  }

  /** Where an authority's lists are. */
  @GET
  @Path("of/{authority}")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "List an authority's status lists",
      description = "Status list aggregation (Token Status List, section 9)")
  @APIResponse(responseCode = "200", description = "Their addresses, oldest first")
  @APIResponse(responseCode = "404", description = "Problem certificate-authority-unknown")
  public Response aggregation(@PathParam("authority") String authority) {
    return open(Response.ok(new Aggregation(lists.of(authority))), AGGREGATION_SECONDS);
  }

  /** A status list aggregation. */
  public record Aggregation(@JsonProperty("status_lists") List<URI> statusLists) {}

  private static Response open(Response.ResponseBuilder answer, long seconds) {
    return answer
        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=" + seconds)
        .header("Access-Control-Allow-Origin", "*")
        .header("Access-Control-Expose-Headers", HttpHeaders.ETAG)
        .build();
  }

  private static Instant instant(String time) {
    try {
      return Instant.ofEpochSecond(Long.parseLong(time));
    } catch (NumberFormatException | DateTimeException e) {
      throw CertificateProblem.STATUS_TIME_MALFORMED.problem(
          "time is no number of seconds since 1970", e);
    }
  }

  private static UUID listId(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw CertificateProblem.STATUS_LIST_UNKNOWN.problem("a list's id is a UUID", e);
    }
  }
}
