package io.tongban.certificates.issue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.AccessGrant;
import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Judge;
import io.tongban.access.Outcome;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.Certificates.Status;
import io.tongban.certificates.jdbc.CertificateStore;
import io.tongban.certificates.jdbc.CertificateStore.StoredCertificate;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.RowRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Suspends, reinstates and revokes. The change is recorded before it takes effect. */
@ApplicationScoped
class StatusChanges {
  private static final int MAX_REASON = 500;
  private final Types types;
  private final Issuers issuers;
  private final Judge judge;
  private final CertificateStore certificates;

  @Inject
  StatusChanges(Types types, Issuers issuers, Judge judge, CertificateStore certificates) {
    this.types = types;
    this.issuers = issuers;
    this.judge = judge;
    this.certificates = certificates;
  }

  Receipt change(Actor actor, UUID id, Status to, String reason) {
    StoredCertificate certificate =
        certificates
            .find(id)
            .orElseThrow(
                () ->
                    CertificateProblem.CERTIFICATE_UNKNOWN.problem(
                        "there is no certificate " + id));
    Definition<CertificateTypeSpec> type = types.named(certificate.type());
    issuers.require(actor, type);
    check(certificate, to, reason);
    AccessGrant grant =
        judge.grant(
            new AccessRequest(
                actor,
                Action.CHANGE_STATUS,
                type.name(),
                Map.of(),
                type.spec().purpose(),
                id.toString()));
    Receipt receipt =
        judge.settle(grant, outcome(certificate, certificates.copies(id), to, reason));
    if (!certificates.change(certificate, to, reason)) {
      throw CertificateProblem.STATUS_CHANGED_MEANWHILE.problem(
          "the certificate " + id + " was not " + certificate.status() + " any more");
    }
    return receipt;
  }

  private static void check(StoredCertificate certificate, Status to, String reason) {
    if (certificate.status() == Status.REVOKED) {
      throw CertificateProblem.STATUS_FINAL.problem(
          "the certificate " + certificate.id() + " is revoked");
    }
    if (certificate.status() == to) {
      throw CertificateProblem.STATUS_UNCHANGED.problem(
          "the certificate " + certificate.id() + " is " + to + " already");
    }
    if (reason == null || reason.isBlank() || reason.length() > MAX_REASON) {
      throw CertificateProblem.REASON_MISSING.problem("reason is empty or too long");
    }
  }

  private static Outcome outcome(
      StoredCertificate certificate, List<UUID> copies, Status to, String reason) {
    ObjectNode change =
        JsonNodeFactory.instance
            .objectNode()
            .put("certificate", certificate.id().toString())
            .put("type", certificate.type())
            .put("from", certificate.status().name())
            .put("to", to.name())
            .put("reason", reason);
    return new Outcome(
        EntryType.CERTIFICATE_STATUS,
        null,
        HexFormat.of().formatHex(CanonicalJson.sha256(change)),
        1,
        copies.stream().map(copy -> new RowRef("certificate", copy.toString())).toList(),
        change);
  }
}
