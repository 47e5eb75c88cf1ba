package io.tongban.access.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.AccessProblem;
import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Consent;
import io.tongban.access.Consents;
import io.tongban.access.PurposeSpec;
import io.tongban.access.Subjects;
import io.tongban.access.Tokens;
import io.tongban.access.agreements.AgreementIndex;
import io.tongban.access.agreements.Agreements;
import io.tongban.access.agreements.Resolution;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
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
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Consents, each giving and each withdrawal an entry of the ledger. The entry is written while the
 * consent's row is held: a consent that is in force has its entry, and where the database fails
 * after the entry, the entry stays without effect and the person is told to try again.
 */
@ApplicationScoped
class HubConsents implements Consents {
  private static final int MOST_ATTRIBUTES = 100;
  private static final int MOST_SUBJECT = 200;

  private final ConsentStore store;
  private final Definitions definitions;
  private final Agreements agreements;
  private final Subjects subjects;
  private final Ledger ledger;
  private final Ids ids;
  private final Clock clock;
  private final ZoneId zone;

  @Inject
  HubConsents(
      ConsentStore store,
      Definitions definitions,
      Agreements agreements,
      Subjects subjects,
      Ledger ledger,
      Ids ids,
      Clock clock,
      HubSettings settings) {
    this.store = store;
    this.definitions = definitions;
    this.agreements = agreements;
    this.subjects = subjects;
    this.ledger = ledger;
    this.ids = ids;
    this.clock = clock;
    this.zone = settings.zone();
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
    checkPurpose(ask.purpose());
    Instant until = end(ask.until(), now);
    if (ask.subject() != null
        && (ask.subject().isBlank() || ask.subject().length() > MOST_SUBJECT)) {
      throw invalid("the person's identifier is blank or too long");
    }
    checkAgreement(actor, ask, now);
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
            null,
            null);
    store.add(consent, ask.subject());
    return consent;
  }

  private void checkPurpose(String purpose) {
    if (purpose == null || purpose.isBlank()) {
      throw AccessProblem.PURPOSE_MISSING.problem("the request names no purpose");
    }
    if (definitions.find(PurposeSpec.class, purpose).isEmpty()) {
      throw AccessProblem.PURPOSE_UNKNOWN.problem("there is no purpose " + purpose);
    }
  }

  private Instant end(Instant asked, Instant now) {
    if (asked == null) {
      throw invalid("until is missing: a consent has an end");
    }
    Instant until = asked.truncatedTo(ChronoUnit.MICROS);
    if (!until.isAfter(now)) {
      throw invalid("until is not in the future");
    }
    if (until.isAfter(now.atZone(zone).plusYears(1).toInstant())) {
      throw invalid("until is more than a year away");
    }
    return until;
  }

  /** Nobody is asked for what no agreement would let the department use, or for what needs none. */
  private void checkAgreement(Actor actor, Ask ask, Instant now) {
    Map<String, Set<String>> columns = columns(ask.attributes());
    Resolution resolution =
        agreements
            .current()
            .resolve(
                new AgreementIndex.Question(
                    actor.department(), ask.purpose(), columns, now.atZone(zone).toLocalDate()));
    if (resolution instanceof Resolution.Allowed allowed) {
      Set<String> free = new TreeSet<>(columns.keySet());
      free.removeAll(allowed.consent());
      if (!free.isEmpty()) {
        throw invalid(
            "use of "
                + String.join(", ", free)
                + " for purpose "
                + ask.purpose()
                + " does not rest on consent; leave it out");
      }
      return;
    }
    AccessRequest asked = new AccessRequest(actor, Action.CALL, null, columns, ask.purpose(), null);
    throw new ProblemException(new Denials(definitions).problem(asked, resolution), null);
  }

  private static Map<String, Set<String>> columns(Set<String> attributes) {
    if (attributes.isEmpty() || attributes.size() > MOST_ATTRIBUTES) {
      throw invalid("a request names 1 to " + MOST_ATTRIBUTES + " attributes");
    }
    Map<String, Set<String>> columns = new HashMap<>();
    for (String attribute : attributes) {
      int dot = attribute.lastIndexOf('.');
      if (dot < 1 || dot == attribute.length() - 1 || attribute.contains(" ")) {
        throw invalid("an attribute is written resource.column");
      }
      columns
          .computeIfAbsent(attribute.substring(0, dot), r -> new HashSet<>())
          .add(attribute.substring(dot + 1));
    }
    return columns;
  }

  private static ProblemException invalid(String detail) {
    return AccessProblem.CONSENT_REQUEST_INVALID.problem(detail);
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
              case REQUESTED -> with(consent, null, now, null, null, null);
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
              case IN_FORCE ->
                  with(
                      consent,
                      consent.given(),
                      null,
                      now,
                      consent.givenEntry(),
                      record(EntryType.CONSENT_WITHDRAWN, consent, subject, now));
              default -> throw closed(consent, now);
            });
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
    return with(consent, now, null, null, entry, null);
  }

  private static Consent with(
      Consent consent,
      Instant given,
      Instant declined,
      Instant withdrawn,
      UUID givenEntry,
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
        givenEntry,
        withdrawnEntry);
  }

  private UUID record(EntryType type, Consent consent, String subject, Instant now) {
    ObjectNode manifest = CanonicalJson.mapper().createObjectNode();
    manifest.put("consent", consent.id().toString());
    manifest.put("subject", subjects.commitment(subject));
    manifest.put("recipient", consent.recipient());
    manifest.put("purpose", consent.purpose());
    consent.attributes().forEach(manifest.putArray("attributes")::add);
    manifest.put("until", consent.until().toString());
    UUID entry = ids.next();
    ledger.append(new LedgerEntry(entry, type, now, Tokens.HUB, manifest, List.of()));
    return entry;
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
