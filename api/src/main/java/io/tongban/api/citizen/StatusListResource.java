package io.tongban.api.citizen;

import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.StatusLists;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Status lists (Token Status List, section 8), open to everyone. */
@Path("/status-lists")
@Tag(name = "wallet")
public class StatusListResource {
  /** Media type of a status list token. */
  static final String MEDIA_TYPE = "application/statuslist+jwt";

  private final StatusLists lists;

  @Inject
  StatusListResource(StatusLists lists) {
    this.lists = lists;
  }

  /** A list's token. */
  @GET
  @Path("{id}")
  @Produces(MEDIA_TYPE)
  @Operation(
      summary = "Get a status list token",
      description = "2 bits a certificate: 0 valid, 1 revoked, 2 suspended")
  @APIResponse(
      responseCode = "200",
      description = "The signed list",
      content = @Content(mediaType = MEDIA_TYPE))
  @APIResponse(responseCode = "404", description = "Problem status-list-unknown")
  @APIResponse(responseCode = "501", description = "Problem status-history-unsupported")
  public Response token(@PathParam("id") String id, @QueryParam("time") String time) {
    if (time != null) {
      throw CertificateProblem.STATUS_HISTORY_UNSUPPORTED.problem(
          "this hub tells the status as it is now");
    }
    StatusLists.Token token = lists.token(listId(id));
    return Response.ok(token.jwt(), MEDIA_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=" + token.ttlSeconds())
        .header("Access-Control-Allow-Origin", "*")
        .build();
  }

  private static UUID listId(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw CertificateProblem.STATUS_LIST_UNKNOWN.problem("a list's id is a UUID", e);
    }
  }
}
