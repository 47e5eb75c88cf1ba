package io.tongban.access.judge;

import io.tongban.access.AccessGrant;
import io.tongban.access.AccessProblem;
import io.tongban.access.AccessRequest;
import io.tongban.access.Consent;
import io.tongban.access.agreements.Resolution;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Whether the person a use is about allows it. Asks the store each time, never a memory of it. */
@ApplicationScoped
class ConsentCheck {
  private static final int MOST_NEAR = 5;

  private final ConsentStore store;

  @Inject
  ConsentCheck(ConsentStore store) {
    this.store = store;
  }

  /**
   * The one consent that covers a use. Two do not add up: what may be combined the person has to
   * see in one place.
   *
   * @throws ProblemException {@link AccessProblem#SUBJECT_MISSING} or {@link
   *     AccessProblem#CONSENT_MISSING}, without the person's identifier
   */
  Consent covering(AccessRequest request, Resolution.Allowed allowed, Instant now) {
    Set<String> needed = attributes(allowed);
    String subject = request.subject();
    if (subject == null || subject.isBlank()) {
      throw new ProblemException(
          Problem.of(
                  AccessProblem.SUBJECT_MISSING,
                  "agreement "
                      + allowed.basis().agreement()
                      + " rests on consent, and the request names no person")
              .with("ask", ask(request.purpose(), needed)),
          null);
    }
    String recipient = request.actor().department();
    return store.inForce(subject, recipient, request.purpose(), now).stream()
        .filter(consent -> consent.attributes().containsAll(needed))
        .findFirst()
        .orElseThrow(() -> missing(request, needed, now));
  }

  /** {@code resource.column} of all that the person has to allow. */
  private static Set<String> attributes(Resolution.Allowed allowed) {
    Set<String> attributes = new TreeSet<>();
    for (String resource : allowed.consent()) {
      for (String column : allowed.terms().get(resource).columns()) {
        attributes.add(resource + "." + column);
      }
    }
    return attributes;
  }

  /** The body of a request for consent, but for its end. */
  private static Map<String, Object> ask(String purpose, Set<String> attributes) {
    return Map.of("purpose", purpose, "attributes", List.copyOf(attributes));
  }

  private ProblemException missing(AccessRequest request, Set<String> needed, Instant now) {
    String recipient = request.actor().department();
    List<Near> near =
        store.given(request.subject(), recipient, request.purpose(), MOST_NEAR).stream()
            .map(consent -> new Near(consent.id(), why(consent, needed, now)))
            .toList();
    StringBuilder detail =
        new StringBuilder("no consent in force lets department ")
            .append(recipient)
            .append(" use ")
            .append(String.join(", ", needed))
            .append(" of this person for purpose ")
            .append(request.purpose());
    near.forEach(n -> detail.append("; consent ").append(n.consent()).append(' ').append(n.why()));
    return new ProblemException(
        Problem.of(AccessProblem.CONSENT_MISSING, detail.toString())
            .with("ask", ask(request.purpose(), needed))
            .with("near", near),
        null);
  }

  /** A consent that comes near. */
  record Near(UUID consent, String why) {}

  private static String why(Consent consent, Set<String> needed, Instant now) {
    return switch (consent.state(now)) {
      case WITHDRAWN -> "was withdrawn at " + consent.withdrawn();
      case ENDED -> "ended at " + consent.until();
      default -> {
        List<String> more = new ArrayList<>(needed);
        more.removeAll(consent.attributes());
        yield "does not cover " + String.join(", ", more);
      }
    };
  }

  /** Why the consent of a grant no longer holds; nothing if it does or if there is none. */
  Optional<Problem> over(AccessGrant grant, Instant now) {
    UUID id = grant.basis().consent();
    if (id == null) {
      return Optional.empty();
    }
    Optional<Consent> consent = store.find(id);
    if (consent.filter(c -> c.state(now) == Consent.State.IN_FORCE).isPresent()) {
      return Optional.empty();
    }
    String how = consent.map(c -> why(c, Set.of(), now)).orElse("is gone");
    return Optional.of(
        Problem.of(AccessProblem.CONSENT_MISSING, "consent " + id + " " + how)
            .with("ask", ask(grant.purpose(), attributes(grant))));
  }

  /** Those whose row condition names the person. */
  private static Set<String> attributes(AccessGrant grant) {
    Set<String> attributes = new TreeSet<>();
    grant
        .resources()
        .forEach(
            (name, granted) -> {
              if (granted.rowCondition().attributes().containsKey(Resolution.SUBJECT)) {
                granted.columns().forEach(column -> attributes.add(name + "." + column));
              }
            });
    return attributes;
  }
}
