package io.tongban.api.portal;

import io.tongban.api.ApiProblem;
import io.tongban.api.auditor.Tracer;
import io.tongban.ledger.Lineage;
import io.tongban.ledger.LineageRun;
import io.tongban.registry.Registry;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The lineage graph: datasets, jobs and recipients in layers, the path of a column, and what proves
 * a run. The graph tells of no person; the evidence of a run is shown for a reason, as a trace is.
 */
@Path("/lineage")
class LineagePage {
  /** Facts that the panel shows in places of their own. */
  /** Facts of a use, which its ledger entry tells with proof. */
  private static final Set<String> NO_FIGURES =
      Set.of("purpose", "basis", "agreement", "recipient", "client", "receipt");

  private final PortalRequest request;
  private final Registry registry;
  private final LineageGraph graph;
  private final Lineage lineage;
  private final Tracer tracer;
  private final LookRecorder looks;
  private final ReceiptChecks checks;

  @Inject
  LineagePage(
      PortalRequest request,
      Registry registry,
      LineageGraph graph,
      Lineage lineage,
      Tracer tracer,
      LookRecorder looks,
      ReceiptChecks checks) {
    this.request = request;
    this.registry = registry;
    this.graph = graph;
    this.lineage = lineage;
    this.tracer = tracer;
    this.looks = looks;
    this.checks = checks;
  }

  /** The page's address, as {@link LineageState} writes it. */
  static class Asked {
    @QueryParam("dataset")
    String dataset;

    @QueryParam("hops")
    @DefaultValue("1")
    String hops;

    @QueryParam("expand")
    List<String> expanded;

    @QueryParam("open")
    String open;

    @QueryParam("of")
    String of;

    @QueryParam("column")
    String column;

    @QueryParam("run")
    String run;

    LineageState state() {
      return new LineageState(
          blankless(dataset),
          hops.matches("[0-9]") ? Integer.parseInt(hops) : 1,
          expanded == null ? List.of() : expanded,
          blankless(open),
          blankless(of),
          blankless(column),
          id());
    }

    private static String blankless(String text) {
      return text == null || text.isBlank() ? null : text.strip();
    }

    private UUID id() {
      try {
        return blankless(run) == null ? null : UUID.fromString(run);
      } catch (IllegalArgumentException e) {
        throw ApiProblem.NOT_FOUND.problem("the run's id is not a UUID", e);
      }
    }
  }

  @GET
  @Operation(hidden = true)
  public Response show(@BeanParam Asked asked) {
    LineageState state = asked.state();
    if (!request.viewer().hasAny(TracePage.ROLES)) {
      return page(state, null, null, 200);
    }
    LineageView.Drawing drawing = drawing(state);
    return page(state, drawing, panel(state, drawing, null, "", false), 200);
  }

  /** The evidence of the run that the address names. */
  @POST
  @Operation(hidden = true)
  public Response evidence(@BeanParam Asked asked, @FormParam("why") @DefaultValue("") String why) {
    Viewer viewer = request.viewer();
    if (!viewer.hasAny(TracePage.ROLES)) {
      throw (viewer.signedIn() ? ApiProblem.ROLE_REQUIRED : ApiProblem.SIGN_IN_REQUIRED)
          .problem("lineage is shown to auditors and stewards");
    }
    LineageState state = asked.state();
    if (state.run() == null || state.dataset() == null) {
      throw ApiProblem.REQUEST_INVALID.problem("the address names no dataset or no run");
    }
    LineageView.Drawing drawing = drawing(state);
    if (why.isBlank()) {
      return page(state, drawing, panel(state, drawing, null, why, true), 400);
    }
    LineageRun run = run(state.run());
    UUID look = looks.record(viewer, "lineage", run.id().toString(), why, List.of()).id();
    return page(state, drawing, panel(state, drawing, evidence(run, look), why, false), 200);
  }

  private LineageView.Drawing drawing(LineageState state) {
    return state.dataset() == null ? null : graph.around(state);
  }

  private LineageView.Panel panel(
      LineageState state,
      LineageView.Drawing drawing,
      LineageView.Evidence evidence,
      String why,
      boolean whyMissing) {
    Optional<LineageView.Box> node =
        drawing == null
            ? Optional.empty()
            : drawing.boxes().stream().filter(LineageView.Box::open).findFirst();
    return node.map(
            box ->
                new LineageView.Panel(
                    box,
                    elsewhere(box),
                    graph.runs(drawing, box.id()).stream()
                        .map(run -> line(run, box.id(), state))
                        .toList(),
                    state.run() == null ? null : run(state.run()),
                    evidence,
                    why,
                    whyMissing))
        .orElse(null);
  }

  private static LineageView.RunLine line(LineageRun run, String node, LineageState state) {
    return new LineageView.RunLine(
        run, run.id().equals(state.run()), state.at(node, run.id()).url());
  }

  /** The page that tells more of a node. */
  private static String elsewhere(LineageView.Box box) {
    return box.kind() == LineageKind.RESOURCE
        ? "/directory/" + LineageKind.RESOURCE.name(box.id())
        : null;
  }

  private LineageRun run(UUID id) {
    return lineage
        .run(id)
        .orElseThrow(() -> ApiProblem.NOT_FOUND.problem("no lineage of the run " + id));
  }

  private LineageView.Evidence evidence(LineageRun run, UUID look) {
    Map<String, String> figures = new LinkedHashMap<>(run.facts());
    figures.keySet().removeAll(NO_FIGURES);
    String receipt = run.facts().get("receipt");
    return new LineageView.Evidence(
        look,
        figures,
        receipt == null ? null : tracer.ofEntry(UUID.fromString(receipt)).orElse(null),
        lineage.openLineage(run.id()));
  }

  private Response page(
      LineageState state, LineageView.Drawing drawing, LineageView.Panel panel, int status) {
    List<TraceView.Choice> datasets =
        registry.resources().stream()
            .map(resource -> new TraceView.Choice(resource.name(), resource.title()))
            .toList();
    return request.page(
        Pages.lineage(
            request.frame(), new LineageView(state, datasets, drawing, panel, checks.words())),
        status);
  }
}
