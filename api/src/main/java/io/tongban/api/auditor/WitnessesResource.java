package io.tongban.api.auditor;

import io.tongban.api.token.Caller;
import io.tongban.ledger.Alarms;
import io.tongban.ledger.Witness;
import io.tongban.ledger.Witnesses;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The hub's key as a witness, its own witnesses, and what speaks against a log. */
@Path("/v1")
@Tag(name = "ledger")
public class WitnessesResource {
  private static final String TEXT = "text/plain;charset=UTF-8";
  private final Witness witness;
  private final Witnesses witnesses;
  private final Alarms alarms;
  private final Caller caller;

  @Inject
  WitnessesResource(Witness witness, Witnesses witnesses, Alarms alarms, Caller caller) {
    this.witness = witness;
    this.witnesses = witnesses;
    this.alarms = alarms;
    this.caller = caller;
  }

  /** The key that this hub's cosignatures verify with. */
  @GET
  @Path("ledger/witness-key")
  @Produces(TEXT)
  @Operation(
      summary = "Get the hub's public key as a witness",
      description = "A C2SP verifier key name+hash+base64 of Ed25519 cosignatures")
  public String key() {
    return witness.verifierKey() + "\n";
  }

  /** How far this hub's witnesses are. */
  @GET
  @Path("ledger/witnesses")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Tell how far the ledger's witnesses are",
      description = "Role operator. By the names of the WitnessPolicy")
  public List<Witnesses.State> witnesses() {
    caller.requireRole("operator");
    return witnesses.states();
  }

  /** What speaks against a log. */
  @GET
  @Path("ledger/alarms")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "List what speaks against a log, newest first",
      description =
          "Role operator. Forks and lost ends, with the signed checkpoints that show them")
  public List<Alarms.Alarm> alarms() {
    caller.requireRole("operator");
    return alarms.newest();
  }
}
