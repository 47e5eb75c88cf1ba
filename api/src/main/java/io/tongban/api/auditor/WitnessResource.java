package io.tongban.api.auditor;

import io.tongban.api.ApiProblem;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.Witness;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The hub as a witness of other logs (C2SP tlog-witness). */
@Path("/")
@Tag(name = "ledger")
public class WitnessResource {
  private static final String TEXT = "text/plain;charset=utf-8";
  private static final int CONFLICT = 409;
  private final Witness witness;

  @Inject
  WitnessResource(Witness witness) {
    this.witness = witness;
  }

  /** Cosigns another log's checkpoint. */
  @POST
  @Path("add-checkpoint")
  @Consumes(MediaType.WILDCARD)
  @Produces({TEXT, "application/problem+json"})
  @Operation(
      summary = "Have a checkpoint cosigned",
      description =
          "C2SP tlog-witness: old size, consistency proof, empty line, checkpoint. For logs with a"
              + " WitnessedLog; no token: the checkpoint is signed")
  @APIResponse(responseCode = "200", description = "Cosignature lines")
  @APIResponse(responseCode = "400", description = "Problem witness-request")
  @APIResponse(responseCode = "403", description = "Problem witness-key-unknown")
  @APIResponse(responseCode = "404", description = "Problem witness-log-unknown")
  @APIResponse(
      responseCode = "409",
      description = "text/x.tlog.size: the size of the newest checkpoint that was cosigned")
  @APIResponse(responseCode = "413", description = "Problem body-too-large")
  @APIResponse(responseCode = "422", description = "Problem witness-unproven")
  @APIResponse(responseCode = "429", description = "Problem witness-busy")
  @APIResponse(responseCode = "503", description = "Problem ledger-rolled-back")
  public Response add(InputStream body) throws IOException {
    byte[] request = body == null ? new byte[0] : body.readNBytes(Witness.MAX_REQUEST + 1);
    if (request.length > Witness.MAX_REQUEST) {
      throw ApiProblem.BODY_TOO_LARGE.problem(
          "a request to the witness has at most " + Witness.MAX_REQUEST + " bytes");
    }
    Witness.Answer answer = witness.add(request);
    if (answer instanceof Witness.Answer.OtherSize other) {
      return Response.status(CONFLICT).entity(other.size() + "\n").type("text/x.tlog.size").build();
    }
    return Response.ok(((Witness.Answer.Cosigned) answer).lines(), TEXT).build();
  }

  /** The newest checkpoint of a log that this hub cosigned. */
  @GET
  @Path("witness/{origin}/checkpoint")
  @Produces(TEXT)
  @Operation(
      summary = "Get the newest checkpoint of a log that this hub cosigned",
      description = "For monitors; origin is the SHA-256 of the log's name in lower-case hex")
  @APIResponse(responseCode = "404", description = "Problem witness-log-unknown")
  public String checkpoint(@PathParam("origin") String origin) {
    return witness
        .checkpoint(origin)
        .orElseThrow(
            () ->
                LedgerProblem.WITNESS_LOG_UNKNOWN.problem(
                    "no checkpoint of a log of that name was cosigned here"));
  }
}
