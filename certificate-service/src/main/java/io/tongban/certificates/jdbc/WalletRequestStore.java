package io.tongban.certificates.jdbc;

import io.tongban.certificates.secrets.Sealer;
import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Wallets' pushed authorization requests. A stage changes by compare-and-swap: {@code PUSHED →
 * TAKEN → ANSWERED}. Request URIs and tickets are kept as keyed hashes.
 */
@ApplicationScoped
public class WalletRequestStore {
  private static final String COLUMNS =
      "id, authority, type, format, wallet, redirect_uri, state, code_challenge, dpop_thumbprint,"
          + " by_details, offer, expires";

  private final Database database;
  private final Sealer sealer;
  private final Clock clock;

  @Inject
  WalletRequestStore(Database database, Sealer sealer, Clock clock) {
    this.database = database;
    this.sealer = sealer;
    this.clock = clock;
    database.migrate("certificates");
  }

  /**
   * A request.
   *
   * @param format identifier of the format asked for; null in requests of before there were more
   * @param wallet the client_id
   * @param state the wallet's own, or null
   * @param codeChallenge PKCE, S256
   * @param dpopThumbprint of the key the code is bound to, or null
   * @param byDetails whether it asked by {@code authorization_details}, not by scope
   * @param offer the offer whose {@code issuer_state} it named, or null
   */
  public record WalletRequest(
      UUID id,
      String authority,
      String type,
      String format,
      String wallet,
      String redirectUri,
      String state,
      String codeChallenge,
      String dpopThumbprint,
      boolean byDetails,
      UUID offer,
      Instant expires) {}

  /** Adds one under its request URI. */
  public void add(WalletRequest request, String requestUri) {
    database
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute(
                  "DELETE FROM certificates.wallet_request WHERE expires < ?", clock.instant());
              handle
                  .createUpdate(
                      "INSERT INTO certificates.wallet_request ("
                          + COLUMNS
                          + ", request_hash, stage) VALUES (:id, :authority, :type, :format, :wallet,"
                          + " :redirectUri, :state, :codeChallenge, :dpopThumbprint, :byDetails,"
                          + " CAST(:offer AS UUID), :expires, :hash, 'PUSHED')")
                  .bindMethods(request)
                  .bind("hash", sealer.hash("request_uri", requestUri))
                  .execute();
            });
  }

  /** How many requests of a wallet were not taken up yet. */
  public int waiting(String authority, String wallet) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT COUNT(*) FROM certificates.wallet_request WHERE authority ="
                            + " :authority AND wallet = :wallet AND stage = 'PUSHED' AND expires >"
                            + " :now")
                    .bind("authority", authority)
                    .bind("wallet", wallet)
                    .bind("now", clock.instant())
                    .mapTo(Integer.class)
                    .one());
  }

  /** The request of that URI that was not taken up yet. */
  public Optional<WalletRequest> pushed(String requestUri) {
    return one("request_hash", sealer.hash("request_uri", requestUri), "PUSHED");
  }

  /** The request of that ticket that was not answered yet. */
  public Optional<WalletRequest> taken(String ticket) {
    return one("ticket_hash", sealer.hash("ticket", ticket), "TAKEN");
  }

  private Optional<WalletRequest> one(String column, String hash, String stage) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT "
                            + COLUMNS
                            + " FROM certificates.wallet_request WHERE "
                            + column
                            + " = :hash AND stage = :stage AND expires > :now")
                    .bind("hash", hash)
                    .bind("stage", stage)
                    .bind("now", clock.instant())
                    .mapTo(WalletRequest.class)
                    .findOne());
  }

  /** Takes it up under a ticket; false if another request was first. */
  public boolean take(WalletRequest request, String ticket, Instant expires) {
    return database
            .jdbi()
            .withHandle(
                handle ->
                    handle.execute(
                        "UPDATE certificates.wallet_request SET stage = 'TAKEN', ticket_hash = ?,"
                            + " expires = ? WHERE id = ? AND stage = 'PUSHED'",
                        sealer.hash("ticket", ticket),
                        expires,
                        request.id()))
        == 1;
  }

  /** Notes that it is answered; false if another answer was first. */
  public boolean answer(WalletRequest request) {
    return database
            .jdbi()
            .withHandle(
                handle ->
                    handle.execute(
                        "UPDATE certificates.wallet_request SET stage = 'ANSWERED'"
                            + " WHERE id = ? AND stage = 'TAKEN'",
                        request.id()))
        == 1;
  }
}
