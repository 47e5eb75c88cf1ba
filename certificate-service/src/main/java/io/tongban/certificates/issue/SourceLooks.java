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
import io.tongban.certificates.CertificateTypeSpec.SourceChange;
import io.tongban.certificates.Certificates.Offer;
import io.tongban.certificates.Certificates.Status;
import io.tongban.certificates.IssuerException;
import io.tongban.certificates.SourceChanges;
import io.tongban.certificates.jdbc.CertificateStore;
import io.tongban.certificates.jdbc.CertificateStore.StoredCertificate;
import io.tongban.certificates.jdbc.OfferStore;
import io.tongban.certificates.jdbc.SourceWatchStore;
import io.tongban.certificates.jdbc.SourceWatchStore.Watch;
import io.tongban.federation.Federation;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definition;
import io.tongban.hub.Definitions;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.RowRef;
import io.tongban.registry.RecordStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Looks whether the records behind valid certificates still say what the certificates say. */
@ApplicationScoped
class SourceLooks implements SourceChanges {
  /** Looks of one run and type; the others are still due in the next. */
  private static final int MAX_LOOKS = 500;

  private static final int FEED_PAGE = 500;
  private static final int MAX_PAGES = 40;

  private final Definitions definitions;
  private final Types types;
  private final Issuers issuers;
  private final Judge judge;
  private final Federation federation;
  private final RecordStore records;
  private final SourceWatchStore watches;
  private final CertificateStore certificates;
  private final OfferStore offers;
  private final Offering offering;
  private final Reissue reissue;
  private final Clock clock;

  @Inject
  SourceLooks(
      Definitions definitions,
      Types types,
      Issuers issuers,
      Judge judge,
      Federation federation,
      RecordStore records,
      SourceWatchStore watches,
      CertificateStore certificates,
      OfferStore offers,
      Offering offering,
      Reissue reissue,
      Clock clock) {
    this.definitions = definitions;
    this.types = types;
    this.issuers = issuers;
    this.judge = judge;
    this.federation = federation;
    this.records = records;
    this.watches = watches;
    this.certificates = certificates;
    this.offers = offers;
    this.offering = offering;
    this.reissue = reissue;
    this.clock = clock;
  }

  @Override
  public void look() {
    Instant now = clock.instant();
    watches.forgetExpired(now);
    List<RuntimeException> failures = new ArrayList<>();
    for (Definition<CertificateTypeSpec> type : definitions.all(CertificateTypeSpec.class)) {
      if (type.spec().sourceChange() != null) {
        try {
          followFeeds(type.spec().service(), now);
          look(type, now).ifPresent(failures::add);
        } catch (RuntimeException e) {
          failures.add(e);
        }
      }
    }
    if (!failures.isEmpty()) {
      RuntimeException first = failures.get(0);
      failures.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }

  /** What a load changed is due at once. */
  private void followFeeds(String service, Instant now) {
    for (String resource : federation.reads(service).keySet()) {
      long position = watches.feedPosition(resource);
      for (int page = 0; page < MAX_PAGES; page++) {
        List<RecordStore.Change> changed = records.changes(resource, position, FEED_PAGE);
        if (changed.isEmpty()) {
          break;
        }
        position = changed.get(changed.size() - 1).sequence();
        watches.changed(
            resource, changed.stream().map(RecordStore.Change::key).toList(), position, now);
      }
    }
  }

  /**
   * Looks at what is due of a type. Acts follow only when everything due was looked at, so that a
   * wrong file is seen whole before the first certificate lapses.
   *
   * @return why something could not be looked at
   */
  private Optional<RuntimeException> look(Definition<CertificateTypeSpec> type, Instant now) {
    SourceChange change = type.spec().sourceChange();
    Instant next = now.plus(Duration.ofHours(change.hours()));
    RuntimeException failure = null;
    List<Watch> due = watches.due(type.name(), now, MAX_LOOKS);
    for (Watch watch : due) {
      try {
        look(type, watch, now, next);
      } catch (ProblemException e) {
        if (CredentialEndpoint.LATER.contains(e.problem().code())) {
          return Optional.of(e);
        }
        watches.postpone(watch.batch(), next);
        failure = e;
      } catch (IssuerException e) {
        watches.postpone(watch.batch(), next);
        failure = e;
      }
    }
    if (due.size() < MAX_LOOKS && change.lapses()) {
      failure = lapse(type.name(), change, now).orElse(failure);
    }
    return Optional.ofNullable(failure);
  }

  private void look(Definition<CertificateTypeSpec> type, Watch watch, Instant now, Instant next) {
    Optional<StoredCertificate> certificate = certificates.find(watch.batch());
    if (certificate.filter(c -> c.status() != Status.REVOKED).isEmpty()) {
      watches.ended(watch.batch());
      return;
    }
    CertificateTypeSpec spec = type.spec();
    AccessGrant grant =
        judge.grant(
            new AccessRequest(
                watch.actor(),
                Action.ISSUE,
                type.name(),
                federation.reads(spec.service()),
                spec.purpose(),
                watch.batch().toString()));
    Federation.Unsettled answer = federation.run(grant, spec.service(), watches.parameters(watch));
    Finding finding = finding(spec, watch, answer);
    if (finding != Finding.SAME && finding != watch.finding()) {
      judge.settle(grant, outcome(watch, finding, answer));
    }
    watches.looked(watch.batch(), finding, now, next);
  }

  private Finding finding(CertificateTypeSpec spec, Watch watch, Federation.Unsettled answer) {
    if (answer.rows().isEmpty()) {
      return Finding.GONE;
    }
    return watches.same(watch, Reissue.content(Claims.of(spec, answer)))
        ? Finding.SAME
        : Finding.CHANGED;
  }

  /** Of a look only what it found is told, and only that is a use of the data. */
  private static Outcome outcome(Watch watch, Finding finding, Federation.Unsettled answer) {
    List<RowRef> rows = new ArrayList<>(answer.sources());
    rows.add(new RowRef("certificate", watch.batch().toString()));
    ObjectNode details =
        JsonNodeFactory.instance
            .objectNode()
            .put("certificate", watch.batch().toString())
            .put("type", watch.type())
            .put("found", finding.name());
    return new Outcome(
        EntryType.ACCESS,
        answer.planDigest(),
        HexFormat.of().formatHex(CanonicalJson.sha256(details)),
        answer.rows().size(),
        rows,
        details);
  }

  /** One that cannot be ended must not keep the others. */
  private Optional<RuntimeException> lapse(String type, SourceChange change, Instant now) {
    List<Watch> gone = gone(type, now);
    boolean held = held(type, change, gone, now);
    RuntimeException failure = null;
    for (Watch watch : gone) {
      if (watch.confirmed() || !held) {
        try {
          reissue.lapse(watch, change);
        } catch (ProblemException e) {
          watches.postpone(watch.batch(), now);
          failure = e;
        }
      }
    }
    return Optional.ofNullable(failure);
  }

  private List<Watch> gone(String type, Instant now) {
    return watches.noticed(type, now).stream()
        .filter(watch -> watch.finding() == Finding.GONE)
        .toList();
  }

  /** Whether more would lapse, with what lapsed since the last looks, than the type lets pass. */
  private boolean held(String type, SourceChange change, List<Watch> gone, Instant now) {
    long asked = gone.stream().filter(watch -> !watch.confirmed()).count();
    Instant since = now.minus(Duration.ofHours(change.hours()));
    return asked + watches.lapsedSince(type, since) > change.most();
  }

  @Override
  public List<Noticed> noticed(String type) {
    SourceChange change = types.named(type).spec().sourceChange();
    if (change == null) {
      return List.of();
    }
    Instant now = clock.instant();
    boolean held = change.lapses() && held(type, change, gone(type, now), now);
    return watches.noticed(type, now).stream()
        .map(
            watch ->
                new Noticed(
                    watch.batch(),
                    watch.finding(),
                    watch.noticed(),
                    held && watch.finding() == Finding.GONE && !watch.confirmed()))
        .toList();
  }

  @Override
  public Offer renew(Actor actor, UUID certificate, boolean withTransactionCode) {
    StoredCertificate found =
        certificates
            .find(certificate)
            .orElseThrow(
                () ->
                    CertificateProblem.CERTIFICATE_UNKNOWN.problem(
                        "there is no certificate " + certificate));
    Definition<CertificateTypeSpec> type = types.named(found.type());
    issuers.require(actor, type);
    SourceChange change = type.spec().sourceChange();
    Watch watch =
        watches
            .of(found.batch())
            .filter(w -> change != null && change.replaces())
            .filter(w -> found.status() == Status.VALID)
            .orElseThrow(
                () ->
                    CertificateProblem.NO_RENEWAL.problem(
                        "the certificate " + certificate + " cannot be renewed"));
    if (watch.renewalOffer() != null) {
      offers.cancel(watch.renewalOffer());
    }
    Offer offer =
        offering.offer(actor, type.name(), watches.parameters(watch), withTransactionCode);
    watches.renewing(watch.batch(), offer.id());
    return offer;
  }

  @Override
  public int confirm(String type) {
    types.named(type);
    return watches.confirm(type, clock.instant());
  }
}
