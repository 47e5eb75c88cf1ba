package io.tongban.api.auditor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.Actor;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.ProvDocument;
import io.tongban.ledger.ProvDocument.Kind;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A trace in the PROV data model. */
final class TraceProv {
  private static final String CERTIFICATE = "certificate";
  private static final String HUB = "hub";
  private final ProvDocument document;

  private TraceProv(URI hub) {
    this.document = new ProvDocument(hub);
  }

  /**
   * The document.
   *
   * @param trace with the receipt of the look at it
   * @param auditor who looks
   * @param at when
   */
  static ObjectNode of(URI hub, Trace trace, Actor auditor, Instant at) {
    TraceProv prov = new TraceProv(hub);
    String record = prov.record(trace);
    String look =
        prov.document.activity(
            Kind.USE,
            trace.receipt().id().toString(),
            at,
            at,
            Map.of("action", "audit", "receipt", trace.receipt().id().toString()));
    prov.document.used(look, record);
    prov.acted(look, auditor.client(), auditor.department());
    return prov.document.json();
  }

  private String record(Trace trace) {
    String record =
        document.entity(
            Kind.RECORD,
            trace.resource() + "/" + trace.key(),
            trace.certificate() == null ? Map.of() : Map.of("type", trace.certificate().type()));
    if (trace.origin() != null) {
      loaded(record, trace.origin());
    }
    for (Trace.Use use : trace.uses()) {
      use(trace, record, use);
    }
    for (Trace made : trace.records()) {
      document.derived(record, record(made));
    }
    return record;
  }

  private void loaded(String record, Trace.Origin origin) {
    Map<String, String> facts = new HashMap<>();
    facts.put("connector", origin.connector());
    facts.put("receipt", origin.loadEntry() == null ? null : origin.loadEntry().toString());
    String run = document.activity(Kind.RUN, origin.run().toString(), null, origin.loaded(), facts);
    Map<String, String> row = new HashMap<>();
    row.put("rowHash", origin.rowHash());
    row.put("input", origin.input());
    row.put("sha256", origin.inputDigest());
    String source = document.entity(Kind.ROW, origin.run() + "/" + origin.row(), row);
    String hub = document.software(HUB);
    document.used(run, source);
    document.generated(record, run);
    document.derived(record, source);
    document.attributed(record, hub);
    document.associated(run, hub);
  }

  private void use(Trace trace, String record, Trace.Use use) {
    Map<String, String> facts = new HashMap<>();
    facts.put("type", use.type().name());
    facts.put("action", use.action());
    facts.put("target", use.target());
    facts.put("purpose", use.purpose());
    facts.put("case", use.caseReference());
    facts.put("basis", use.basis());
    facts.put("receipt", use.id().toString());
    String activity = document.activity(Kind.USE, use.id().toString(), use.at(), use.at(), facts);
    if (trace.resource().equals(CERTIFICATE) && use.type() == EntryType.CERTIFICATE_ISSUED) {
      document.generated(record, activity);
      document.attributed(record, document.software(use.recipient()));
    } else {
      document.used(activity, record);
    }
    acted(activity, use.recipient(), use.department());
  }

  private void acted(String activity, String client, String department) {
    String agent = document.software(client);
    document.associated(activity, agent);
    if (department != null) {
      document.behalf(agent, document.organization(department));
    }
  }
}
