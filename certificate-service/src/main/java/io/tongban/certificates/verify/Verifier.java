package io.tongban.certificates.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.AccessGrant;
import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Judge;
import io.tongban.access.Outcome;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.Certificates.Verification;
import io.tongban.certificates.format.Challenge;
import io.tongban.certificates.jose.Jws;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Label;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.RowRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Verifies presentations; a department's verification is recorded before it is told. */
@ApplicationScoped
public class Verifier {
  private final Inspection inspection;
  private final CopyInspection copies;
  private final Judge judge;
  private final Map<Verdict, LongAdder> counts = new EnumMap<>(Verdict.class);

  @Inject
  Verifier(Inspection inspection, CopyInspection copies, Judge judge) {
    this.inspection = inspection;
    this.copies = copies;
    this.judge = judge;
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict, new LongAdder());
    }
  }

  /** As {@link io.tongban.certificates.Certificates#verify}. */
  public Verification verify(
      Actor actor, String presentation, String nonce, String audience, String purpose) {
    Optional<Jws> copy = CopyInspection.read(presentation);
    Finding finding =
        copy.map(jws -> copies.inspect(actor, purpose, jws))
            .orElseGet(() -> inspection.inspect(presentation, Challenge.of(nonce, audience)));
    Label message =
        copy.isPresent()
            ? Messages.ofCopy(finding.verdict(), finding.act())
            : Messages.of(finding.verdict(), finding.act());
    if (actor == null) {
      counts.get(finding.verdict()).increment();
      return told(finding, message, null);
    }
    AccessGrant grant =
        judge.grant(
            new AccessRequest(actor, Action.VERIFY, finding.type(), Map.of(), purpose, null));
    return told(finding, message, judge.settle(grant, outcome(finding)));
  }

  private static Verification told(Finding finding, Label message, Receipt receipt) {
    return new Verification(
        finding.verdict(),
        finding.act(),
        finding.type(),
        finding.certificate(),
        finding.claims(),
        message,
        finding.reliance(),
        finding.reason(),
        receipt);
  }

  private static Outcome outcome(Finding finding) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("verdict", finding.verdict().name());
    if (finding.act() != null) {
      answer.put("act", finding.act().name());
    }
    answer.set("claims", CanonicalJson.mapper().valueToTree(finding.claims()));
    ObjectNode details =
        JsonNodeFactory.instance
            .objectNode()
            .put("verdict", finding.verdict().name())
            .put("type", finding.type());
    if (finding.act() != null) {
      details.put("act", finding.act().name());
    }
    if (finding.reliance() != null) {
      details.set("recognition", CanonicalJson.mapper().valueToTree(finding.reliance()));
    }
    if (finding.reason() != null) {
      details.put("reason", finding.reason());
    }
    ArrayNode disclosed = details.putArray("disclosed");
    ClaimNames.of(finding.claims()).forEach(disclosed::add);
    return new Outcome(
        EntryType.CERTIFICATE_VERIFIED,
        null,
        HexFormat.of().formatHex(CanonicalJson.sha256(answer)),
        finding.certificate() == null ? 0 : 1,
        finding.certificate() == null
            ? List.of()
            : List.of(new RowRef("certificate", finding.certificate().toString())),
        details);
  }

  /** How often the public page gave each verdict since this node started. */
  public Map<Verdict, Long> publicVerifications() {
    Map<Verdict, Long> sums = new EnumMap<>(Verdict.class);
    counts.forEach((verdict, count) -> sums.put(verdict, count.sum()));
    return sums;
  }
}
