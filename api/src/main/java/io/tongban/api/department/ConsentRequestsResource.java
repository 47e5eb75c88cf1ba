package io.tongban.api.department;

import io.tongban.access.AccessProblem;
import io.tongban.access.Consent;
import io.tongban.access.Consents;
import io.tongban.api.token.Caller;
import io.tongban.hub.HubSettings;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where a department asks a citizen for consent, and looks whether it was given. */
@Path("/v1/consent-requests")
@Tag(name = "consent", description = "Uses that rest on the consent of the person")
@Produces(MediaType.APPLICATION_JSON)
public class ConsentRequestsResource {
  private static final String ASKED =
      "{\"id\":\"019bc0de-0000-7000-8000-000000000001\","
          + "\"url\":\"https://hub.example/authorisations/019bc0de-0000-7000-8000-000000000001\","
          + "\"state\":\"REQUESTED\",\"purpose\":\"housing-benefit-application\","
          + "\"attributes\":[\"persons.id_number\",\"persons.name\"],"
          + "\"requested\":\"2026-01-15T08:00:00Z\",\"answerBy\":\"2026-01-22T08:00:00Z\","
          + "\"until\":\"2026-06-30T16:00:00Z\",\"given\":null,\"declined\":null,"
          + "\"withdrawn\":null}";

  private final Consents consents;
  private final Caller caller;
  private final HubSettings settings;
  private final Clock clock;

  @Inject
  ConsentRequestsResource(Consents consents, Caller caller, HubSettings settings, Clock clock) {
    this.consents = consents;
    this.caller = caller;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * A request.
   *
   * @param purpose name of a Purpose
   * @param attributes each {@code resource.column}, as the refusal's {@code ask} lists them
   * @param until the end, ISO 8601 with zone; at most a year away
   * @param subject identifier of the only person who may answer; may be null
   */
  public record ConsentAsked(
      String purpose, Set<String> attributes, Instant until, String subject) {
    /** Without the person: texts find their way into logs. */
    @Override
    public String toString() {
      return "ConsentAsked[" + purpose + "]";
    }
  }

  /**
   * What became of a request. It never says who answered: the department knows whom it sent.
   *
   * @param url where the person reads and answers it
   * @param answerBy until when
   */
  @Schema(description = "A request for consent and where it stands")
  public record ConsentRequest(
      UUID id,
      URI url,
      Consent.State state,
      String purpose,
      List<String> attributes,
      Instant requested,
      Instant answerBy,
      Instant until,
      Instant given,
      Instant declined,
      Instant withdrawn) {}

  /** Asks. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Ask a person for consent",
      description =
          "Send the person to url; they sign in, read who asks for what, for which purpose and how"
              + " long, and agree or decline. Look at the state, or just call the service.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples =
                  @ExampleObject(
                      name = "prefill",
                      value =
                          "{\"purpose\":\"housing-benefit-application\",\"attributes\":"
                              + "[\"persons.id_number\",\"persons.name\"],"
                              + "\"until\":\"2026-06-30T16:00:00Z\"}")))
  @APIResponse(
      responseCode = "201",
      description = "The request",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples = @ExampleObject(name = "asked", value = ASKED)))
  @APIResponse(responseCode = "403", description = "access-not-agreed: no agreement covers it")
  @APIResponse(responseCode = "422", description = "consent-request-invalid, saying what to mend")
  public Response request(ConsentAsked asked) {
    ConsentAsked given = asked == null ? new ConsentAsked(null, null, null, null) : asked;
    Consent consent =
        consents.request(
            caller.actor(),
            new Consents.Ask(given.purpose(), given.attributes(), given.until(), given.subject()));
    return Response.created(URI.create("/v1/consent-requests/" + consent.id()))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(view(consent))
        .build();
  }

  /** Looks. */
  @GET
  @Path("/{id}")
  @Operation(
      summary = "Look where a request for consent stands",
      description = "For the department that asked")
  @APIResponse(
      responseCode = "200",
      description = "REQUESTED, LAPSED, DECLINED, IN_FORCE, ENDED or WITHDRAWN",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              examples = @ExampleObject(name = "asked", value = ASKED)))
  @APIResponse(responseCode = "404", description = "Problem consent-unknown")
  public Response state(@PathParam("id") String id) {
    return Response.ok(view(consents.find(caller.actor(), id(id))))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw AccessProblem.CONSENT_UNKNOWN.problem("a request's id is a UUID", e);
    }
  }

  private ConsentRequest view(Consent consent) {
    return new ConsentRequest(
        consent.id(),
        URI.create(settings.publicUrl() + "/authorisations/" + consent.id()),
        consent.state(clock.instant()),
        consent.purpose(),
        consent.attributes(),
        consent.requested(),
        consent.requested().plus(Consent.WAITS),
        consent.until(),
        consent.given(),
        consent.declined(),
        consent.withdrawn());
  }
}
