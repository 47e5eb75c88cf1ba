package io.tongban.certificates.issue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.AccessGrant;
import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Judge;
import io.tongban.access.Outcome;
import io.tongban.certificates.Act;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.Certificates.Change;
import io.tongban.certificates.Certificates.Status;
import io.tongban.certificates.jdbc.CertificateStore;
import io.tongban.certificates.jdbc.CertificateStore.NewAct;
import io.tongban.certificates.jdbc.CertificateStore.StoredCertificate;
import io.tongban.certificates.jdbc.StatusListStore;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.HubSettings;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Receipt;
import io.tongban.ledger.RowRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Does the acts of law to certificates. An act is recorded before it takes effect. */
@ApplicationScoped
class StatusChanges {
  private static final int MAX_BASIS = 200;
  private static final int MAX_REASON = 500;
  private final Types types;
  private final Issuers issuers;
  private final Judge judge;
  private final CertificateStore certificates;
  private final StatusListStore lists;
  private final HubSettings settings;
  private final Clock clock;

  @Inject
  StatusChanges(
      Types types,
      Issuers issuers,
      Judge judge,
      CertificateStore certificates,
      StatusListStore lists,
      HubSettings settings,
      Clock clock) {
    this.types = types;
    this.issuers = issuers;
    this.judge = judge;
    this.certificates = certificates;
    this.lists = lists;
    this.settings = settings;
    this.clock = clock;
  }

  Receipt change(Actor actor, UUID id, Change asked) {
    StoredCertificate certificate =
        certificates
            .find(id)
            .orElseThrow(
                () ->
                    CertificateProblem.CERTIFICATE_UNKNOWN.problem(
                        "there is no certificate " + id));
    Definition<CertificateTypeSpec> type = types.named(certificate.type());
    issuers.require(actor, type);
    Change change = complete(certificate, asked);
    checkAct(certificate, change.act());
    checkWidth(certificate, change.act());
    checkSuccessor(certificate, change);
    AccessGrant grant =
        judge.grant(
            new AccessRequest(
                actor,
                Action.CHANGE_STATUS,
                type.name(),
                Map.of(),
                type.spec().purpose(),
                id.toString()));
    byte[] reason = certificates.sealReason(certificate, change.reason());
    Receipt receipt =
        judge.settle(grant, outcome(certificate, certificates.copies(id), change, reason));
    NewAct act = new NewAct(change, reason, clock.instant(), receipt.id());
    if (!certificates.change(certificate, act)) {
      throw CertificateProblem.STATUS_CHANGED_MEANWHILE.problem(
          "another act was done to the certificate " + id + " or to its successor");
    }
    return receipt;
  }

  private Change complete(StoredCertificate certificate, Change asked) {
    if (asked.act() == null) {
      throw CertificateProblem.ACT_INCOMPLETE.problem("act is missing");
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), settings.zone());
    LocalDate date = asked.date() == null ? today : asked.date();
    LocalDate issued = LocalDate.ofInstant(certificate.issued(), settings.zone());
    if (date.isAfter(today) || date.isBefore(issued)) {
      throw CertificateProblem.ACT_INCOMPLETE.problem(
          "date is " + date + " and must be from " + issued + " to " + today);
    }
    return new Change(
        asked.act(),
        date,
        text("legalBasis", asked.legalBasis(), MAX_BASIS),
        text("reason", asked.reason(), MAX_REASON),
        asked.successor());
  }

  private static String text(String member, String value, int most) {
    if (value == null || value.isBlank() || value.strip().length() > most) {
      throw CertificateProblem.ACT_INCOMPLETE.problem(
          member + " is empty or longer than " + most + " characters");
    }
    return value.strip();
  }

  private static void checkAct(StoredCertificate certificate, Act act) {
    List<Act> allowed = certificate.act().next();
    String state = "the certificate " + certificate.id() + " is " + certificate.act();
    if (allowed.isEmpty()) {
      throw CertificateProblem.STATUS_FINAL.problem(state);
    }
    if (!allowed.contains(act)) {
      throw CertificateProblem.ACT_NOT_ALLOWED.problem(
          state + ", which allows " + allowed + " and not " + act);
    }
  }

  /**
   * A list of one bit can only say valid or not, and that for good. Collected certificates are in
   * none.
   */
  private void checkWidth(StoredCertificate certificate, Act act) {
    if (act.status() == Status.SUSPENDED
        && certificate.statusList() != null
        && lists.find(certificate.statusList()).filter(list -> list.bits() == 1).isPresent()) {
      throw CertificateProblem.ACT_NOT_ALLOWED.problem(
          "the certificate "
              + certificate.id()
              + " is in a status list of one bit a certificate,"
              + " which cannot say suspended");
    }
  }

  private void checkSuccessor(StoredCertificate certificate, Change change) {
    UUID id = change.successor();
    if ((change.act() == Act.REPLACED) != (id != null)) {
      throw CertificateProblem.SUCCESSOR_UNFIT.problem(
          id == null ? "REPLACED needs a successor" : change.act() + " has no successor");
    }
    if (id == null) {
      return;
    }
    boolean fits =
        certificates
            .find(id)
            .filter(other -> !other.batch().equals(certificate.batch()))
            .filter(other -> other.authority().equals(certificate.authority()))
            .filter(other -> other.status() == Status.VALID && other.predecessor() == null)
            .isPresent();
    if (!fits) {
      throw CertificateProblem.SUCCESSOR_UNFIT.problem(
          "the certificate " + id + " cannot replace " + certificate.id());
    }
  }

  /** The sealed reason's digest binds the entry to the reason without telling it. */
  private static Outcome outcome(
      StoredCertificate certificate, List<UUID> copies, Change change, byte[] reason) {
    ObjectNode details =
        JsonNodeFactory.instance
            .objectNode()
            .put("certificate", certificate.id().toString())
            .put("type", certificate.type())
            .put("from", certificate.act().name())
            .put("act", change.act().name())
            .put("status", change.act().status().name())
            .put("date", change.date().toString())
            .put("legalBasis", change.legalBasis())
            .put("sealedReason", HexFormat.of().formatHex(CanonicalJson.sha256(reason)));
    List<RowRef> rows = new ArrayList<>();
    copies.forEach(copy -> rows.add(new RowRef("certificate", copy.toString())));
    if (change.successor() != null) {
      details.put("successor", change.successor().toString());
      rows.add(new RowRef("certificate", change.successor().toString()));
    }
    return new Outcome(
        EntryType.CERTIFICATE_STATUS,
        null,
        HexFormat.of().formatHex(CanonicalJson.sha256(details)),
        rows.size(),
        rows,
        details);
  }
}
