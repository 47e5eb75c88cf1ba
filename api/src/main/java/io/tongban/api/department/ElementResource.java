package io.tongban.api.department;

import io.tongban.hub.Definition;
import io.tongban.registry.Registry;
import io.tongban.registry.RegistryProblem;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The data elements 数据元, open to everyone. */
@Path("/v1/elements")
@Tag(name = "directory")
@Produces(MediaType.APPLICATION_JSON)
public class ElementResource {
  private final Registry registry;

  @Inject
  ElementResource(Registry registry) {
    this.registry = registry;
  }

  /** A page of data elements, by name. */
  @GET
  @Operation(summary = "List data elements")
  @APIResponse(responseCode = "200", description = "A page of data elements")
  public Listing<ElementView> list(
      @Parameter(description = "next of the page before") @QueryParam("after") String after,
      @Parameter(description = "1 to 1000, default 100", example = "100") @QueryParam("limit")
          String limit) {
    return Listing.of(registry.elements(), after, limit, Definition::name, ElementView::of);
  }

  /** One data element. */
  @GET
  @Path("{name}")
  @Operation(summary = "Show a data element")
  @APIResponse(responseCode = "200", description = "The data element")
  @APIResponse(responseCode = "404", description = "Problem element-unknown")
  public ElementView element(
      @Parameter(description = "Name of the data element", example = "approval-number")
          @PathParam("name")
          String name) {
    return registry
        .element(name)
        .map(ElementView::of)
        .orElseThrow(
            () ->
                RegistryProblem.ELEMENT_UNKNOWN.problem(
                    "there is no data element \"" + name + "\""));
  }
}
