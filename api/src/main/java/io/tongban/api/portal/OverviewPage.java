package io.tongban.api.portal;

import io.tongban.api.login.Role;
import io.tongban.connectors.Connectors;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import io.tongban.hub.HubSpec;
import io.tongban.hub.Label;
import io.tongban.hub.SourceSpec;
import io.tongban.hub.Sources;
import io.tongban.ledger.Checkpoint;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.registry.Registry;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What this hub is, and its figures today. */
@Path("/")
class OverviewPage {
  private static final int LATEST_RUNS = 8;
  private final PortalRequest request;
  private final HubFigures figures;
  private final LedgerFigures ledgerFigures;
  private final Definitions definitions;
  private final Registry registry;
  private final Connectors connectors;
  private final Ledger ledger;
  private final Sources sources;
  private final HubSettings settings;
  private final Clock clock;

  @Inject
  OverviewPage(
      PortalRequest request,
      HubFigures figures,
      LedgerFigures ledgerFigures,
      Definitions definitions,
      Registry registry,
      Connectors connectors,
      Ledger ledger,
      Sources sources,
      HubSettings settings,
      Clock clock) {
    this.request = request;
    this.figures = figures;
    this.ledgerFigures = ledgerFigures;
    this.definitions = definitions;
    this.registry = registry;
    this.connectors = connectors;
    this.ledger = ledger;
    this.sources = sources;
    this.settings = settings;
    this.clock = clock;
  }

  @GET
  @Operation(hidden = true)
  public Response show() {
    HubFigures.Snapshot snapshot = figures.snapshot();
    LedgerFigures.Use use = ledgerFigures.use();
    LocalDate today = LocalDate.ofInstant(clock.instant(), settings.zone());
    Optional<Definition<HubSpec>> hub = definitions.all(HubSpec.class).stream().findFirst();
    return request.page(
        Pages.overview(
            request.frame(),
            new OverviewView(
                hub.map(Definition::title).orElse(null),
                hub.map(h -> h.spec().description()).orElse(null),
                snapshot,
                snapshot.certificates() >= HubFigures.MOST_CERTIFICATES,
                use.on(today, EntryType.ACCESS),
                use.on(today, EntryType.REFUSAL),
                records(snapshot),
                days(use),
                use.partial(),
                RunRow.of(connectors.runs(null, LATEST_RUNS), definitions),
                sources(),
                checkpoint(ledger))));
  }

  private List<OverviewView.SourceRow> sources() {
    if (!request.frame().viewer().hasAny(List.of(Role.OPERATOR))) {
      return List.of();
    }
    return sources.health().stream()
        .map(
            health ->
                new OverviewView.SourceRow(
                    title(definitions, SourceSpec.class, health.source()), health))
        .toList();
  }

  private List<OverviewView.ResourceCount> records(HubFigures.Snapshot snapshot) {
    return registry.resources().stream()
        .map(
            resource ->
                new OverviewView.ResourceCount(
                    resource.name(),
                    resource.title(),
                    snapshot.recordsByResource().getOrDefault(resource.name(), -1L)))
        .sorted(Comparator.comparingLong(OverviewView.ResourceCount::count).reversed())
        .toList();
  }

  private static List<OverviewView.DayUse> days(LedgerFigures.Use use) {
    return use.days().keySet().stream()
        .map(
            day ->
                new OverviewView.DayUse(
                    day,
                    use.on(day, EntryType.ACCESS),
                    use.on(day, EntryType.REFUSAL),
                    use.on(
                        day,
                        EntryType.CERTIFICATE_ISSUED,
                        EntryType.CERTIFICATE_COLLECTED,
                        EntryType.CERTIFICATE_STATUS,
                        EntryType.CERTIFICATE_VERIFIED)))
        .toList();
  }

  /** The newest checkpoint, or null while the ledger has none. */
  static Checkpoint checkpoint(Ledger ledger) {
    String note = ledger.checkpoint();
    if (note == null || note.isBlank()) {
      return null;
    }
    int end = note.indexOf("\n\n");
    return Checkpoint.parse(end < 0 ? note : note.substring(0, end + 1));
  }

  /** Title of a definition for people; a label of its name where there is none. */
  static <T> Label title(Definitions definitions, Class<T> spec, String name) {
    return definitions
        .find(spec, name)
        .map(Definition::title)
        .orElseGet(() -> new Label(name, name));
  }
}
