package io.tongban.access.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.AccessProblem;
import io.tongban.access.Actor;
import io.tongban.access.Consent;
import io.tongban.access.Consents;
import io.tongban.access.Subjects;
import io.tongban.access.Tokens;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Ids;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Ledger;
import io.tongban.ledger.LedgerEntry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Consents; asking, giving, declining and withdrawing each are an entry of the ledger. The entry of
 * an answer is written while the consent's row is held: a consent that is in force has its entry,
 * and where the database fails after the entry, the entry stays without effect and the person is
 * told to try again.
 */
@ApplicationScoped
class HubConsents implements Consents {
  private final ConsentStore store;
  private final AskCheck asks;
  private final Subjects subjects;
  private final Ledger ledger;
  private final Ids ids;
  private final Clock clock;

  @Inject
  HubConsents(
      ConsentStore store, AskCheck asks, Subjects subjects, Ledger ledger, Ids ids, Clock clock) {
    this.store = store;
    this.asks = asks;
    this.subjects = subjects;
    this.ledger = ledger;
    this.ids = ids;
    this.clock = clock;
    // the ledger's own tables must not be made inside a transaction of ours
    ledger.size();
  }

  /** As the database keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public Consent request(Actor actor, Ask ask) {
    Instant now = now();
    Instant until = asks.check(actor, ask, now);
    UUID entry = ids.next();
    Consent consent =
        new Consent(
            ids.next(),
            actor.department(),
            actor.client(),
            ask.purpose(),
            List.copyOf(ask.attributes()),
            now,
            until,
            null,
            null,
            null,
            entry,
            null,
            null,
            null);
    // without the person, even where one is named: nobody has agreed to be in a ledger yet
    ledger.append(
        new LedgerEntry(
            entry, EntryType.CONSENT_REQUESTED, now, actor.client(), told(consent), List.of()));
    store.add(consent, ask.subject());
    return consent;
  }

  @Override
  public Consent find(Actor actor, UUID id) {
    return store
        .find(id)
        .filter(consent -> consent.recipient().equals(actor.department()))
        .orElseThrow(() -> unknown(id));
  }

  @Override
  public Consent find(String subject, UUID id) {
    return store.find(id, subject).orElseThrow(() -> unknown(id));
  }

  private static ProblemException unknown(UUID id) {
    return AccessProblem.CONSENT_UNKNOWN.problem("there is no consent " + id + " to be seen here");
  }

  @Override
  public List<Consent> list(String subject, UUID before, int limit) {
    return store.list(subject, before, limit);
  }

  @Override
  public Consent give(String subject, UUID id) {
    return change(
        subject,
        id,
        (consent, now) ->
            switch (consent.state(now)) {
              case IN_FORCE -> consent;
              case REQUESTED -> given(consent, subject, now);
              default -> throw closed(consent, now);
            });
  }

  @Override
  public Consent decline(String subject, UUID id) {
    return change(
        subject,
        id,
        (consent, now) ->
            switch (consent.state(now)) {
              case DECLINED -> consent;
              case REQUESTED -> declined(consent, subject, now);
              default -> throw closed(consent, now);
            });
  }

  @Override
  public Consent withdraw(String subject, UUID id) {
    return change(
        subject,
        id,
        (consent, now) ->
            switch (consent.state(now)) {
              case WITHDRAWN -> consent;
              case IN_FORCE -> withdrawn(consent, subject, now);
              default -> throw closed(consent, now);
            });
  }

  @Override
  public Optional<Terms> terms(Consent consent) {
    return asks.terms(consent, now());
  }

  private Consent change(String subject, UUID id, BiFunction<Consent, Instant, Consent> change) {
    // a stranger must not make a salt; and the salt is made before the row is held
    find(subject, id);
    subjects.commitment(subject);
    return store
        .change(id, subject, consent -> change.apply(consent, now()))
        .orElseThrow(() -> unknown(id));
  }

  private Consent given(Consent consent, String subject, Instant now) {
    UUID entry = record(EntryType.CONSENT_GIVEN, consent, subject, now);
    return with(consent, now, null, null, entry, null, null);
  }

  private Consent declined(Consent consent, String subject, Instant now) {
    UUID entry = record(EntryType.CONSENT_DECLINED, consent, subject, now);
    return with(consent, null, now, null, null, entry, null);
  }

  private Consent withdrawn(Consent consent, String subject, Instant now) {
    UUID entry = record(EntryType.CONSENT_WITHDRAWN, consent, subject, now);
    return with(consent, consent.given(), null, now, consent.givenEntry(), null, entry);
  }

  private static Consent with(
      Consent consent,
      Instant given,
      Instant declined,
      Instant withdrawn,
      UUID givenEntry,
      UUID declinedEntry,
      UUID withdrawnEntry) {
    return new Consent(
        consent.id(),
        consent.recipient(),
        consent.client(),
        consent.purpose(),
        consent.attributes(),
        consent.requested(),
        consent.until(),
        given,
        declined,
        withdrawn,
        consent.requestedEntry(),
        givenEntry,
        declinedEntry,
        withdrawnEntry);
  }

  private UUID record(EntryType type, Consent consent, String subject, Instant now) {
    ObjectNode manifest = told(consent);
    manifest.put("subject", subjects.commitment(subject));
    UUID entry = ids.next();
    ledger.append(new LedgerEntry(entry, type, now, Tokens.HUB, manifest, List.of()));
    return entry;
  }

  private static ObjectNode told(Consent consent) {
    ObjectNode manifest = CanonicalJson.mapper().createObjectNode();
    manifest.put("consent", consent.id().toString());
    manifest.put("recipient", consent.recipient());
    manifest.put("purpose", consent.purpose());
    consent.attributes().forEach(manifest.putArray("attributes")::add);
    manifest.put("until", consent.until().toString());
    return manifest;
  }

  private static ProblemException closed(Consent consent, Instant now) {
    Problem problem =
        Problem.of(
                AccessProblem.CONSENT_CLOSED,
                "consent " + consent.id() + " is " + told(consent.state(now)))
            .with("state", consent.state(now));
    return new ProblemException(problem, null);
  }

  private static String told(Consent.State state) {
    return switch (state) {
      case REQUESTED -> "not yet given";
      case LAPSED -> "a request that was not answered in time";
      case DECLINED -> "declined";
      case IN_FORCE -> "in force";
      case ENDED -> "ended";
      case WITHDRAWN -> "withdrawn";
    };
  }
}
