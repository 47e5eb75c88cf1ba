package io.tongban.certificates.present;

import io.tongban.access.Actor;
import io.tongban.access.Outbox;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.Presentations;
import io.tongban.certificates.jdbc.PresentationStore;
import io.tongban.certificates.jdbc.PresentationStore.StoredPresentation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The façade departments use. */
@ApplicationScoped
class PresentationDesk implements Presentations {
  private final Starting starting;
  private final Reading reading;
  private final PresentationStore store;
  private final Outbox outbox;

  @Inject
  PresentationDesk(Starting starting, Reading reading, PresentationStore store, Outbox outbox) {
    this.starting = starting;
    this.reading = reading;
    this.store = store;
    this.outbox = outbox;
  }

  @Override
  public Started start(Actor actor, Wish wish) {
    return starting.start(actor, wish);
  }

  @Override
  public Progress look(Actor actor, UUID id, String responseCode) {
    StoredPresentation presentation =
        store
            .find(id)
            .filter(found -> found.client().equals(actor.client()))
            .filter(found -> found.department().equals(actor.department()))
            .orElseThrow(
                () ->
                    CertificateProblem.PRESENTATION_UNKNOWN.problem(
                        "the client " + actor.client() + " started no presentation " + id));
    return switch (presentation.state()) {
      case "PENDING" -> told(presentation, State.PENDING);
      case "REFUSED" -> told(presentation, State.REFUSED);
      case "EXPIRED" -> told(presentation, State.EXPIRED);
      case "RECEIVED" -> reading.read(actor, presentation, responseCode);
      default -> throw over(presentation);
    };
  }

  private Progress told(StoredPresentation presentation, State state) {
    return new Progress(
        presentation.id(),
        state,
        presentation.expires(),
        presentation.error(),
        presentation.received(),
        List.of(),
        null,
        outbox.of(presentation.id()).orElse(null));
  }

  private RuntimeException over(StoredPresentation presentation) {
    var problem =
        CertificateProblem.PRESENTATION_OVER.problem(
            "the result of " + presentation.id() + " was read and is erased");
    if (presentation.receiptId() != null) {
      problem = problem.with("receipt", presentation.receiptId().toString());
    }
    Optional<Outbox.Notice> notice = outbox.of(presentation.id());
    return notice.isPresent() ? problem.with("callback", told(notice.get())) : problem;
  }

  private static Map<String, Object> told(Outbox.Notice notice) {
    return Map.of(
        "name",
        notice.callback(),
        "state",
        notice.state().name().toLowerCase(Locale.ROOT),
        "attempts",
        notice.attempts());
  }

  @Override
  public void forget() {
    store.sweep();
  }
}
