package io.tongban.api.portal;

import io.tongban.api.ApiProblem;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.DepartmentSpec;
import io.tongban.hub.Label;
import io.tongban.registry.Column;
import io.tongban.registry.DataElementSpec;
import io.tongban.registry.Registry;
import io.tongban.registry.RegistrySearch;
import io.tongban.registry.Resource;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The resource directory: search, and one page a resource. */
@Path("/directory")
class DirectoryPages {
  private final PortalRequest request;
  private final Registry registry;
  private final RegistrySearch search;
  private final Definitions definitions;
  private final HubFigures figures;

  @Inject
  DirectoryPages(
      PortalRequest request,
      Registry registry,
      RegistrySearch search,
      Definitions definitions,
      HubFigures figures) {
    this.request = request;
    this.registry = registry;
    this.search = search;
    this.definitions = definitions;
    this.figures = figures;
  }

  @GET
  @Operation(hidden = true)
  public Response search(
      @QueryParam("q") @DefaultValue("") String query,
      @QueryParam("provider") @DefaultValue("") String provider,
      @QueryParam("sharing") @DefaultValue("") String sharing) {
    List<DirectoryView.Entry> entries =
        found(query).stream()
            .filter(r -> provider.isEmpty() || r.spec().provider().equals(provider))
            .filter(r -> sharing.isEmpty() || r.spec().sharing().name().equals(sharing))
            .map(r -> new DirectoryView.Entry(r, provider(r), records(r)))
            .toList();
    return request.page(
        Pages.directory(
            request.frame(),
            new DirectoryView(
                query, provider, sharing, providers(), entries, registry.resources().size())));
  }

  @GET
  @Path("/{resource}")
  @Operation(hidden = true)
  public Response resource(@PathParam("resource") String name) {
    Resource resource =
        registry
            .resource(name)
            .orElseThrow(() -> ApiProblem.NOT_FOUND.problem("there is no resource " + name));
    List<ResourceView.Item> items = resource.columns().stream().map(this::item).toList();
    return request.page(
        Pages.resource(
            request.frame(),
            new ResourceView(resource, provider(resource), records(resource), items)));
  }

  private ResourceView.Item item(Column column) {
    Optional<Definition<DataElementSpec>> element = registry.element(column.element());
    return new ResourceView.Item(
        column,
        element
            .map(Definition::title)
            .orElseGet(() -> new Label(column.element(), column.element())),
        element.map(Definition::spec).orElse(null));
  }

  /** The resources in the order of the search's answer; by name where nothing is searched. */
  private List<Resource> found(String query) {
    if (query.isBlank()) {
      return registry.resources();
    }
    return search.find(query, Integer.MAX_VALUE).stream()
        .filter(hit -> hit.kind() == RegistrySearch.Kind.RESOURCE)
        .flatMap(hit -> registry.resource(hit.name()).stream())
        .toList();
  }

  private List<DirectoryView.Provider> providers() {
    return registry.resources().stream()
        .map(r -> r.spec().provider())
        .distinct()
        .sorted()
        .map(
            name ->
                new DirectoryView.Provider(
                    name, OverviewPage.title(definitions, DepartmentSpec.class, name)))
        .toList();
  }

  private Label provider(Resource resource) {
    return OverviewPage.title(definitions, DepartmentSpec.class, resource.spec().provider());
  }

  private long records(Resource resource) {
    return figures.snapshot().recordsByResource().getOrDefault(resource.name(), -1L);
  }
}
