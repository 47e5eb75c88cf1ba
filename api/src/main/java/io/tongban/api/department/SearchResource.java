package io.tongban.api.department;

import io.tongban.registry.RegistrySearch;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Search in the directory, the data elements and the code lists; open to everyone. */
@Path("/v1/search")
@Tag(name = "directory")
@Produces(MediaType.APPLICATION_JSON)
public class SearchResource {
  private final RegistrySearch search;

  @Inject
  SearchResource(RegistrySearch search) {
    this.search = search;
  }

  /** The best matches. */
  @GET
  @Operation(
      summary = "Find resources, data elements and code lists",
      description =
          "Words in Chinese, English or Pinyin (xingzheng, or the initials xzqh); all of them have"
              + " to be found.")
  @APIResponse(responseCode = "200", description = "The matches, best first")
  public List<RegistrySearch.Hit> find(
      @Parameter(description = "Words", example = "行政区划") @QueryParam("q") String query,
      @Parameter(description = "1 to 1000, default 100", example = "20") @QueryParam("limit")
          String limit) {
    return search.find(query == null ? "" : query, Listing.limit(limit));
  }
}
