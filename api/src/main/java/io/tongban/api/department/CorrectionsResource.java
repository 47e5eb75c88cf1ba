package io.tongban.api.department;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tongban.access.AccessProblem;
import io.tongban.access.Correction;
import io.tongban.access.Correction.State;
import io.tongban.access.Corrections;
import io.tongban.access.Corrections.Ask;
import io.tongban.access.Corrections.Done;
import io.tongban.api.QueryNumber;
import io.tongban.api.token.Caller;
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
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where a department says that a record is wrong, and learns what others say of its records. */
@Path("/v1/corrections")
@Tag(name = "corrections", description = "Records that are wrong, and who received them")
@Produces(MediaType.APPLICATION_JSON)
public class CorrectionsResource {
  private static final String OPERATOR = "operator";

  /** Whoever receives records. */
  private static final Set<String> ROLES = Set.of("caller", "issuer", OPERATOR);

  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 500;

  private final Corrections corrections;
  private final Caller caller;

  @Inject
  CorrectionsResource(Corrections corrections, Caller caller) {
    this.corrections = corrections;
    this.caller = caller;
  }

  /**
   * A request.
   *
   * @param field the item that is wrong, or null for the whole record
   * @param reason why, at most 1,000 characters
   * @param caseReference the case, or null
   */
  public record CorrectionAsked(
      String resource,
      String key,
      String field,
      String reason,
      String purpose,
      @JsonProperty("case") String caseReference) {
    /** Without key and reason: texts find their way into logs. */
    @Override
    public String toString() {
      return "CorrectionAsked[" + resource + "]";
    }
  }

  /**
   * A decision.
   *
   * @param state CORRECTED or REFUSED
   * @param reason why; needed to refuse
   */
  public record CorrectionDecided(State state, String reason) {
    /** Without the reason: texts find their way into logs. */
    @Override
    public String toString() {
      return "CorrectionDecided[" + state + "]";
    }
  }

  /** Asks. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Say that a record is wrong",
      description =
          "Role caller or issuer, of the resource's provider or of a department that received the"
              + " record, or role operator. The provider and every department that received it find"
              + " it in their inbox.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "name",
                      value =
                          "{\"resource\":\"premises\",\"key\":\"UK 12\",\"field\":\"name\","
                              + "\"reason\":\"The sign at the door says otherwise\","
                              + "\"purpose\":\"inspection\",\"case\":\"A-7\"}")))
  @APIResponse(responseCode = "201", description = "The correction, with the receipt of its entry")
  @APIResponse(
      responseCode = "403",
      description = "Problem role-missing, purpose-missing, purpose-unknown or case-required")
  @APIResponse(responseCode = "404", description = "Problem correction-unknown")
  @APIResponse(responseCode = "422", description = "Problem correction-invalid or column-unknown")
  public Response request(CorrectionAsked asked) {
    requireOwn();
    CorrectionAsked given =
        asked == null ? new CorrectionAsked(null, null, null, null, null, null) : asked;
    Done done =
        corrections.request(
            caller.actor(),
            caller.roles().contains(OPERATOR),
            new Ask(
                given.resource(),
                given.key(),
                given.field(),
                given.reason(),
                given.purpose(),
                given.caseReference()));
    return Response.created(URI.create("/v1/corrections/" + done.correction().id()))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(done)
        .build();
  }

  /** The inbox. */
  @GET
  @Operation(
      summary = "List the corrections that concern the caller's department",
      description =
          "Of records it received, provides or asked about, newest first; uses is how often it"
              + " received the record. state: OPEN, CORRECTED or REFUSED")
  @APIResponse(responseCode = "200", description = "A page; give next as after for the others")
  public Response inbox(
      @QueryParam("state") String state,
      @QueryParam("after") String after,
      @QueryParam("limit") String limit) {
    requireOwn();
    int most = limit(limit);
    List<Correction> found =
        corrections.inbox(
            caller.actor(), state(state), blank(after) ? null : Cursor.decode(after), most);
    String next =
        found.size() < most
            ? null
            : new Cursor(List.of(found.get(most - 1).id().toString())).encode();
    return unstored(new Listing<>(found, next));
  }

  /** One. */
  @GET
  @Path("{id}")
  @Operation(summary = "Get a correction")
  @APIResponse(responseCode = "200", description = "As it stands for the caller's department")
  @APIResponse(responseCode = "404", description = "Problem correction-unknown")
  public Response get(@PathParam("id") String id) {
    requireOwn();
    return unstored(corrections.find(caller.actor(), id(id)));
  }

  /** Acknowledges. */
  @POST
  @Path("{id}/acknowledgement")
  @Operation(
      summary = "Acknowledge a correction",
      description = "The department has taken note; doing it again changes nothing")
  @APIResponse(responseCode = "200", description = "The correction")
  @APIResponse(responseCode = "404", description = "Problem correction-unknown")
  public Response acknowledge(@PathParam("id") String id) {
    requireOwn();
    return unstored(corrections.acknowledge(caller.actor(), id(id)));
  }

  /** Decides. */
  @POST
  @Path("{id}/decision")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Decide on a correction",
      description =
          "For the resource's provider. A load that changes the record decides by itself: CORRECTED")
  @APIResponse(responseCode = "200", description = "The correction")
  @APIResponse(responseCode = "403", description = "Problem correction-not-provider")
  @APIResponse(responseCode = "409", description = "Problem correction-closed")
  public Response decide(@PathParam("id") String id, CorrectionDecided decided) {
    requireOwn();
    CorrectionDecided given = decided == null ? new CorrectionDecided(null, null) : decided;
    return unstored(corrections.decide(caller.actor(), id(id), given.state(), given.reason()));
  }

  private void requireOwn() {
    if (caller.roles().stream().noneMatch(ROLES::contains)) {
      caller.requireRole("caller");
    }
  }

  private static Response unstored(Object body) {
    return Response.ok(body).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  private static boolean blank(String text) {
    return text == null || text.isBlank();
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw AccessProblem.CORRECTION_UNKNOWN.problem("a correction's id is a UUID", e);
    }
  }

  private static State state(String text) {
    if (blank(text)) {
      return null;
    }
    try {
      return State.valueOf(text);
    } catch (IllegalArgumentException e) {
      throw AccessProblem.CORRECTION_INVALID.problem(
          "state is none of " + List.of(State.values()), e);
    }
  }

  private static int limit(String text) {
    return QueryNumber.of("limit", text, DEFAULT_LIMIT, MOST, AccessProblem.CORRECTION_INVALID);
  }
}
