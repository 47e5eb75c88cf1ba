package io.tongban.certificates.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tongban.access.Actor;
import io.tongban.access.Outbox;
import io.tongban.certificates.secrets.Sealer;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Requests for presentations and what came of them. A state changes by compare-and-swap, so that of
 * two responses one is taken and of two readers one reads: {@code PENDING → RECEIVED → READING →
 * READ}, back from {@code READING} where nothing was recorded, {@code PENDING → REFUSED}, and
 * {@code EXPIRED} from anywhere but the ends.
 */
@ApplicationScoped
public class PresentationStore {
  /** What is left of it, and how its end was told, can be seen so long after it has expired. */
  private static final Duration KEPT = Duration.ofDays(2);

  private static final String COLUMNS =
      "id, client, department, region, purpose, client_id, state, asked, found, error,"
          + " response_code_hash, expires, received, receipt_id";

  /** What departments are told. */
  private static final String ENDED = "urn:tongban:event:presentation-ended";

  private final Database database;
  private final Outbox outbox;
  private final Sealer sealer;
  private final Clock clock;

  @Inject
  PresentationStore(Database database, Outbox outbox, Sealer sealer, Clock clock) {
    this.database = database;
    this.outbox = outbox;
    this.sealer = sealer;
    this.clock = clock;
    database.migrate("certificates");
  }

  /**
   * What is asked of the wallet; kept sealed.
   *
   * @param nonce what the KB-JWT must carry
   * @param state what the response must carry
   * @param key the ephemeral key's JWK, private part included
   * @param query the DCQL query
   * @param transactionData each item as the wallet gets it, base64url
   * @param caseReference or null
   * @param redirect where a wallet on the same device sends the holder back to, or null
   * @param alternatives credential queries for certificates of other regions, by their id
   */
  public record Asked(
      String nonce,
      String state,
      String key,
      JsonNode query,
      List<String> transactionData,
      String caseReference,
      String redirect,
      Map<String, Alternative> alternatives) {
    public Asked {
      transactionData = List.copyOf(transactionData);
      alternatives = alternatives == null ? Map.of() : Map.copyOf(alternatives);
    }

    /** Without its secrets: texts find their way into logs. */
    @Override
    public String toString() {
      return "Asked";
    }
  }

  /**
   * A credential query for certificates of another region.
   *
   * @param credential id of the query it stands in for
   * @param recognition name of the Recognition it is made from
   */
  public record Alternative(String credential, String recognition) {}

  /**
   * A request as it stands.
   *
   * @param clientId the verifier's OpenID4VP client identifier
   * @param state as in the class's description
   * @param asked sealed; null when it is over
   * @param found sealed; null unless RECEIVED or READING
   * @param error the wallet's error code, or null
   * @param receiptId of the settlement, once it was read
   */
  public record StoredPresentation(
      UUID id,
      String client,
      String department,
      String region,
      String purpose,
      String clientId,
      String state,
      byte[] asked,
      byte[] found,
      String error,
      String responseCodeHash,
      Instant expires,
      Instant received,
      UUID receiptId) {
    /** The client that started it. */
    public Actor actor() {
      return new Actor(client, department, region);
    }

    /** Whether it is in that state. */
    public boolean is(String name) {
      return state.equals(name);
    }
  }

  /**
   * Adds a request.
   *
   * @param callback name of the Callback that is told when it has ended, or null
   */
  public void add(
      UUID id,
      Actor actor,
      String purpose,
      String clientId,
      Asked asked,
      Instant expires,
      String callback) {
    Instant now = clock.instant();
    sweep();
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate("DELETE FROM certificates.presentation WHERE expires < :before")
                    .bind("before", now.minus(KEPT))
                    .execute());
    database
        .jdbi()
        .useTransaction(
            handle -> {
              handle
                  .createUpdate(
                      "INSERT INTO certificates.presentation (id, client, department, region,"
                          + " purpose, client_id, state, asked, created, expires) VALUES (:id,"
                          + " :client, :department, :region, :purpose, :clientId, 'PENDING',"
                          + " :asked, :created, :expires)")
                  .bind("id", id)
                  .bind("client", actor.client())
                  .bind("department", actor.department())
                  .bind("region", actor.region())
                  .bind("purpose", purpose)
                  .bind("clientId", clientId)
                  .bind("asked", sealer.seal(context(id, "asked"), json(asked)))
                  .bind("created", now)
                  .bind("expires", expires)
                  .execute();
              if (callback != null) {
                outbox.expect(handle, ended(id, actor.client(), callback, asked.caseReference()));
              }
            });
  }

  private static Outbox.Event ended(UUID id, String client, String callback, String caseReference) {
    ObjectNode content =
        CanonicalJson.mapper().createObjectNode().put("presentation", id.toString());
    if (caseReference != null) {
      content.put("case", caseReference);
    }
    return new Outbox.Event(id, ENDED, callback, client, content);
  }

  /** Erases what requests that have expired asked and found; for those unanswered it is told. */
  public void sweep() {
    Instant now = clock.instant();
    database
        .jdbi()
        .useTransaction(
            handle -> {
              List<UUID> over =
                  handle
                      .createQuery(
                          "SELECT id FROM certificates.presentation WHERE expires <= :now"
                              + " AND state IN ('PENDING', 'RECEIVED', 'READING')")
                      .bind("now", now)
                      .mapTo(UUID.class)
                      .list();
              if (!over.isEmpty()) {
                handle
                    .createUpdate(
                        "UPDATE certificates.presentation SET state = 'EXPIRED', asked = NULL,"
                            + " found = NULL WHERE expires <= :now"
                            + " AND state IN ('PENDING', 'RECEIVED', 'READING')")
                    .bind("now", now)
                    .execute();
                // of those that were answered the end was told then
                over.forEach(id -> outbox.happened(handle, id, "expired", now));
              }
            });
  }

  /** The request of that id; one whose time is up is EXPIRED and empty. */
  public Optional<StoredPresentation> find(UUID id) {
    sweep();
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT " + COLUMNS + " FROM certificates.presentation WHERE id = :id")
                    .bind("id", id)
                    .mapTo(StoredPresentation.class)
                    .findOne());
  }

  /** What is asked; only while it is not over. */
  public Asked asked(StoredPresentation presentation) {
    return read(presentation.id(), "asked", presentation.asked(), Asked.class);
  }

  /** What was found; only while it is RECEIVED or READING. */
  public <T> T found(StoredPresentation presentation, Class<T> type) {
    return read(presentation.id(), "found", presentation.found(), type);
  }

  private <T> T read(UUID id, String what, byte[] sealed, Class<T> type) {
    try {
      return CanonicalJson.mapper().readValue(sealer.open(context(id, what), sealed), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes a response in; false if another was first.
   *
   * @param responseCode the secret that the redirect carries, or null
   */
  public boolean received(StoredPresentation presentation, Object found, String responseCode) {
    UUID id = presentation.id();
    return ended(
        id,
        "received",
        (handle, now) ->
            handle
                .createUpdate(
                    "UPDATE certificates.presentation SET state = 'RECEIVED',"
                        + " found = :found, response_code_hash = :code, received = :now"
                        + " WHERE id = :id AND state = 'PENDING'")
                .bind("found", sealer.seal(context(id, "found"), json(found)))
                .bind("code", responseCode == null ? null : codeHash(id, responseCode))
                .bind("now", now)
                .bind("id", id));
  }

  /** The end of a presentation and its notice are one: what is not told did not happen. */
  private boolean ended(UUID id, String outcome, BiFunction<Handle, Instant, Update> end) {
    Instant now = clock.instant();
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              boolean first = end.apply(handle, now).execute() == 1;
              if (first) {
                outbox.happened(handle, id, outcome, now);
              }
              return first;
            });
  }

  /** Notes that the wallet refused; false if a response was first. */
  public boolean refused(StoredPresentation presentation, String error) {
    return ended(
        presentation.id(),
        "refused",
        (handle, now) ->
            handle
                .createUpdate(
                    "UPDATE certificates.presentation SET state = 'REFUSED',"
                        + " error = :error, asked = NULL, received = :now"
                        + " WHERE id = :id AND state = 'PENDING'")
                .bind("error", error)
                .bind("now", now)
                .bind("id", presentation.id()));
  }

  /** Whether that is the secret its redirect carried; true where there was no redirect. */
  public boolean hasResponseCode(StoredPresentation presentation, String responseCode) {
    String hash = presentation.responseCodeHash();
    return hash == null
        || (responseCode != null && codeHash(presentation.id(), responseCode).equals(hash));
  }

  private String codeHash(UUID id, String responseCode) {
    return sealer.hash("response-code/" + id, responseCode);
  }

  /** Claims the right to read; false if another reader has it. */
  public boolean begin(StoredPresentation presentation) {
    return update(
            "UPDATE certificates.presentation SET state = 'READING'"
                + " WHERE id = :id AND state = 'RECEIVED'",
            presentation.id())
        == 1;
  }

  /** Gives the right to read back. */
  public void giveBack(StoredPresentation presentation) {
    update(
        "UPDATE certificates.presentation SET state = 'RECEIVED'"
            + " WHERE id = :id AND state = 'READING'",
        presentation.id());
  }

  /** Notes that it was read, and forgets what was asked and found. */
  public void read(StoredPresentation presentation, UUID receiptId) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "UPDATE certificates.presentation SET state = 'READ', asked = NULL,"
                            + " found = NULL, receipt_id = :receipt WHERE id = :id")
                    .bind("receipt", receiptId)
                    .bind("id", presentation.id())
                    .execute());
  }

  private int update(String sql, UUID id) {
    return database.jdbi().withHandle(handle -> handle.createUpdate(sql).bind("id", id).execute());
  }

  private static String context(UUID id, String what) {
    return "presentation/" + id + "/" + what;
  }

  private static byte[] json(Object value) {
    try {
      return CanonicalJson.mapper().writeValueAsBytes(value);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException("what is kept can be written as JSON", e);
    }
  }
}
