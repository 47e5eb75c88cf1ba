package io.tongban.access.judge;

import io.tongban.access.AccessProblem;
import io.tongban.access.AccessRequest;
import io.tongban.access.AccessRequest.Counted;
import io.tongban.access.Decision;
import io.tongban.access.SharingAgreementSpec;
import io.tongban.access.agreements.Resolution;
import io.tongban.hub.Problem;
import io.tongban.ledger.Receipt;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the grants under agreements that have a rate: for each client, on this node, in fixed
 * windows of the hub's clock. Looks at plans and columns are counted apart from calls. A clock that
 * is set back opens no new window.
 */
@ApplicationScoped
class Rates {
  private final Refusals refusals;

  /** Plans and columns may be looked at so often for each call of the rate. */
  private static final long LOOKS_A_CALL = 10;

  /** And so often in any case, so that a JDBC tool can list the tables. */
  private static final long LEAST_LOOKS = 100;

  /** At most two for each declared client under each declared agreement. */
  private final Map<Key, Window> windows = new ConcurrentHashMap<>();

  private record Key(String agreement, String client, boolean looks) {}

  /**
   * What was counted in a window.
   *
   * @param end first instant after it
   * @param refused how often it was refused
   * @param open whether the last call was let through
   * @param receipt of the last refusal that is in the ledger, or null
   */
  private record Window(Instant end, long calls, long refused, boolean open, Receipt receipt) {
    Window next(long most) {
      return calls < most
          ? new Window(end, calls + 1, refused, true, receipt)
          : new Window(end, calls, refused + 1, false, receipt);
    }

    Window recorded(Receipt in) {
      return new Window(end, calls, refused, open, in);
    }
  }

  @Inject
  Rates(Refusals refusals) {
    this.refusals = refusals;
  }

  /**
   * Counts a use that is otherwise allowed.
   *
   * @param now in the hub's zone
   * @return why not; nothing if it may go on
   */
  Optional<Decision.Deny> count(
      AccessRequest request, Resolution.Allowed allowed, ZonedDateTime now) {
    SharingAgreementSpec.Rate rate = allowed.rate();
    if (rate == null || request.counted() == Counted.AGAIN) {
      return Optional.empty();
    }
    boolean looks = request.counted() == Counted.LOOK;
    long most = looks ? Math.max(LEAST_LOOKS, LOOKS_A_CALL * rate.calls()) : rate.calls();
    Key key = new Key(allowed.basis().agreement(), request.actor().client(), looks);
    Window window =
        windows.compute(
            key,
            (k, known) ->
                (known == null || !now.toInstant().isBefore(known.end())
                        ? new Window(end(rate.per(), now), 0, 0, true, null)
                        : known)
                    .next(most));
    return window.open()
        ? Optional.empty()
        : Optional.of(
            refused(request, key, window, problem(key, most, rate.per(), window, now.toInstant())));
  }

  /**
   * The 1st, 2nd, 4th, 8th … refusal of a window goes into the ledger, with its number; those
   * between them carry the receipt of the one before, so that who is refused a million times writes
   * twenty entries.
   */
  private Decision.Deny refused(AccessRequest request, Key key, Window window, Problem problem) {
    if (Long.bitCount(window.refused()) > 1 && window.receipt() != null) {
      return new Decision.Deny(problem.with("receipt", window.receipt()), window.receipt());
    }
    Decision.Deny deny = refusals.record(request, problem);
    windows.computeIfPresent(
        key,
        (k, known) -> known.end().equals(window.end()) ? known.recorded(deny.receipt()) : known);
    return deny;
  }

  private static Problem problem(
      Key key, long most, SharingAgreementSpec.Per per, Window window, Instant now) {
    // a started second counts: who waits that long is let in
    long seconds = Duration.between(now, window.end()).plusSeconds(1).minusNanos(1).toSeconds();
    return Problem.of(
            AccessProblem.RATE_EXCEEDED,
            "agreement "
                + key.agreement()
                + " allows client "
                + key.client()
                + " "
                + most
                + (key.looks() ? " looks at plans or columns a " : " calls a ")
                + per
                + "; this is refusal "
                + window.refused()
                + "; come again at "
                + window.end())
        .with("agreement", key.agreement())
        .with("retryAt", window.end().toString())
        .with("retryAfter", seconds);
  }

  private static Instant end(SharingAgreementSpec.Per per, ZonedDateTime now) {
    ChronoUnit unit =
        switch (per) {
          case MINUTE -> ChronoUnit.MINUTES;
          case HOUR -> ChronoUnit.HOURS;
          case DAY -> ChronoUnit.DAYS;
        };
    return now.truncatedTo(unit).plus(1, unit).toInstant();
  }
}
