package io.tongban.api.reporter;

import io.smallrye.common.annotation.Blocking;
import io.tongban.access.AccessProblem;
import io.tongban.access.AuthenticatedClient;
import io.tongban.access.BearerTokens;
import io.tongban.access.BearerTokens.Audience;
import io.tongban.access.ClientSpec;
import io.tongban.api.ApiProblem;
import io.tongban.hub.Definitions;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.LineageReports;
import io.tongban.ledger.LineageReports.Reporter;
import io.tongban.ledger.LineageReports.Taken;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** OpenLineage's own address: what its HttpTransport sends to where only the hub's URL is set. */
@Path(LineageReportResource.PATH)
@Tag(name = "lineage")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class LineageReportResource {
  static final String PATH = "/api/v1/lineage";
  static final String ROLE = "reporter";
  private static final int MOST_BYTES = 2 << 20;

  private final BearerTokens tokens;
  private final Definitions definitions;
  private final LineageReports reports;

  @Inject
  LineageReportResource(BearerTokens tokens, Definitions definitions, LineageReports reports) {
    this.tokens = tokens;
    this.definitions = definitions;
    this.reports = reports;
  }

  /** One event. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Report a run event of OpenLineage 2-0-2",
      description =
          "Authorization: Bearer with a token of POST /v1/lineage-tokens. Role reporter; only jobs"
              + " of the client's lineageNamespaces. At most 2 MiB, gzip or plain. The same event"
              + " twice is one; events may come in any order.")
  @APIResponse(responseCode = "200", description = "Run, digest, and the receipt of the entry")
  @APIResponse(responseCode = "401", description = "Problem token-missing or token-expired")
  @APIResponse(responseCode = "403", description = "Problem role-missing or lineage-namespace")
  @APIResponse(responseCode = "409", description = "Problem lineage-run-taken or lineage-run-full")
  @APIResponse(
      responseCode = "422",
      description = "Problem lineage-event-invalid with faults, or lineage-event-unsupported")
  public Taken event(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @HeaderParam(HttpHeaders.CONTENT_ENCODING) String encoding,
      byte[] body) {
    return take(authorization, encoding, body, false).get(0);
  }

  /** Several events. */
  @POST
  @Path("batch")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Report several run events at once",
      description = "An array of at most 500 events, checked before the first of them is taken")
  @APIResponse(responseCode = "200", description = "What became of each, in order")
  public List<Taken> batch(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @HeaderParam(HttpHeaders.CONTENT_ENCODING) String encoding,
      byte[] body) {
    return take(authorization, encoding, body, true);
  }

  private List<Taken> take(String authorization, String encoding, byte[] body, boolean batch) {
    return reports.take(reporter(authorization), plain(body, encoding), batch);
  }

  private Reporter reporter(String authorization) {
    AuthenticatedClient client = tokens.client(authorization, Audience.LINEAGE);
    String name = client.actor().client();
    if (!client.roles().contains(ROLE)) {
      throw AccessProblem.ROLE_MISSING.problem(
          "client " + name + " does not have the role " + ROLE);
    }
    List<String> namespaces =
        definitions
            .find(ClientSpec.class, name)
            .map(found -> found.spec().lineageNamespacesOrNone())
            .orElse(List.of());
    return new Reporter(name, client.actor().department(), namespaces);
  }

  /** The body without its compression, which is undone no further than a body may be long. */
  private static byte[] plain(byte[] body, String encoding) {
    if (encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity")) {
      return body;
    }
    if (!encoding.strip().equalsIgnoreCase("gzip")) {
      throw LedgerProblem.LINEAGE_EVENT_INVALID.problem(
          "the body's Content-Encoding is neither gzip nor left out");
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] plain = in.readNBytes(MOST_BYTES + 1);
      if (plain.length > MOST_BYTES) {
        throw ApiProblem.BODY_TOO_LARGE.problem(
            "the body is longer than " + MOST_BYTES + " bytes when it is unpacked");
      }
      return plain;
    } catch (IOException e) {
      throw LedgerProblem.LINEAGE_EVENT_INVALID.problem("the body is no gzip stream", e);
    }
  }
}
