package io.tongban.api.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.AccessProblem;
import io.tongban.access.Actor;
import io.tongban.access.Erasures;
import io.tongban.access.Tokens;
import io.tongban.api.token.Caller;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Ids;
import io.tongban.ledger.Backups;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Backups of the hub's H2 database. Only for the built-in operator, whose key lies beside the
 * database: a backup holds all of it, and whoever has that key could copy the file.
 */
@Path("/v1/backup")
@Tag(name = "backup")
public class BackupResource {
  private final Backups backups;
  private final Erasures erasures;
  private final Ledger ledger;
  private final Caller caller;
  private final Ids ids;
  private final Clock clock;

  @Inject
  BackupResource(
      Backups backups, Erasures erasures, Ledger ledger, Caller caller, Ids ids, Clock clock) {
    this.backups = backups;
    this.erasures = erasures;
    this.ledger = ledger;
    this.caller = caller;
    this.ids = ids;
    this.clock = clock;
  }

  /** Makes a backup while the hub is used. */
  @POST
  @Produces("application/zip")
  @Operation(
      summary = "Make a backup of the hub's H2 database",
      description =
          "For the client local-operator only. The backup holds no keys; it is recorded before a"
              + " byte of it leaves")
  @APIResponse(responseCode = "200", description = "The backup, for tongban restore")
  @APIResponse(responseCode = "409", description = "Problem backup-elsewhere")
  public Response backup() {
    caller.requireRole("operator");
    Actor actor = caller.actor();
    if (!actor.client().equals(Tokens.LOCAL_OPERATOR)) {
      throw AccessProblem.ROLE_MISSING.problem(
          "backups are for the client " + Tokens.LOCAL_OPERATOR + " only");
    }
    Backups.Made made = backups.make(erasures::journal);
    try {
      record(actor, made);
    } catch (RuntimeException unrecorded) {
      made.close();
      throw unrecorded;
    }
    StreamingOutput body =
        out -> {
          try (made) {
            made.write(out);
          }
        };
    return Response.ok(body)
        .header("Content-Disposition", "attachment; filename=\"hub-backup.zip\"")
        .header("Cache-Control", "no-store")
        .build();
  }

  private void record(Actor actor, Backups.Made made) {
    ObjectNode manifest = CanonicalJson.mapper().createObjectNode();
    manifest.putObject("actor").put("client", actor.client()).put("department", actor.department());
    manifest.put("action", "backup").put("target", "database");
    manifest.put("size", made.checkpoint().size()).put("root", made.checkpoint().root());
    ledger.append(
        new LedgerEntry(
            ids.next(), EntryType.ACCESS, clock.instant(), actor.client(), manifest, List.of()));
  }
}
