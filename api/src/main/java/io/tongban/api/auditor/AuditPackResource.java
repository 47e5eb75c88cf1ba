package io.tongban.api.auditor;

import io.tongban.api.token.Caller;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Audit packs, for auditors; every export is recorded before a byte of it leaves. */
@Path("/v1/audit/packs")
@Tag(name = "audit")
public class AuditPackResource {
  private final AuditPackDesk desk;
  private final Caller caller;

  @Inject
  AuditPackResource(AuditPackDesk desk, Caller caller) {
    this.desk = desk;
    this.caller = caller;
  }

  /**
   * What to export: one of subject, agreement, or from and to.
   *
   * @param subject the person's identifier; in the body only, since addresses are logged
   * @param agreement name of a SharingAgreement
   * @param from first day, in the hub's zone
   * @param to last day, in the hub's zone
   * @param purpose name of a Purpose; {@code audit} if absent
   * @param caseReference the case, or null
   */
  @Schema(description = "What to export: one of subject, agreement, or from and to")
  public record Ask(
      String subject,
      String agreement,
      LocalDate from,
      LocalDate to,
      String purpose,
      String caseReference) {
    /** Without the person: texts find their way into logs. */
    @Override
    public String toString() {
      return "Ask[" + agreement + ", " + from + ", " + to + ", " + purpose + "]";
    }
  }

  /** Exports a pack. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces("application/zip")
  @Operation(
      summary = "Export an audit pack",
      description =
          "Role auditor. Entries with their proofs, the checkpoint, anchors, lineage, definitions"
              + " and a report to read, as a ZIP that tongban audit verify checks offline. The"
              + " export is itself recorded")
  @APIResponse(responseCode = "200", description = "The pack")
  @APIResponse(responseCode = "400", description = "Problem ledger-query")
  @APIResponse(responseCode = "404", description = "Problem audit-pack-empty")
  @APIResponse(responseCode = "422", description = "Problem audit-pack-large")
  public Response export(Ask ask) {
    caller.requireRole("auditor");
    AuditPackDesk.Ready ready = desk.prepare(caller.actor(), ask);
    StreamingOutput body = ready::write;
    return Response.ok(body)
        .header(
            "Content-Disposition",
            "attachment; filename=\"audit-pack-" + ready.export().id() + ".zip\"")
        .header("Cache-Control", "no-store")
        .build();
  }
}
