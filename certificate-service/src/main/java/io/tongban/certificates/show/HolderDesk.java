package io.tongban.certificates.show;

import io.tongban.access.Actor;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.HolderCertificates;
import io.tongban.certificates.jdbc.ShowingStore;
import io.tongban.certificates.jdbc.ShowingStore.StoredShowing;
import io.tongban.certificates.show.Holdings.Holding;
import io.tongban.hub.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The façade of holders and counters. */
@ApplicationScoped
class HolderDesk implements HolderCertificates {
  private static final Duration SHOWING_LIFE = Duration.ofMinutes(10);

  /** Under a minute: a picture of a code that is sent on has no time to arrive. */
  private static final Duration CODE_LIFE = Duration.ofSeconds(45);

  private final Holdings holdings;
  private final ShowingStore showings;
  private final Scans scans;
  private final Prints prints;
  private final Ids ids;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  @Inject
  HolderDesk(
      Holdings holdings, ShowingStore showings, Scans scans, Prints prints, Ids ids, Clock clock) {
    this.holdings = holdings;
    this.showings = showings;
    this.scans = scans;
    this.prints = prints;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public List<Held> list(String subject) {
    return holdings.of(subject).stream().map(holdings::shown).toList();
  }

  @Override
  public Held find(String subject, UUID certificate) {
    return holdings.shown(holdings.require(subject, certificate));
  }

  @Override
  public Showing show(String subject, UUID certificate, Set<String> claims) {
    Held held = find(subject, certificate);
    Set<String> unknown = new HashSet<>(claims);
    held.claims().forEach(claim -> unknown.remove(claim.name()));
    if (!unknown.isEmpty()) {
      throw CertificateProblem.SHOWING_INVALID.problem(
          "the type " + held.type() + " has no claim " + unknown);
    }
    UUID id = ids.next();
    showings.add(id, certificate, subject, claims, clock.instant().plus(SHOWING_LIFE));
    return showing(subject, id);
  }

  @Override
  public Showing showing(String subject, UUID id) {
    StoredShowing stored = require(subject, id);
    Holding holding = holdings.require(subject, stored.certificate());
    List<ClaimName> claims =
        Holdings.claims(holding.type().spec()).stream()
            .filter(claim -> stored.claimNames().contains(claim.name()))
            .toList();
    List<Seen> seen =
        showings.redeemed(id).stream()
            .map(code -> new Seen(holdings.department(code.department()), code.used()))
            .toList();
    return new Showing(id, holdings.shown(holding), claims, stored.expires(), seen);
  }

  private StoredShowing require(String subject, UUID id) {
    return showings
        .find(id)
        .filter(showing -> showings.isOf(showing, subject))
        .orElseThrow(
            () ->
                CertificateProblem.SHOWING_UNKNOWN.problem(
                    "there is no showing " + id + " of the person who is signed in"));
  }

  @Override
  public ShowCode code(String subject, UUID showing) {
    require(subject, showing);
    String code = ShowText.make(random);
    Instant expires = clock.instant().plus(CODE_LIFE);
    showings.addCode(showing, code, expires);
    return new ShowCode(ShowText.grouped(code), expires);
  }

  @Override
  public void end(String subject, UUID showing) {
    showings.end(require(subject, showing).id());
  }

  @Override
  public Shown scan(Actor actor, String clerk, String code, String purpose, String caseReference) {
    return scans.scan(actor, clerk, code, purpose, caseReference);
  }

  @Override
  public Print print(String subject, UUID certificate) {
    return prints.print(subject, certificate);
  }

  @Override
  public Printed printed(String code) {
    return prints.printed(code);
  }

  @Override
  public boolean matches(String code, String number) {
    return prints.matches(code, number);
  }

  @Override
  public void forget() {
    showings.sweep();
  }
}
