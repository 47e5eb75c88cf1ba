package io.tongban.certificates.show;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.AccessGrant;
import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Judge;
import io.tongban.access.Outcome;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.HolderCertificates.Shown;
import io.tongban.certificates.jdbc.CertificateStore.StoredCertificate;
import io.tongban.certificates.jdbc.ShowingStore;
import io.tongban.certificates.jdbc.ShowingStore.StoredShowing;
import io.tongban.certificates.present.SharingBounds;
import io.tongban.certificates.show.Holdings.Holding;
import io.tongban.certificates.verify.Messages;
import io.tongban.hub.CanonicalJson;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.RowRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Redeems holders' codes at counters. */
@ApplicationScoped
class Scans {
  private final Holdings holdings;
  private final ShowingStore showings;
  private final Facts facts;
  private final SharingBounds bounds;
  private final Judge judge;

  @Inject
  Scans(Holdings holdings, ShowingStore showings, Facts facts, SharingBounds bounds, Judge judge) {
    this.holdings = holdings;
    this.showings = showings;
    this.facts = facts;
    this.bounds = bounds;
    this.judge = judge;
  }

  /** What a clerk scanned, and why. */
  private record Scan(StoredShowing showing, Holding holding, String clerk, AccessGrant grant) {}

  Shown scan(Actor actor, String clerk, String typed, String purpose, String caseReference) {
    String code = ShowText.read(typed).orElseThrow(Scans::unknown);
    StoredShowing showing = showing(code);
    Holding holding = holdings.find(showing.certificate()).orElseThrow(Scans::unknown);
    // decided first: who may not ask takes no code from the holder
    AccessGrant grant =
        judge.grant(
            new AccessRequest(
                actor, Action.VERIFY, holding.type().name(), Map.of(), purpose, caseReference));
    if (!showings.redeem(code, actor.department())) {
      throw over();
    }
    return shown(new Scan(showing, holding, clerk, grant));
  }

  private StoredShowing showing(String code) {
    ShowingStore.FoundCode found = showings.code(code).orElseThrow(Scans::unknown);
    if (!found.fresh()) {
      throw over();
    }
    return showings.find(found.showing()).orElseThrow(Scans::over);
  }

  private static RuntimeException unknown() {
    return CertificateProblem.SHOW_CODE_UNKNOWN.problem("no holder shows that code");
  }

  private static RuntimeException over() {
    return CertificateProblem.SHOW_CODE_OVER.problem(
        "a code works once and for less than a minute");
  }

  private Shown shown(Scan scan) {
    Verdict verdict = holdings.verdict(scan.holding().certificate());
    Set<String> agreed = new TreeSet<>(scan.showing().claimNames());
    Set<String> covered = bounds.covered(scan.grant(), scan.holding().type(), agreed);
    Set<String> withheld = new TreeSet<>(agreed);
    withheld.removeAll(covered);
    Facts.Face face = null;
    if (verdict == Verdict.VALID && !covered.isEmpty()) {
      String subject = showings.holder(scan.showing());
      face = facts.read(scan.holding(), subject, "showing", scan.showing().id());
    }
    Map<String, Object> claims = face == null ? Map.of() : face.only(covered);
    StoredCertificate certificate = scan.holding().certificate();
    Receipt receipt = judge.settle(scan.grant(), outcome(scan, verdict, claims, withheld, face));
    return new Shown(
        verdict,
        holdings.act(certificate),
        certificate.type(),
        certificate.id(),
        certificate.identifier(),
        certificate.expires(),
        claims,
        withheld,
        Messages.of(verdict, holdings.act(certificate)),
        receipt);
  }

  private Outcome outcome(
      Scan scan,
      Verdict verdict,
      Map<String, Object> claims,
      Set<String> withheld,
      Facts.Face face) {
    StoredCertificate certificate = scan.holding().certificate();
    ObjectNode answer = CanonicalJson.mapper().createObjectNode().put("verdict", verdict.name());
    answer.set("claims", CanonicalJson.mapper().valueToTree(claims));
    ObjectNode details =
        CanonicalJson.mapper()
            .createObjectNode()
            .put("showing", scan.showing().id().toString())
            .put("verdict", verdict.name())
            .put("type", certificate.type());
    if (holdings.act(certificate) != null) {
      details.put("act", certificate.act().name());
    }
    new TreeSet<>(claims.keySet()).forEach(details.putArray("disclosed")::add);
    withheld.forEach(details.putArray("withheld")::add);
    if (scan.clerk() != null) {
      details.put("clerk", scan.clerk());
    }
    if (face != null) {
      details.put("facts", face.receipt().id().toString());
    }
    return new Outcome(
        EntryType.CERTIFICATE_VERIFIED,
        null,
        HexFormat.of().formatHex(CanonicalJson.sha256(answer)),
        1,
        List.of(new RowRef("certificate", certificate.id().toString())),
        details);
  }
}
