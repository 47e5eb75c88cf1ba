package io.tongban.api.operator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.api.token.Caller;
import io.tongban.connectors.Inspections;
import io.tongban.connectors.Inspections.Inspection;
import io.tongban.connectors.Inspections.Wanted;
import io.tongban.hub.Ids;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Looks at what a department has and drafts how to connect it. For operators. */
@Path("/v1/inspections")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Connectors")
public class InspectionsResource {
  private static final String OPERATOR = "operator";
  private static final int LONGEST_NAME = 200;
  private final Inspections inspections;
  private final Caller caller;
  private final Ledger ledger;
  private final Ids ids;
  private final Clock clock;

  @Inject
  public InspectionsResource(
      Inspections inspections, Caller caller, Ledger ledger, Ids ids, Clock clock) {
    this.inspections = inspections;
    this.caller = caller;
    this.ledger = ledger;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * What is to be looked at.
   *
   * @param source a Source's name, perhaps with /FILE, /PATH or /TABLE; or a URL below the address
   *     of an HTTP Source
   * @param resource the Resource to draft a connector for, or null
   * @param encoding of the text where it is known, or null
   */
  public record Place(String source, String resource, String encoding) {}

  /** Looks at the bytes of a file, which are not kept. */
  @POST
  @Consumes(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(
      summary = "Profile a file, name data elements for its columns and draft its connector",
      description =
          "The body is the file, or its first bytes cut at a line (whole=false). It is not kept,"
              + " and what looks personal is masked in the answer.")
  @APIResponse(responseCode = "422", description = "input-unreadable or input-dangerous")
  public Inspection file(
      InputStream bytes,
      @QueryParam("name") @DefaultValue("input.csv") String name,
      @QueryParam("whole") @DefaultValue("true") boolean whole,
      @QueryParam("resource") String resource,
      @QueryParam("encoding") String encoding) {
    caller.requireRole(OPERATOR);
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String plain = last.isBlank() ? "input.csv" : last;
    record("file");
    return inspections.file(
        plain.length() > LONGEST_NAME ? plain.substring(0, LONGEST_NAME) : plain,
        bytes,
        whole,
        new Wanted(resource, encoding));
  }

  /** Looks at what a declared source has. */
  @POST
  @Path("/source")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Profile what a declared source has, and draft its connector",
      description = "Only declared sources are reached; a URL must lie below the address of one.")
  @APIResponse(responseCode = "502", description = "outbound-refused: no source has that address")
  @APIResponse(responseCode = "404", description = "definition-unknown: no such source")
  public Inspection source(Place place) {
    caller.requireRole(OPERATOR);
    Place wanted = place == null ? new Place(null, null, null) : place;
    // a place can hold a query with secrets: the ledger tells that a source was looked at, not
    // where
    record("source");
    return inspections.source(
        wanted.source() == null ? "" : wanted.source(),
        new Wanted(wanted.resource(), wanted.encoding()));
  }

  /** The look is recorded before it is answered. */
  private void record(String target) {
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("channel", "rest");
    manifest.put("view", "inspection");
    manifest.put("target", target);
    ledger.append(
        new LedgerEntry(
            ids.next(),
            EntryType.ACCESS,
            clock.instant(),
            caller.actor().client(),
            manifest,
            List.of()));
  }
}
