package io.tongban.api.department;

import io.tongban.api.token.Caller;
import io.tongban.federation.Cursors;
import io.tongban.federation.FederationProblem;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Further pages of answers that were asked for with {@code limit}. */
@Path("/v1/cursors")
@Tag(name = "federation")
public class CursorsResource {
  private final Pages pages;
  private final Cursors cursors;
  private final Caller caller;

  @Inject
  CursorsResource(Pages pages, Cursors cursors, Caller caller) {
    this.pages = pages;
    this.cursors = cursors;
    this.caller = caller;
  }

  /** The next page. */
  @GET
  @Path("{id}/pages/{number}")
  @Produces({MediaType.APPLICATION_JSON, AnswerFormat.NDJSON_TYPE, AnswerFormat.CSV_TYPE})
  @Operation(
      summary = "Get the next page of an answer",
      description =
          "The path stands in next of the page before. Each page is decided again and recorded"
              + " before it is released, in order and once.")
  @APIResponse(responseCode = "200", description = "The page with the receipt of its use")
  @APIResponse(responseCode = "403", description = "The judge's refusal, recorded")
  @APIResponse(responseCode = "404", description = "cursor-unknown: closed, expired, another's")
  @APIResponse(responseCode = "409", description = "cursor-position or policy-changed")
  public Response page(
      @PathParam("id") String id,
      @PathParam("number") String number,
      @QueryParam("limit") String limit,
      @Context HttpHeaders headers) {
    int page = Pages.number(number, "the page's number");
    Released answer =
        pages.next(
            caller.actor(), id(id), page, limit == null ? Cursors.MOST_ROWS : Pages.rows(limit));
    return AnswerFormat.of(headers).response(answer).build();
  }

  /** Closes a cursor. */
  @DELETE
  @Path("{id}")
  @Operation(summary = "Close a cursor", description = "Also if there is none any more.")
  @APIResponse(responseCode = "204", description = "It is closed")
  public void close(@PathParam("id") String id) {
    cursors.close(caller.actor(), id(id));
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw FederationProblem.CURSOR_UNKNOWN.problem("there is no open cursor of that id", e);
    }
  }
}
