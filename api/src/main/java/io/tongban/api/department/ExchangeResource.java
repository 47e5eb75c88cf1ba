package io.tongban.api.department;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.registry.RegistryExports;
import io.tongban.registry.RegistryProblem;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The registry in the forms of other tools, open to everyone. */
@Path("/v1/exchange")
@Tag(name = "directory")
public class ExchangeResource {
  private static final String JSON_LD = "application/ld+json";
  private final RegistryExports exports;

  @Inject
  ExchangeResource(RegistryExports exports) {
    this.exports = exports;
  }

  /** The directory as DCAT. */
  @GET
  @Path("directory")
  @Produces(JSON_LD)
  @Operation(summary = "The resource directory as a DCAT 3 catalogue (JSON-LD)")
  @APIResponse(responseCode = "200", description = "The catalogue")
  public JsonNode directory() {
    return exports.dcat();
  }

  /** A resource's records as JSON Schema. */
  @GET
  @Path("resources/{resource}/json-schema")
  @Produces("application/schema+json")
  @Operation(summary = "The JSON Schema (2020-12) of a resource's records")
  @APIResponse(responseCode = "200", description = "The schema")
  @APIResponse(responseCode = "404", description = "Problem resource-unknown")
  public JsonNode jsonSchema(
      @Parameter(example = "premises") @PathParam("resource") String resource) {
    return exports.jsonSchema(resource).orElseThrow(unknown(resource));
  }

  /** A resource's records as Avro. */
  @GET
  @Path("resources/{resource}/avro")
  @Produces("application/vnd.apache.avro+json")
  @Operation(summary = "The Avro schema of a resource's records")
  @APIResponse(responseCode = "200", description = "The schema")
  @APIResponse(responseCode = "404", description = "Problem resource-unknown")
  public JsonNode avro(@Parameter(example = "premises") @PathParam("resource") String resource) {
    return exports.avro(resource).orElseThrow(unknown(resource));
  }

  /** A code list as SKOS. */
  @GET
  @Path("code-lists/{list}/skos")
  @Produces(JSON_LD)
  @Operation(summary = "A code list as a SKOS concept scheme (JSON-LD), with its history")
  @APIResponse(responseCode = "200", description = "The concept scheme")
  @APIResponse(responseCode = "404", description = "Problem code-unknown: no such list")
  public JsonNode skos(@Parameter(example = "gbt2260") @PathParam("list") String list) {
    return exports
        .skos(list)
        .orElseThrow(
            () -> RegistryProblem.CODE_UNKNOWN.problem("there is no code list \"" + list + "\""));
  }

  /** All data elements as a sheet. */
  @GET
  @Path("elements")
  @Produces("text/csv; charset=utf-8")
  @Operation(summary = "All data elements as CSV")
  @APIResponse(responseCode = "200", description = "The sheet, with a header line")
  public String elements() {
    return exports.elementsCsv();
  }

  private static Supplier<RuntimeException> unknown(String resource) {
    return () ->
        RegistryProblem.RESOURCE_UNKNOWN.problem("there is no resource \"" + resource + "\"");
  }
}
