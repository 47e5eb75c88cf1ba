package io.tongban.api.auditor;

import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.Witnesses;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The log as static resources (C2SP tlog-tiles), open to everyone. */
@Path("/")
@Tag(name = "ledger")
public class TileResource {
  private static final String FOREVER = "public, max-age=31536000, immutable";

  /** A partial tile never changes either, but the full one takes its place soon. */
  private static final String A_WHILE = "public, max-age=86400, immutable";

  private static final String MOMENT = "public, max-age=1";
  private final Ledger ledger;
  private final Witnesses witnesses;

  @Inject
  TileResource(Ledger ledger, Witnesses witnesses) {
    this.ledger = ledger;
    this.witnesses = witnesses;
  }

  /** The newest checkpoint that is published. */
  @GET
  @Path("checkpoint")
  @Produces("text/plain;charset=utf-8")
  @Operation(
      summary = "Get the newest checkpoint",
      description =
          "A C2SP signed note: the log's name, its size, its root, the hub's signature. With"
              + " witnesses, the newest that enough of them cosigned, with their signatures")
  public Response checkpoint() {
    return Response.ok(witnesses.published())
        .header(HttpHeaders.CACHE_CONTROL, MOMENT)
        .header("Access-Control-Allow-Origin", "*")
        .build();
  }

  /** A hash tile or an entry bundle. */
  @GET
  @Path("tile/{path:.+}")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(
      summary = "Get a tile",
      description = "tile/<L>/<N>[.p/<W>] or tile/entries/<N>[.p/<W>], as C2SP tlog-tiles has it")
  @APIResponse(responseCode = "200", description = "The tile's bytes; they never change")
  @APIResponse(responseCode = "404", description = "Problem ledger-tile-unknown")
  public Response tile(@PathParam("path") String path) {
    byte[] tile =
        ledger
            .tile("tile/" + path)
            .orElseThrow(
                () -> LedgerProblem.TILE_UNKNOWN.problem("the log has no tile of that path"));
    return Response.ok(tile, MediaType.APPLICATION_OCTET_STREAM)
        .header(HttpHeaders.CACHE_CONTROL, path.contains(".p/") ? A_WHILE : FOREVER)
        .header("Access-Control-Allow-Origin", "*")
        .build();
  }
}
