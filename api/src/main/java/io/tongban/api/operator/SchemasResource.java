package io.tongban.api.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.hub.DefinitionKind;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import io.tongban.ledger.UseFacet;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The JSON Schemas of definitions, for editors. Public. */
@Path("/v1/schemas")
@Tag(name = "Definitions")
public class SchemasResource {
  private final Definitions definitions;
  private final HubSettings settings;

  @Inject
  public SchemasResource(Definitions definitions, HubSettings settings) {
    this.definitions = definitions;
    this.settings = settings;
  }

  /** Where a kind's schema is. */
  public record SchemaLink(String kind, String url) {}

  /** The schemas there are. */
  public record Schemas(List<SchemaLink> schemas) {}

  /** All kinds. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "The kinds of definitions, with the addresses of their JSON Schemas")
  public Schemas list() {
    return new Schemas(
        definitions.kinds().stream()
            .map(DefinitionKind::kind)
            .map(kind -> new SchemaLink(kind, settings.publicUrl() + "/v1/schemas/" + kind))
            .toList());
  }

  /** The schema that our own facet in OpenLineage events names. */
  @GET
  @Path("/openlineage/TongbanUseRunFacet")
  @Produces({"application/schema+json", MediaType.APPLICATION_JSON})
  @Operation(summary = "The JSON Schema (2020-12) of the OpenLineage run facet tongban_use")
  public JsonNode useFacet() {
    return UseFacet.schema();
  }

  /** One kind's schema. */
  @GET
  @Path("/{kind}")
  @Produces({"application/schema+json", MediaType.APPLICATION_JSON})
  @Operation(summary = "The JSON Schema (2020-12) of a kind's documents")
  @APIResponse(responseCode = "404", description = "definition-unknown: there is no such kind")
  public JsonNode schema(@PathParam("kind") String kind) {
    return definitions.schema(kind);
  }
}
