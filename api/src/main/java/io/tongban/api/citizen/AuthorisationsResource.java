package io.tongban.api.citizen;

import io.tongban.access.AccessProblem;
import io.tongban.access.Consent;
import io.tongban.access.Consents;
import io.tongban.hub.Cursor;
import jakarta.inject.Inject;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * What a signed-in citizen allows departments, for programs of the citizen's own browser: the
 * session's cookie says who they are. Outside {@code /v1/}, where only clients' tokens count.
 */
@Path("/my/authorisations")
@Tag(name = "citizen", description = "For citizens signed in by OpenID Connect")
@Produces(MediaType.APPLICATION_JSON)
@APIResponse(responseCode = "401", description = "Problem sign-in-required")
@APIResponse(responseCode = "403", description = "Problem role-required or person-unknown")
public class AuthorisationsResource {
  private static final int PAGE = 100;

  private final SignedInCitizen citizen;
  private final Consents consents;
  private final Authorisations authorisations;

  @Inject
  AuthorisationsResource(
      SignedInCitizen citizen, Consents consents, Authorisations authorisations) {
    this.citizen = citizen;
    this.consents = consents;
    this.authorisations = authorisations;
  }

  /**
   * A page of a person's consents.
   *
   * @param duties what rests on law instead; on the first page only
   * @param next cursor of the next page, or null
   */
  public record Listed(List<Authorisation> items, List<Authorisation.Duty> duties, String next) {}

  /** Reads an id. */
  public static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw AccessProblem.CONSENT_UNKNOWN.problem("a consent's id is a UUID", e);
    }
  }

  /** Lists. */
  @GET
  @Operation(
      summary = "List my authorisations",
      description = "Newest first, with the uses that rest on law and need no consent")
  @APIResponse(responseCode = "200", description = "A page")
  public Response list(@QueryParam("after") String after) {
    String subject = citizen.require();
    UUID before = after == null || after.isBlank() ? null : id(Cursor.decode(after).keys().get(0));
    List<Consent> found = consents.list(subject, before, PAGE + 1);
    List<Consent> page = found.subList(0, Math.min(PAGE, found.size()));
    String next =
        found.size() > PAGE
            ? new Cursor(List.of(page.get(PAGE - 1).id().toString())).encode()
            : null;
    return unstored(
        new Listed(
            page.stream().map(authorisations::of).toList(),
            before == null ? authorisations.duties() : List.of(),
            next));
  }

  /** One. */
  @GET
  @Path("/{id}")
  @Operation(summary = "Look at one authorisation or request")
  @APIResponse(responseCode = "200", description = "It")
  @APIResponse(responseCode = "404", description = "Problem consent-unknown")
  public Response one(@PathParam("id") String id) {
    return answer(consents.find(citizen.require(), id(id)));
  }

  /** Gives. */
  @POST
  @Path("/{id}/give")
  @Operation(summary = "Allow what was asked", description = "In force and recorded at once")
  @APIResponse(responseCode = "200", description = "It, in force")
  @APIResponse(responseCode = "404", description = "Problem consent-unknown")
  @APIResponse(responseCode = "409", description = "Problem consent-closed")
  public Response give(@PathParam("id") String id) {
    return answer(consents.give(citizen.require(), id(id)));
  }

  /** Declines. */
  @POST
  @Path("/{id}/decline")
  @Operation(summary = "Decline what was asked")
  @APIResponse(responseCode = "200", description = "It, declined")
  @APIResponse(responseCode = "404", description = "Problem consent-unknown")
  @APIResponse(responseCode = "409", description = "Problem consent-closed")
  public Response decline(@PathParam("id") String id) {
    return answer(consents.decline(citizen.require(), id(id)));
  }

  /** Withdraws. */
  @POST
  @Path("/{id}/withdraw")
  @Operation(
      summary = "Take an authorisation back",
      description = "Recorded; the next use is refused, also of an answer that is under way")
  @APIResponse(responseCode = "200", description = "It, withdrawn")
  @APIResponse(responseCode = "404", description = "Problem consent-unknown")
  @APIResponse(responseCode = "409", description = "Problem consent-closed")
  public Response withdraw(@PathParam("id") String id) {
    return answer(consents.withdraw(citizen.require(), id(id)));
  }

  private Response answer(Consent consent) {
    return unstored(authorisations.of(consent));
  }

  private static Response unstored(Object body) {
    return Response.ok(body).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }
}
