package io.tongban.ledger.openlineage;

import io.tongban.ledger.LineageRun;
import io.tongban.ledger.LineageRun.Dataset;
import io.tongban.ledger.ProvDocument;
import io.tongban.ledger.ProvDocument.Kind;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A run in the PROV data model. */
final class RunProv {
  private static final String HUB = "hub";

  private final ProvDocument document;
  private final LineageRun run;
  private final String activity;

  private RunProv(URI hub, LineageRun run) {
    this.document = new ProvDocument(hub);
    this.run = run;
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("job", run.job());
    attributes.put("state", run.state().name());
    for (String fact : List.of("purpose", "basis", "agreement", "law", "receipt")) {
      attributes.put(fact, run.facts().get(fact));
    }
    this.activity =
        document.activity(Kind.RUN, run.id().toString(), run.started(), run.ended(), attributes);
  }

  /**
   * The document.
   *
   * @param receipts ledger entries of a reported run's events; empty for the hub's own
   */
  static ProvDocument of(URI hub, LineageRun run, List<UUID> receipts) {
    RunProv prov = new RunProv(hub, run);
    String agent = prov.agent(receipts);
    run.inputs().forEach(input -> prov.document.used(prov.activity, prov.dataset(input)));
    for (Dataset output : run.outputs()) {
      String made = prov.dataset(output);
      prov.document.generated(made, prov.activity);
      prov.document.attributed(made, agent);
    }
    return prov.document;
  }

  /** Who ran it: the client that asked, the tool that reported, or the hub. */
  private String agent(List<UUID> receipts) {
    String reporter = run.facts().get("reporter");
    String client = reporter == null ? run.facts().get("client") : reporter;
    String department =
        reporter == null ? run.facts().get("recipient") : run.facts().get("department");
    String agent = document.software(client == null ? HUB : client);
    document.associated(activity, agent);
    if (client != null && department != null) {
      document.behalf(agent, document.organization(department));
    }
    for (UUID receipt : receipts) {
      String reported =
          document.activity(
              Kind.USE, receipt.toString(), null, null, Map.of("receipt", receipt.toString()));
      document.associated(reported, agent);
    }
    return agent;
  }

  private String dataset(Dataset dataset) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("sha256", dataset.digest());
    return document.entity(Kind.DATASET, dataset.name(), attributes);
  }
}
