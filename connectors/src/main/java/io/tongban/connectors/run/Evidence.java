package io.tongban.connectors.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.connectors.ConnectorSpec;
import io.tongban.connectors.Connectors.Run;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Ids;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import io.tongban.ledger.Lineage;
import io.tongban.ledger.LineageRun;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Records loads in the ledger and in the lineage graph. */
@ApplicationScoped
class Evidence {
  private static final String ACTOR = "hub";
  private final Ledger ledger;
  private final Lineage lineage;
  private final Ids ids;
  private final Clock clock;

  @Inject
  Evidence(Ledger ledger, Lineage lineage, Ids ids, Clock clock) {
    this.ledger = ledger;
    this.lineage = lineage;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Records a load before it is seen by anybody; the records themselves name the run, so the entry
   * lists none.
   *
   * @return the entry's id
   */
  UUID load(LoadPlan plan, Archive.About input, Tally.Figures figures, Map<String, Long> reasons) {
    ObjectMapper json = CanonicalJson.mapper();
    ObjectNode manifest = json.createObjectNode();
    manifest.put("run", plan.run().toString());
    manifest.put("connector", plan.connector().name());
    manifest.put("connectorVersion", plan.connector().version());
    manifest.put("resource", plan.resource().name());
    manifest.put("mode", plan.mode().name());
    manifest.put("source", plan.spec().source());
    manifest.put("input", input.name());
    manifest.put("inputDigest", input.digest());
    ObjectNode counts = manifest.putObject("counts");
    counts.put("read", figures.read());
    counts.put("filtered", figures.filtered());
    counts.put("accepted", figures.accepted());
    counts.put("unchanged", figures.unchanged());
    counts.put("quarantined", figures.quarantined());
    manifest.set("quarantine", json.valueToTree(reasons));
    LedgerEntry entry =
        new LedgerEntry(ids.next(), EntryType.LOAD, clock.instant(), ACTOR, manifest, List.of());
    return ledger.append(entry).id();
  }

  /** Records a run that has ended in the lineage graph. */
  void lineage(Run run, ConnectorSpec spec) {
    String input =
        run.inputName() == null
            ? "source/" + spec.source()
            : "source/" + spec.source() + "/" + run.inputName();
    String output = "resource/" + run.resource();
    lineage.record(
        new LineageRun(
            run.id(),
            "connector/" + run.connector(),
            run.state() == io.tongban.connectors.Connectors.RunState.COMPLETE
                ? LineageRun.State.COMPLETE
                : LineageRun.State.FAIL,
            run.started(),
            run.ended(),
            inputs(input, run.inputDigest(), spec),
            List.of(new LineageRun.Dataset(output, null)),
            columns(input, output, spec),
            List.of(),
            facts(run)));
  }

  private static List<LineageRun.Dataset> inputs(String input, String digest, ConnectorSpec spec) {
    List<LineageRun.Dataset> inputs = new ArrayList<>();
    inputs.add(new LineageRun.Dataset(input, digest));
    spec.fields().stream()
        .filter(f -> f.crosswalk() != null)
        .flatMap(f -> f.crosswalk().steps().stream())
        .map(step -> step.table() == null ? "source/" + step.source() : "crosswalk/" + step.table())
        .distinct()
        .forEach(name -> inputs.add(new LineageRun.Dataset(name, null)));
    return inputs;
  }

  private static Map<String, List<String>> columns(
      String input, String output, ConnectorSpec spec) {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    for (ConnectorSpec.FieldMapping field : spec.fields()) {
      List<String> from = field.columns().stream().map(c -> input + "." + c).toList();
      if (field.value() == null) {
        columns.put(output + "." + field.item(), from);
      }
    }
    return columns;
  }

  private static Map<String, String> facts(Run run) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("read", Long.toString(run.read()));
    facts.put("accepted", Long.toString(run.accepted()));
    facts.put("unchanged", Long.toString(run.unchanged()));
    facts.put("quarantined", Long.toString(run.quarantined()));
    facts.put("filtered", Long.toString(run.filtered()));
    facts.put("deleted", Long.toString(run.deleted()));
    if (run.problem() != null) {
      facts.put("problem", run.problem());
    }
    if (run.receiptId() != null) {
      facts.put("receipt", run.receiptId().toString());
    }
    return facts;
  }
}
