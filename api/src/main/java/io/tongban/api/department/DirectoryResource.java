package io.tongban.api.department;

import io.tongban.registry.Registry;
import io.tongban.registry.RegistryProblem;
import io.tongban.registry.Resource;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The resource directory 资源目录, open to everyone. */
@Path("/v1/directory")
@Tag(name = "directory", description = "What data there is and what it means; no token needed")
@Produces(MediaType.APPLICATION_JSON)
public class DirectoryResource {
  private final Registry registry;

  @Inject
  DirectoryResource(Registry registry) {
    this.registry = registry;
  }

  /** A page of the directory, by name. */
  @GET
  @Operation(summary = "List the resource directory")
  @APIResponse(responseCode = "200", description = "A page of directory items without their items")
  public Listing<DirectoryItem> list(
      @Parameter(description = "Only this department's resources", example = "food-agency")
          @QueryParam("provider")
          String provider,
      @Parameter(description = "next of the page before") @QueryParam("after") String after,
      @Parameter(description = "1 to 1000, default 100", example = "100") @QueryParam("limit")
          String limit) {
    List<Resource> resources =
        registry.resources().stream()
            .filter(resource -> provider == null || provider.equals(resource.spec().provider()))
            .toList();
    return Listing.of(resources, after, limit, Resource::name, DirectoryItem::brief);
  }

  /** One directory item with its information items. */
  @GET
  @Path("{resource}")
  @Operation(summary = "Show a directory item with its information items")
  @APIResponse(responseCode = "200", description = "The directory item")
  @APIResponse(responseCode = "404", description = "Problem resource-unknown")
  public DirectoryItem item(
      @Parameter(description = "Name of the resource", example = "premises") @PathParam("resource")
          String name) {
    return registry
        .resource(name)
        .map(DirectoryItem::full)
        .orElseThrow(
            () ->
                RegistryProblem.RESOURCE_UNKNOWN.problem("there is no resource \"" + name + "\""));
  }
}
