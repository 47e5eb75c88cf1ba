package io.tongban.access.judge;

import io.tongban.access.AccessProblem;
import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Consent;
import io.tongban.access.Consents;
import io.tongban.access.Mask;
import io.tongban.access.PurposeSpec;
import io.tongban.access.agreements.AgreementIndex;
import io.tongban.access.agreements.Agreements;
import io.tongban.access.agreements.Resolution;
import io.tongban.hub.Definitions;
import io.tongban.hub.HubSettings;
import io.tongban.hub.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether a department may ask a person for something at all, and what it would get. */
@ApplicationScoped
class AskCheck {
  private static final int MOST_ATTRIBUTES = 100;
  private static final int MOST_SUBJECT = 200;

  private final Definitions definitions;
  private final Agreements agreements;
  private final ZoneId zone;

  @Inject
  AskCheck(Definitions definitions, Agreements agreements, HubSettings settings) {
    this.definitions = definitions;
    this.agreements = agreements;
    this.zone = settings.zone();
  }

  /**
   * Refuses what cannot be asked for.
   *
   * @return the end, to the microsecond
   * @throws ProblemException saying what to mend
   */
  Instant check(Actor actor, Consents.Ask ask, Instant now) {
    checkPurpose(ask.purpose());
    Instant until = end(ask.until(), now);
    String subject = ask.subject();
    if (subject != null && (subject.isBlank() || subject.length() > MOST_SUBJECT)) {
      throw invalid("the person's identifier is blank or too long");
    }
    checkAgreement(actor, ask, now);
    return until;
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
  private void checkAgreement(Actor actor, Consents.Ask ask, Instant now) {
    Map<String, Set<String>> columns = columns(ask.attributes());
    Resolution resolution = resolution(actor.department(), ask.purpose(), columns, now);
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

  private Resolution resolution(
      String recipient, String purpose, Map<String, Set<String>> columns, Instant now) {
    return agreements
        .current()
        .resolve(
            new AgreementIndex.Question(
                recipient, purpose, columns, now.atZone(zone).toLocalDate()));
  }

  /** The agreement that a use of exactly this consent would rest on; nothing if none does. */
  Optional<Consents.Terms> terms(Consent consent, Instant now) {
    Map<String, Set<String>> columns = columns(Set.copyOf(consent.attributes()));
    Resolution resolution = resolution(consent.recipient(), consent.purpose(), columns, now);
    if (!(resolution instanceof Resolution.Allowed allowed) || allowed.consent().isEmpty()) {
      return Optional.empty();
    }
    Map<String, Mask> masks = new HashMap<>();
    allowed
        .terms()
        .forEach(
            (resource, terms) ->
                terms.masks().forEach((column, mask) -> masks.put(resource + "." + column, mask)));
    masks.keySet().retainAll(consent.attributes());
    return Optional.of(new Consents.Terms(allowed.basis().agreement(), masks));
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
}
