package io.tongban.api.portal;

import io.tongban.api.ApiProblem;
import io.tongban.api.login.Role;
import io.tongban.connectors.ConnectorSpec;
import io.tongban.connectors.Connectors;
import io.tongban.connectors.Connectors.QuarantinedRow;
import io.tongban.connectors.Connectors.Run;
import io.tongban.hub.Cursor;
import io.tongban.hub.Definitions;
import io.tongban.hub.Jobs;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.RowRef;
import io.tongban.registry.ResourceSpec;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Runs of connectors, their figures, and what stands in quarantine. */
@Path("/runs")
class RunPages {
  /** Who may see quarantined rows. */
  static final List<Role> ROW_ROLES = List.of(Role.STEWARD, Role.AUDITOR, Role.OPERATOR);

  private static final int LATEST = 100;
  private static final int ROWS = 25;
  private final PortalRequest request;
  private final Connectors connectors;
  private final Definitions definitions;
  private final Jobs jobs;
  private final LookRecorder looks;
  private final Clock clock;

  @Inject
  RunPages(
      PortalRequest request,
      Connectors connectors,
      Definitions definitions,
      Jobs jobs,
      LookRecorder looks,
      Clock clock) {
    this.request = request;
    this.connectors = connectors;
    this.definitions = definitions;
    this.jobs = jobs;
    this.looks = looks;
    this.clock = clock;
  }

  @GET
  @Operation(hidden = true)
  public Response list() {
    return request.page(
        Pages.runs(
            request.frame(), new RunsView(RunRow.of(connectors.runs(null, LATEST), definitions))));
  }

  @GET
  @Path("/{id}")
  @Operation(hidden = true)
  public Response show(@PathParam("id") String id) {
    return request.page(Pages.run(request.frame(), view(find(id))));
  }

  /** What changes while a run is under way; htmx asks for it. */
  @GET
  @Path("/{id}/progress")
  @Operation(hidden = true)
  public Response progress(@PathParam("id") String id) {
    RunView view = view(find(id));
    Response page = request.page(Pages.runProgress(request.frame(), view));
    return view.underWay()
        ? page
        // it has ended: the whole page tells how
        : Response.fromResponse(page).header("HX-Refresh", "true").build();
  }

  @POST
  @Path("/{id}/quarantine")
  @Operation(hidden = true)
  public Response rows(
      @PathParam("id") String id,
      @FormParam("why") @DefaultValue("") String why,
      @FormParam("after") @DefaultValue("") String after) {
    Run run = find(id);
    Viewer viewer = request.viewer();
    if (!viewer.hasAny(ROW_ROLES)) {
      throw (viewer.signedIn() ? ApiProblem.ROLE_REQUIRED : ApiProblem.SIGN_IN_REQUIRED)
          .problem("quarantined rows are shown to stewards, operators and auditors");
    }
    if (why.isBlank()) {
      throw ApiProblem.REQUEST_INVALID.problem("the field why is empty: say why you need the rows");
    }
    Cursor cursor = after.isEmpty() ? null : Cursor.decode(after);
    List<QuarantinedRow> rows = connectors.quarantine(run.id(), cursor, ROWS + 1);
    List<QuarantinedRow> shown = rows.subList(0, Math.min(ROWS, rows.size()));
    Receipt receipt =
        looks.record(viewer, "quarantine", run.id().toString(), why, refs(run, shown));
    String next =
        rows.size() > ROWS
            ? new Cursor(List.of(Long.toString(shown.get(ROWS - 1).row()))).encode()
            : null;
    return request.page(
        Pages.quarantine(
            request.frame(),
            new QuarantineView(
                run,
                OverviewPage.title(definitions, ConnectorSpec.class, run.connector()),
                why,
                receipt.id(),
                shown,
                next)));
  }

  private static List<RowRef> refs(Run run, List<QuarantinedRow> rows) {
    return rows.stream().map(row -> new RowRef("quarantine", run.id() + "|" + row.row())).toList();
  }

  private Run find(String id) {
    try {
      return connectors
          .run(UUID.fromString(id))
          .orElseThrow(() -> ApiProblem.NOT_FOUND.problem("there is no run " + id));
    } catch (IllegalArgumentException notAnId) {
      throw ApiProblem.NOT_FOUND.problem("the run's id is not a UUID", notAnId);
    }
  }

  private RunView view(Run run) {
    Jobs.Job job = jobs.find(run.id()).orElse(null);
    return new RunView(
        run,
        OverviewPage.title(definitions, ConnectorSpec.class, run.connector()),
        OverviewPage.title(definitions, ResourceSpec.class, run.resource()),
        job == null ? run.read() : job.done(),
        job == null ? -1 : job.total(),
        clock.instant(),
        counts(connectors.quarantineReasons(run.id())),
        run.lookups().entrySet().stream()
            .map(item -> new RunView.Lookup(item.getKey(), counts(item.getValue())))
            .sorted(Comparator.comparing(RunView.Lookup::item))
            .toList());
  }

  private static List<RunView.Reason> counts(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> new RunView.Reason(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(RunView.Reason::rows)
                .reversed()
                .thenComparing(RunView.Reason::code))
        .toList();
  }
}
