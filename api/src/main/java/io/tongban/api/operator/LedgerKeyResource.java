package io.tongban.api.operator;

import io.tongban.api.LedgerKeyFile;
import io.tongban.api.token.Caller;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.LogKeyRotation;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The key the ledger is signed with. For operators. */
@Path("/v1/ledger/key-changes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "ledger")
public class LedgerKeyResource {
  private final LogKeyRotation rotation;
  private final LedgerKeyFile file;
  private final Caller caller;

  @Inject
  LedgerKeyResource(LogKeyRotation rotation, LedgerKeyFile file, Caller caller) {
    this.rotation = rotation;
    this.file = file;
    this.caller = caller;
  }

  /** What can be done about the key. */
  public enum Act {
    /** A new key signs, beside the old one for now. */
    ROTATE,
    /** A new key signs, and the old one no more. */
    ROTATE_AT_ONCE,
    /** The old key signs no more. */
    END_OVERLAP,
    /** The private keys on this node that sign no more are destroyed. */
    FORGET
  }

  /**
   * A change that is asked for.
   *
   * @param reason at most 200 characters that name no person
   */
  @Schema(description = "A change of the ledger's key, and why: at most 200 characters, no person")
  public record Asked(Act act, String reason) {}

  /** Changes the key. */
  @POST
  @Operation(
      summary = "Change the key the ledger is signed with",
      description =
          "Role operator. ROTATE, ROTATE_AT_ONCE, END_OVERLAP or FORGET. Old receipts go on to"
              + " verify with /v1/ledger/keys")
  @APIResponse(responseCode = "200", description = "Done, and recorded in the ledger")
  @APIResponse(responseCode = "409", description = "Problem ledger-key-unchanged")
  @APIResponse(responseCode = "422", description = "Problem ledger-entry-invalid: the reason")
  @APIResponse(responseCode = "503", description = "Problem ledger-key-missing")
  public LogKeyRotation.Change change(Asked asked) {
    caller.requireRole("operator");
    if (asked == null || asked.act() == null) {
      throw LedgerProblem.QUERY_INVALID.problem(
          "act is none of " + java.util.List.of(Act.values()));
    }
    LogKeyRotation.Change change = done(asked.act(), caller.actor().client(), asked.reason());
    file.publish();
    return change;
  }

  private LogKeyRotation.Change done(Act act, String actor, String reason) {
    return switch (act) {
      case ROTATE -> rotation.rotate(actor, reason, true);
      case ROTATE_AT_ONCE -> rotation.rotate(actor, reason, false);
      case END_OVERLAP -> rotation.endOverlap(actor, reason);
      case FORGET -> rotation.forget(actor, reason);
    };
  }
}
