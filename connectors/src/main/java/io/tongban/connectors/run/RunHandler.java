package io.tongban.connectors.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.connectors.Connectors.Run;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Jobs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;

/** Works off runs as durable jobs. */
@ApplicationScoped
class RunHandler implements Jobs.JobHandler {
  private final RunPlans plans;
  private final Loader loader;

  @Inject
  RunHandler(RunPlans plans, Loader loader) {
    this.plans = plans;
    this.loader = loader;
  }

  @Override
  public String type() {
    return RunStarter.JOB;
  }

  @Override
  public JsonNode run(UUID id, JsonNode payload, Jobs.Progress progress) {
    String connector = payload.get("connector").asText();
    Optional<String> file = Optional.ofNullable(payload.get("file")).map(JsonNode::asText);
    Run run = loader.run(plans.plan(id, connector, file), progress);
    return CanonicalJson.mapper()
        .createObjectNode()
        .put("read", run.read())
        .put("accepted", run.accepted())
        .put("unchanged", run.unchanged())
        .put("quarantined", run.quarantined());
  }
}
