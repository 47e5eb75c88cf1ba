package io.tongban.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What departments' systems are to be told, beside what it is of: a notice is written in the
 * transaction that makes its event happen, so that neither is without the other, and stays until a
 * Callback took it or a day is over, and for two days in all. Which node sends it is settled by
 * compare-and-swap on the number of tries.
 */
public interface Outbox {
  /**
   * An event and who is told of it.
   *
   * @param about id of what it is of: a presentation, a correction
   * @param type URI of its type (RFC 8417, section 2.2)
   * @param callback name of the Callback
   * @param client the Callback's client, the audience; whose it is when it is sent is asked anew
   * @param content its members; sealed, and erased when the notice is settled
   */
  record Event(UUID about, String type, String callback, String client, ObjectNode content) {
    /** Without its content: texts find their way into logs. */
    @Override
    public String toString() {
      return "Event[" + type + ", " + about + "]";
    }
  }

  /** How far a notice is. */
  enum State {
    /** Its event has not happened yet. */
    WAITING,
    /** It has, and the receiver did not yet take the notice. */
    PENDING,
    /** The receiver took it. */
    DELIVERED,
    /** The receiver did not take it within a day. */
    GIVEN_UP
  }

  /**
   * How a notice stands.
   *
   * @param callback name of the Callback
   * @param attempts how often it was sent, the try that is under way included
   * @param next when it is sent next, or, while it is being sent, when another node may; null
   *     unless PENDING
   * @param settled when it was delivered or given up, or null
   * @param error why the last try failed: a problem's code, {@code status-} and the status of HTTP,
   *     or an error code of RFC 8935, section 2.4; null where none failed or it is delivered
   */
  record Notice(
      String callback, State state, int attempts, Instant next, Instant settled, String error) {}

  /**
   * A notice to be sent.
   *
   * @param id the same at every try ({@code jti})
   * @param outcome how what it is of ended, in lower case, or null where the type says it all
   * @param happened when
   * @param sealed {@link #content} opens it
   * @param attempts this one included; who has another number has lost the notice
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Due(
      UUID id,
      String type,
      String callback,
      String client,
      String outcome,
      Instant happened,
      byte[] sealed,
      int attempts) {}

  /** Keeps a notice of an event that is to come, once {@link #happened} says that it did. */
  void expect(Handle handle, Event event);

  /**
   * What was expected of that has happened: it is due. Nothing where nothing was expected.
   *
   * @param outcome how it ended, in lower case: the event's member {@code state}
   */
  void happened(Handle handle, UUID about, String outcome, Instant at);

  /** Keeps a notice of an event that has happened: it is due. */
  void tell(Handle handle, Event event, Instant at);

  /** How the first notice of something stands; nothing where nobody is told of it. */
  Optional<Notice> of(UUID about);

  /** How many of the last two days are in each state. */
  Map<State, Long> counts();

  /** The Callbacks that something is due for. */
  List<String> due(Instant now);

  /**
   * Takes the Callback's notice that is due the longest; of several nodes one gets it.
   *
   * @param until when it is due again, should this node not say what became of it
   */
  Optional<Due> take(String callback, Instant now, Instant until);

  /**
   * The event's members, its outcome as {@code state} among them.
   *
   * @throws io.tongban.hub.ProblemException {@link io.tongban.hub.HubProblem#KEY_UNREADABLE}
   */
  ObjectNode content(Due notice);

  /** The receiver has it, also where another node took the notice meanwhile. */
  void delivered(Due notice, Instant now);

  /** The try failed, and there will be no other. */
  void givenUp(Due notice, String error, Instant now);

  /** The try failed; it is due again then. */
  void failed(Due notice, String error, Instant next);
}
