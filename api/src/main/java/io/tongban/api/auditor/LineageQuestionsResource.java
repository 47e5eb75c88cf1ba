package io.tongban.api.auditor;

import io.tongban.api.QueryNumber;
import io.tongban.api.token.Caller;
import io.tongban.hub.Cursor;
import io.tongban.ledger.LedgerProblem;
import io.tongban.ledger.RowRef;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The two questions to the lineage: who is affected, and where does it come from. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "audit")
public class LineageQuestionsResource {
  private static final String AUDITOR = "auditor";
  private final Impacts impacts;
  private final Origins origins;
  private final Audit audit;
  private final Caller caller;

  @Inject
  LineageQuestionsResource(Impacts impacts, Origins origins, Audit audit, Caller caller) {
    this.impacts = impacts;
    this.origins = origins;
    this.audit = audit;
    this.caller = caller;
  }

  /** Forward; looking is recorded. */
  @GET
  @Path("lineage/impact")
  @Operation(
      summary = "Find who is affected if a column or a record was wrong",
      description =
          "Role auditor. By dataset and column (all of the dataset without) over the lineage graph,"
              + " or by resource and key over the ledger's record index: jobs, services, datasets,"
              + " certificate types, certificates, and recipients with purpose and newest receipt."
              + " Of a record up to 10,000 uses are read; give next as after for the others. The"
              + " look is itself recorded")
  @APIResponse(responseCode = "200", description = "The impact, with the receipt of this look")
  @APIResponse(responseCode = "404", description = "Problem trace-empty")
  public Impact impact(
      @QueryParam("dataset") String dataset,
      @QueryParam("column") String column,
      @QueryParam("resource") String resource,
      @QueryParam("key") String key,
      @QueryParam("after") String after,
      @QueryParam("limit") String limit) {
    caller.requireRole(AUDITOR);
    if (given(dataset)) {
      Impact impact = impacts.ofColumn(dataset, given(column) ? column : null);
      return impact.under(audit.look(caller.actor(), "lineage/impact", List.of()));
    }
    if (given(resource) && given(key)) {
      RowRef row = new RowRef(resource, key);
      Impact impact =
          impacts.ofRecord(row, given(after) ? Cursor.decode(after) : null, limit(limit));
      return impact.under(audit.look(caller.actor(), "lineage/impact", List.of(row)));
    }
    throw LedgerProblem.QUERY_INVALID.problem(
        "give dataset and perhaps column, or resource and key");
  }

  /** Back; looking is recorded. */
  @GET
  @Path("lineage/origin")
  @Operation(
      summary = "Find where a column, a record or a claim comes from",
      description =
          "Role auditor. By dataset and column, by resource and key, or by certificate and claim:"
              + " the path of columns and jobs back to the source's file and row, with digests. The"
              + " look is itself recorded")
  @APIResponse(responseCode = "200", description = "The origin, with the receipt of this look")
  @APIResponse(responseCode = "404", description = "Problem trace-empty")
  public ProvenanceOf origin(
      @QueryParam("dataset") String dataset,
      @QueryParam("column") String column,
      @QueryParam("resource") String resource,
      @QueryParam("key") String key,
      @QueryParam("certificate") String certificate,
      @QueryParam("claim") String claim) {
    caller.requireRole(AUDITOR);
    if (given(dataset)) {
      return told(origins.ofColumn(dataset, given(column) ? column : null), List.of());
    }
    if (given(resource) && given(key)) {
      return told(origins.ofRecord(resource, key), List.of());
    }
    if (given(certificate) && given(claim)) {
      RowRef self = new RowRef("certificate", EntryResource.id(certificate).toString());
      return told(origins.ofClaim(EntryResource.id(certificate), claim), List.of(self));
    }
    throw LedgerProblem.QUERY_INVALID.problem(
        "give dataset and perhaps column, resource and key, or certificate and claim");
  }

  private ProvenanceOf told(ProvenanceOf origin, List<RowRef> about) {
    List<RowRef> rows =
        Stream.concat(
                about.stream(),
                origin.records().stream().map(each -> new RowRef(each.resource(), each.key())))
            .toList();
    return origin.under(audit.look(caller.actor(), "lineage/origin", rows));
  }

  private static boolean given(String text) {
    return text != null && !text.isBlank();
  }

  private static int limit(String text) {
    return QueryNumber.of(
        "limit", text, Impacts.MOST_USES, Impacts.MOST_USES, LedgerProblem.QUERY_INVALID);
  }
}
