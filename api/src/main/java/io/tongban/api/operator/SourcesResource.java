package io.tongban.api.operator;

import io.tongban.api.token.Caller;
import io.tongban.hub.SourceHealth;
import io.tongban.hub.Sources;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How departments' systems have answered this node. For operators. */
@Path("/v1/sources")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sources")
public class SourcesResource {
  private static final String OPERATOR = "operator";
  private final Sources sources;
  private final Caller caller;

  @Inject
  public SourcesResource(Sources sources, Caller caller) {
    this.sources = sources;
    this.caller = caller;
  }

  /** All sources, by name. */
  public record All(List<SourceHealth> sources) {}

  /** Every source's state, uses, failures, and when a suspended one is asked again. */
  @GET
  @Operation(summary = "How each source has answered this node; asks none of them")
  public All all() {
    caller.requireRole(OPERATOR);
    return new All(sources.health());
  }
}
