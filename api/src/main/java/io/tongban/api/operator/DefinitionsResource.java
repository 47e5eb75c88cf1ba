package io.tongban.api.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.api.token.Caller;
import io.tongban.hub.ApplyReport;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.DefinitionArchive;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubProblem;
import io.tongban.hub.Ids;
import io.tongban.hub.Label;
import io.tongban.hub.Nearest;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Applies and shows what is declared. For operators. */
@Path("/v1/definitions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Definitions")
public class DefinitionsResource {
  private static final String OPERATOR = "operator";
  private final Definitions definitions;
  private final Caller caller;
  private final Ledger ledger;
  private final Ids ids;
  private final Clock clock;

  @Inject
  public DefinitionsResource(
      Definitions definitions, Caller caller, Ledger ledger, Ids ids, Clock clock) {
    this.definitions = definitions;
    this.caller = caller;
    this.ledger = ledger;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * A definition in a list.
   *
   * @param version counts its changes, from 1
   * @param digest SHA-256 over the document and its attachments, hex
   */
  public record Entry(String kind, String name, Label title, long version, String digest) {}

  /** Definitions by kind and name, at a version of the catalogue. */
  public record Listing(long catalogueVersion, List<Entry> definitions) {}

  /** A definition with what it says; variables stand as they were written. */
  public record Detail(
      String kind, String name, Label title, long version, String digest, JsonNode spec) {}

  /** Applies a set, whole or not at all. */
  @POST
  @Consumes("application/zip")
  @Operation(
      summary = "Apply definitions: a ZIP archive of YAML files and their attachments",
      description =
          "All of them or, if one is faulty, none. With dryRun they are checked only. Unchanged"
              + " definitions are left alone.")
  @APIResponse(responseCode = "200", description = "What was created, changed and left alone")
  @APIResponse(
      responseCode = "422",
      description =
          "definition-invalid, with every fault's file, line, column and fix; or"
              + " archive-invalid")
  public ApplyReport apply(
      InputStream archive, @QueryParam("dryRun") @DefaultValue("false") boolean dryRun) {
    caller.requireRole(OPERATOR);
    ApplyReport report = definitions.apply(DefinitionArchive.read(archive), dryRun);
    if (!dryRun && !(report.created().isEmpty() && report.changed().isEmpty())) {
      record(report);
    }
    return report;
  }

  /** Who changed what is declared is evidence as well. */
  private void record(ApplyReport report) {
    ObjectNode manifest = CanonicalJson.mapper().valueToTree(report);
    manifest.remove(List.of("unchanged", "changes"));
    ledger.append(
        new LedgerEntry(
            ids.next(),
            EntryType.DEFINITIONS,
            clock.instant(),
            caller.actor().client(),
            manifest,
            List.of()));
  }

  /** What is declared, of one kind or of all. */
  @GET
  @Operation(summary = "Definitions by kind and name")
  @APIResponse(responseCode = "404", description = "definition-unknown: there is no such kind")
  public Listing list(@QueryParam("kind") String kind) {
    caller.requireRole(OPERATOR);
    List<DefinitionKind<?>> kinds =
        kind == null || kind.isEmpty() ? definitions.kinds() : List.of(kind(kind));
    return new Listing(
        definitions.version(),
        kinds.stream()
            .flatMap(each -> definitions.all(each.specType()).stream())
            .map(DefinitionsResource::entry)
            .toList());
  }

  /** One definition. */
  @GET
  @Path("/{kind}/{name}")
  @Operation(summary = "A definition with what it says")
  @APIResponse(responseCode = "404", description = "definition-unknown")
  public Detail one(@PathParam("kind") String kind, @PathParam("name") String name) {
    caller.requireRole(OPERATOR);
    return find(kind(kind).specType(), kind, name);
  }

  private <T> Detail find(Class<T> spec, String kind, String name) {
    Optional<Definition<T>> found = definitions.find(spec, name);
    return found
        .map(DefinitionsResource::detail)
        .orElseThrow(
            () ->
                HubProblem.DEFINITION_UNKNOWN.problem(
                    "there is no " + kind + " \"" + name + "\"; " + near(spec, name)));
  }

  private <T> String near(Class<T> spec, String name) {
    List<String> known = definitions.all(spec).stream().map(Definition::name).toList();
    return Nearest.fix(name, known, "names");
  }

  private DefinitionKind<?> kind(String name) {
    List<DefinitionKind<?>> kinds = definitions.kinds();
    return kinds.stream()
        .filter(kind -> kind.kind().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                HubProblem.DEFINITION_UNKNOWN.problem(
                    "no kind is called \""
                        + name
                        + "\"; "
                        + Nearest.fix(
                            name, kinds.stream().map(DefinitionKind::kind).toList(), "kinds")));
  }

  private static Entry entry(Definition<?> definition) {
    return new Entry(
        definition.kind(),
        definition.name(),
        definition.title(),
        definition.version(),
        definition.digest());
  }

  private static Detail detail(Definition<?> definition) {
    return new Detail(
        definition.kind(),
        definition.name(),
        definition.title(),
        definition.version(),
        definition.digest(),
        CanonicalJson.mapper().valueToTree(definition.spec()));
  }
}
