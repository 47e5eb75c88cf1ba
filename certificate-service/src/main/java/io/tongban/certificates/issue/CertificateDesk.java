package io.tongban.certificates.issue;

import io.tongban.access.Actor;
import io.tongban.certificates.Certificates;
import io.tongban.certificates.jdbc.CertificateStore;
import io.tongban.certificates.verify.Verifier;
import io.tongban.hub.Cursor;
import io.tongban.hub.HubProblem;
import io.tongban.ledger.Receipt;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The façade the hub's own doors use. */
@ApplicationScoped
class CertificateDesk implements Certificates {
  private static final int MAX_PAGE = 500;
  private final Offering offering;
  private final StatusChanges changes;
  private final CertificateStore certificates;
  private final Verifier verifier;

  @Inject
  CertificateDesk(
      Offering offering, StatusChanges changes, CertificateStore certificates, Verifier verifier) {
    this.offering = offering;
    this.changes = changes;
    this.certificates = certificates;
    this.verifier = verifier;
  }

  @Override
  public Offer offer(
      Actor actor, String type, Map<String, String> parameters, boolean withTransactionCode) {
    return offering.offer(actor, type, parameters, withTransactionCode);
  }

  @Override
  public Offer invite(Actor actor, String type) {
    return offering.invite(actor, type);
  }

  @Override
  public Receipt changeStatus(Actor actor, UUID certificate, Change change) {
    return changes.change(actor, certificate, change);
  }

  @Override
  public Optional<Issued> find(UUID certificate) {
    return certificates.find(certificate).map(found -> certificates.shown(List.of(found)).get(0));
  }

  @Override
  public List<Issued> byNumber(String type, String number) {
    return certificates.shown(certificates.byNumber(type, number));
  }

  @Override
  public List<Issued> newest(String type, Cursor after, int limit) {
    int most = Math.max(1, Math.min(limit, MAX_PAGE));
    return certificates.shown(certificates.newest(type, before(after), most));
  }

  private static UUID before(Cursor after) {
    if (after == null) {
      return null;
    }
    try {
      return UUID.fromString(after.keys().get(0));
    } catch (IllegalArgumentException e) {
      throw HubProblem.CURSOR_INVALID.problem("the cursor is not one of this list", e);
    }
  }

  @Override
  public Verification verify(
      Actor actor, String presentation, String nonce, String audience, String purpose) {
    return verifier.verify(actor, presentation, nonce, audience, purpose);
  }

  @Override
  public Map<Verdict, Long> publicVerifications() {
    return verifier.publicVerifications();
  }
}
