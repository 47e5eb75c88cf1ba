package io.tongban.certificates.issue;

import io.tongban.certificates.Act;
import io.tongban.certificates.CertificateTypeSpec;
import io.tongban.certificates.CertificateTypeSpec.SourceChange;
import io.tongban.certificates.Certificates.Change;
import io.tongban.certificates.Certificates.Status;
import io.tongban.certificates.IssuerError;
import io.tongban.certificates.SourceChanges.Finding;
import io.tongban.certificates.jdbc.CertificateStore;
import io.tongban.certificates.jdbc.OfferStore;
import io.tongban.certificates.jdbc.OfferStore.StoredOffer;
import io.tongban.certificates.jdbc.SourceWatchStore;
import io.tongban.certificates.jdbc.SourceWatchStore.NewWatch;
import io.tongban.certificates.jdbc.SourceWatchStore.Watch;
import io.tongban.federation.Federation;
import io.tongban.hub.Definition;
import io.tongban.hub.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Watches the source row of what is issued, and lets a certificate that is issued anew take the
 * place of the one before.
 */
@ApplicationScoped
class Reissue {
  private final SourceWatchStore watches;
  private final CertificateStore certificates;
  private final OfferStore offers;
  private final StatusChanges changes;
  private final Clock clock;

  @Inject
  Reissue(
      SourceWatchStore watches,
      CertificateStore certificates,
      OfferStore offers,
      StatusChanges changes,
      Clock clock) {
    this.watches = watches;
    this.certificates = certificates;
    this.offers = offers;
    this.changes = changes;
    this.clock = clock;
  }

  /**
   * Refuses to make a certificate anew in the place of one that is suspended or has ended: nobody
   * gets round an act of law by renewing.
   */
  void requireReplaceable(Definition<CertificateTypeSpec> type, StoredOffer offer) {
    if (replaces(type) && watches.newest(offer.id()).filter(batch -> !valid(batch)).isPresent()) {
      throw IssuerError.CREDENTIAL_REQUEST_DENIED.because(
          "the certificate before this one is suspended or has ended");
    }
  }

  private static boolean replaces(Definition<CertificateTypeSpec> type) {
    return type.spec().sourceChange() != null && type.spec().sourceChange().replaces();
  }

  private boolean valid(UUID batch) {
    return certificates.find(batch).filter(c -> c.status() == Status.VALID).isPresent();
  }

  /** What is watched once a certificate is released; null where its type says nothing of that. */
  NewWatch watch(
      Definition<CertificateTypeSpec> type,
      StoredOffer offer,
      UUID batch,
      Claims claims,
      Federation.Unsettled answer,
      Instant expires) {
    SourceChange change = type.spec().sourceChange();
    return change == null
        ? null
        : new NewWatch(
            batch,
            type.name(),
            offer.id(),
            offer.actor(),
            offers.parameters(offer),
            content(claims),
            answer.sources(),
            expires,
            clock.instant().plus(Duration.ofHours(change.hours())));
  }

  /** What was watched for an offer before it is issued again. */
  Optional<Watch> before(Definition<CertificateTypeSpec> type, StoredOffer offer) {
    return replaces(type) ? watches.before(offer.id()) : Optional.empty();
  }

  /** The claims as they are digested. */
  static Map<String, Object> content(Claims claims) {
    Map<String, Object> content = new TreeMap<>(claims.open());
    content.putAll(claims.disclosable());
    return content;
  }

  /** The new one is out; where the old one cannot be ended, its being another is still noticed. */
  void replace(Watch before, UUID successor, SourceChange change) {
    Instant now = clock.instant();
    try {
      changes.change(
          before.actor(),
          before.batch(),
          new Change(
              Act.REPLACED,
              null,
              change.legalBasis(),
              "issued anew from the records as they are now",
              successor));
      watches.ended(before.batch());
    } catch (ProblemException notReplaced) {
      watches.looked(
          before.batch(), Finding.CHANGED, now, now.plus(Duration.ofHours(change.hours())));
    }
  }

  /** Ends a certificate whose record is no more. */
  void lapse(Watch watch, SourceChange change) {
    changes.change(
        watch.actor(),
        watch.batch(),
        new Change(
            Act.LAPSED,
            null,
            change.legalBasis(),
            watch.confirmed()
                ? "the record it was issued from is no more; confirmed by an operator"
                : "the record it was issued from is no more",
            null));
    watches.lapsed(watch.batch(), clock.instant());
  }
}
