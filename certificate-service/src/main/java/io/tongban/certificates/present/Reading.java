package io.tongban.certificates.present;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.AccessGrant;
import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Judge;
import io.tongban.access.Outbox;
import io.tongban.access.Outcome;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.Presentations.Presented;
import io.tongban.certificates.Presentations.Progress;
import io.tongban.certificates.Presentations.State;
import io.tongban.certificates.jdbc.PresentationStore;
import io.tongban.certificates.jdbc.PresentationStore.StoredPresentation;
import io.tongban.certificates.verify.ClaimNames;
import io.tongban.hub.CanonicalJson;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.RowRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Hands a result over, once, after it was recorded. */
@ApplicationScoped
class Reading {
  private final Judge judge;
  private final PresentationStore store;
  private final Outbox notices;

  @Inject
  Reading(Judge judge, PresentationStore store, Outbox notices) {
    this.judge = judge;
    this.store = store;
    this.notices = notices;
  }

  Progress read(Actor actor, StoredPresentation presentation, String responseCode) {
    if (!store.hasResponseCode(presentation, responseCode)) {
      throw CertificateProblem.RESPONSE_CODE_WRONG.problem(
          "the result of " + presentation.id() + " waits for the session that started it");
    }
    if (!store.begin(presentation)) {
      throw CertificateProblem.PRESENTATION_OVER.problem(
          "the result of " + presentation.id() + " is being read by another request");
    }
    List<Presented> found = List.of(store.found(presentation, Presented[].class));
    Receipt receipt;
    try {
      receipt = record(actor, presentation, found);
    } catch (RuntimeException notRecorded) {
      store.giveBack(presentation);
      throw notRecorded;
    }
    store.read(presentation, receipt.id());
    return new Progress(
        presentation.id(),
        State.RECEIVED,
        presentation.expires(),
        null,
        presentation.received(),
        found,
        receipt,
        notices.of(presentation.id()).orElse(null));
  }

  /** Decided anew: between asking and reading the purpose may have been withdrawn. */
  private Receipt record(Actor actor, StoredPresentation presentation, List<Presented> found) {
    List<String> types =
        found.stream().map(Presented::type).filter(Objects::nonNull).distinct().toList();
    AccessGrant grant =
        judge.grant(
            new AccessRequest(
                actor,
                Action.VERIFY,
                types.size() == 1 ? types.get(0) : null,
                Map.of(),
                presentation.purpose(),
                store.asked(presentation).caseReference()));
    return judge.settle(grant, outcome(presentation, found));
  }

  private static Outcome outcome(StoredPresentation presentation, List<Presented> found) {
    List<RowRef> rows =
        found.stream()
            .map(Presented::certificate)
            .filter(Objects::nonNull)
            .map(id -> new RowRef("certificate", id.toString()))
            .toList();
    ArrayNode answer = JsonNodeFactory.instance.arrayNode();
    ObjectNode details =
        JsonNodeFactory.instance.objectNode().put("presentation", presentation.id().toString());
    ArrayNode told = details.putArray("certificates");
    for (Presented one : found) {
      answer
          .addObject()
          .put("verdict", one.verdict().name())
          .set("claims", CanonicalJson.mapper().valueToTree(one.claims()));
      ObjectNode entry =
          told.addObject().put("verdict", one.verdict().name()).put("type", one.type());
      if (one.reliance() != null) {
        entry.set("recognition", CanonicalJson.mapper().valueToTree(one.reliance()));
      }
      if (one.reason() != null) {
        entry.put("reason", one.reason());
      }
      ArrayNode disclosed = entry.putArray("disclosed");
      ClaimNames.of(one.claims()).forEach(disclosed::add);
    }
    return new Outcome(
        EntryType.CERTIFICATE_VERIFIED,
        null,
        HexFormat.of().formatHex(CanonicalJson.sha256(answer)),
        rows.size(),
        rows,
        details);
  }
}
