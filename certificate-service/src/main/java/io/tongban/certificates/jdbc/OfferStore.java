package io.tongban.certificates.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import io.tongban.access.Actor;
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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Offers and the access tokens they turn into. A state changes by compare-and-swap, so that of two
 * requests one wins: {@code OFFERED → REDEEMED → ISSUING → ISSUED}, and back from {@code ISSUING}
 * where nothing was issued.
 */
@ApplicationScoped
public class OfferStore {
  /** Wrong transaction codes an offer bears. */
  public static final int MAX_TRIES = 5;

  private static final TypeReference<Map<String, String>> PARAMETERS = new TypeReference<>() {};
  private static final Duration KEPT = Duration.ofDays(1);
  private static final String COLUMNS =
      "id, type, authority, client, department, region, transaction_hash, parameters, state,"
          + " expires, token_expires, dpop_thumbprint, certificate";

  private final Database database;
  private final Sealer sealer;
  private final Clock clock;

  @Inject
  OfferStore(Database database, Sealer sealer, Clock clock) {
    this.database = database;
    this.sealer = sealer;
    this.clock = clock;
    database.migrate("certificates");
  }

  /**
   * An offer.
   *
   * @param transactionHash keyed hash of the transaction code, or null where none is asked for
   * @param parameters sealed; null once the certificate is issued
   * @param state as in the class's description
   * @param certificate what it became, or null
   */
  public record StoredOffer(
      UUID id,
      String type,
      String authority,
      String client,
      String department,
      String region,
      String transactionHash,
      byte[] parameters,
      String state,
      Instant expires,
      Instant tokenExpires,
      String dpopThumbprint,
      UUID certificate) {
    /** The client that made the offer. */
    public Actor actor() {
      return new Actor(client, department, region);
    }

    /** Whether the certificate was issued. */
    public boolean issued() {
      return state.equals("ISSUED");
    }
  }

  /** Adds an offer; the codes are kept as hashes. */
  public void add(
      UUID id,
      String type,
      String authority,
      Actor actor,
      String code,
      String transactionCode,
      Map<String, String> parameters,
      Instant expires) {
    Instant now = clock.instant();
    database
        .jdbi()
        .useHandle(
            handle -> {
              // what nobody fetched is forgotten
              handle
                  .createUpdate(
                      "DELETE FROM certificates.offer WHERE expires < :before AND"
                          + " state <> 'ISSUED'")
                  .bind("before", now.minus(KEPT))
                  .execute();
              handle
                  .createUpdate(
                      "INSERT INTO certificates.offer (id, type, authority, client, department,"
                          + " region, code_hash, transaction_hash, tries, parameters, state,"
                          + " created, expires) VALUES (:id, :type, :authority, :client,"
                          + " :department, :region, :code, :transaction, 0, :parameters, 'OFFERED',"
                          + " :created, :expires)")
                  .bind("id", id)
                  .bind("type", type)
                  .bind("authority", authority)
                  .bind("client", actor.client())
                  .bind("department", actor.department())
                  .bind("region", actor.region())
                  .bind("code", sealer.hash("code", code))
                  .bind("transaction", transactionHash(id, transactionCode))
                  .bind("parameters", sealer.seal("offer/" + id, CanonicalJson.bytes(parameters)))
                  .bind("created", now)
                  .bind("expires", expires)
                  .execute();
            });
  }

  private String transactionHash(UUID id, String code) {
    return code == null ? null : sealer.hash("transaction/" + id, code);
  }

  /** The offer of a pre-authorised code. */
  public Optional<StoredOffer> byCode(String code) {
    return by("code_hash", sealer.hash("code", code));
  }

  /** The offer an access token was given for. */
  public Optional<StoredOffer> byToken(String token) {
    return by("token_hash", sealer.hash("token", token));
  }

  private Optional<StoredOffer> by(String column, String hash) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT " + COLUMNS + " FROM certificates.offer WHERE " + column + " = :h")
                    .bind("h", hash)
                    .mapTo(StoredOffer.class)
                    .findOne());
  }

  /** The parameters of its data service. */
  public Map<String, String> parameters(StoredOffer offer) {
    try {
      return CanonicalJson.mapper()
          .readValue(sealer.open("offer/" + offer.id(), offer.parameters()), PARAMETERS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Tries a transaction code. The try is counted before it is compared, so that guesses in parallel
   * are counted as well.
   */
  public boolean tryTransactionCode(StoredOffer offer, String code) {
    int counted =
        update(
            "UPDATE certificates.offer SET tries = tries + 1 WHERE id = :id AND tries < "
                + MAX_TRIES,
            offer.id());
    return counted == 1 && transactionHash(offer.id(), code).equals(offer.transactionHash());
  }

  /** Turns the code into a token; false if another request was first. */
  public boolean redeem(StoredOffer offer, String token, Instant tokenExpires, String thumbprint) {
    return database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createUpdate(
                            "UPDATE certificates.offer SET state = 'REDEEMED', token_hash = :token,"
                                + " token_expires = :expires, dpop_thumbprint = :thumbprint"
                                + " WHERE id = :id AND state = 'OFFERED'")
                        .bind("token", sealer.hash("token", token))
                        .bind("expires", tokenExpires)
                        .bind("thumbprint", thumbprint)
                        .bind("id", offer.id())
                        .execute())
        == 1;
  }

  /** A code came a second time: the token of the first is worth nothing from now on. */
  public void distrust(StoredOffer offer) {
    update(
        "UPDATE certificates.offer SET state = 'REVOKED', parameters = NULL"
            + " WHERE id = :id AND state = 'REDEEMED'",
        offer.id());
  }

  /** Claims the right to issue; false if another request has it. */
  public boolean begin(StoredOffer offer) {
    return update(
            "UPDATE certificates.offer SET state = 'ISSUING' WHERE id = :id AND state = 'REDEEMED'",
            offer.id())
        == 1;
  }

  /** Gives the right to issue back. */
  public void giveBack(StoredOffer offer) {
    update(
        "UPDATE certificates.offer SET state = 'REDEEMED' WHERE id = :id AND state = 'ISSUING'",
        offer.id());
  }

  /** Notes that it was issued and forgets the parameters. */
  public void issued(StoredOffer offer, UUID certificate) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "UPDATE certificates.offer SET state = 'ISSUED', certificate = :certificate,"
                            + " parameters = NULL WHERE id = :id")
                    .bind("certificate", certificate)
                    .bind("id", offer.id())
                    .execute());
  }

  /** Notes what the wallet said of its certificate. */
  public void notified(StoredOffer offer, String event) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate("UPDATE certificates.offer SET notified = :event WHERE id = :id")
                    .bind("event", event)
                    .bind("id", offer.id())
                    .execute());
  }

  private int update(String sql, UUID id) {
    return database.jdbi().withHandle(handle -> handle.createUpdate(sql).bind("id", id).execute());
  }
}
