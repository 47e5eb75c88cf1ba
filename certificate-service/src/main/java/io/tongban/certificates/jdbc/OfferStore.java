package io.tongban.certificates.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import io.tongban.access.Actor;
import io.tongban.certificates.jdbc.WalletRequestStore.WalletRequest;
import io.tongban.certificates.jose.Jwks;
import io.tongban.certificates.secrets.Sealer;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.interfaces.ECPublicKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Offers and the access tokens they turn into. A state changes by compare-and-swap, so that of two
 * requests one wins: {@code OFFERED → REDEEMED → ISSUED}, and back where nothing was released;
 * {@code REDEEMED → DEFERRED → ISSUED} where its source is to be asked later.
 *
 * <p>What a holder agreed to (authorization code flow) is an offer to that wallet: its code is the
 * authorization code. Its parameters are kept as long as its refresh tokens hold, since a refresh
 * reads the facts anew. An offer by {@code issuer_state} ends as {@code TAKEN}, once a holder
 * agreed.
 */
@ApplicationScoped
public class OfferStore {
  /** Wrong transaction codes an offer bears. */
  public static final int MAX_TRIES = 5;

  private static final TypeReference<Map<String, String>> PARAMETERS = new TypeReference<>() {};
  private static final Duration KEPT = Duration.ofDays(1);
  private static final String COLUMNS =
      "id, type, authority, client, department, region, transaction_hash, parameters, state,"
          + " expires, token_expires, dpop_thumbprint, certificate, wallet, redirect_uri,"
          + " code_challenge, by_details, holder_keys, format";

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
   * @param certificate what it became last, or null
   * @param wallet client_id of the wallet it is for, or null for whoever has the code
   * @param redirectUri of the authorization request, or null
   * @param codeChallenge PKCE, S256, or null
   * @param byDetails whether the wallet asked by {@code authorization_details}
   * @param holderKeys sealed; the keys a deferred certificate is for, or null
   * @param format identifier of the format, or null while the wallet may choose
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
      UUID certificate,
      String wallet,
      String redirectUri,
      String codeChallenge,
      boolean byDetails,
      byte[] holderKeys,
      String format) {
    /** The client that made the offer. */
    public Actor actor() {
      return new Actor(client, department, region);
    }

    /** Whether the certificate was issued. */
    public boolean issued() {
      return state.equals("ISSUED");
    }
  }

  /**
   * Tokens to hand out.
   *
   * @param refresh null where the offer is not refreshed
   * @param refreshExpires end of all the offer's refresh tokens, or null
   */
  public record NewTokens(
      String access, Instant accessExpires, String refresh, Instant refreshExpires) {}

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
    insert(
        new Row(id, type, authority, sealer.hash("code", code), expires),
        actor,
        transactionHash(id, transactionCode),
        parameters,
        null);
  }

  /** Adds an offer whose holder signs in. */
  public void invite(
      UUID id, String type, String authority, Actor actor, String issuerState, Instant expires) {
    insert(
        new Row(id, type, authority, sealer.hash("issuer_state", issuerState), expires),
        actor,
        null,
        Map.of(),
        null);
  }

  /** Adds what a holder agreed to. */
  public void authorized(
      WalletRequest request,
      Actor actor,
      String code,
      Map<String, String> parameters,
      Instant expires) {
    insert(
        new Row(
            request.id(),
            request.type(),
            request.authority(),
            sealer.hash("authorization_code", code),
            expires),
        actor,
        null,
        parameters,
        request);
  }

  private record Row(UUID id, String type, String authority, String codeHash, Instant expires) {}

  private void insert(
      Row row,
      Actor actor,
      String transactionHash,
      Map<String, String> parameters,
      WalletRequest request) {
    Instant now = clock.instant();
    database
        .jdbi()
        .useHandle(
            handle -> {
              forget(handle, now);
              handle
                  .createUpdate(
                      "INSERT INTO certificates.offer (id, type, authority, client, department,"
                          + " region, code_hash, transaction_hash, tries, parameters, state,"
                          + " created, expires, dpop_thumbprint, wallet, redirect_uri,"
                          + " code_challenge, by_details, format) VALUES (:id, :type, :authority, :client,"
                          + " :department, :region, :code, :transaction, 0, :parameters, 'OFFERED',"
                          + " :created, :expires, :thumbprint, :wallet, :redirect, :challenge,"
                          + " :byDetails, :format)")
                  .bind("id", row.id())
                  .bind("type", row.type())
                  .bind("authority", row.authority())
                  .bind("client", actor.client())
                  .bind("department", actor.department())
                  .bind("region", actor.region())
                  .bind("code", row.codeHash())
                  .bind("transaction", transactionHash)
                  .bind(
                      "parameters",
                      sealer.seal("offer/" + row.id(), CanonicalJson.bytes(parameters)))
                  .bind("created", now)
                  .bind("expires", row.expires())
                  .bind("thumbprint", request == null ? null : request.dpopThumbprint())
                  .bind("wallet", request == null ? null : request.wallet())
                  .bind("redirect", request == null ? null : request.redirectUri())
                  .bind("challenge", request == null ? null : request.codeChallenge())
                  .bind("byDetails", request != null && request.byDetails())
                  .bind("format", request == null ? null : request.format())
                  .execute();
            });
  }

  /** Forgets what nobody fetched, and whose it was once nobody can ask for it again. */
  private static void forget(Handle handle, Instant now) {
    handle.execute("DELETE FROM certificates.refresh_token WHERE expires < ?", now);
    handle.execute(
        "DELETE FROM certificates.offer WHERE expires < ? AND state <> 'ISSUED'", now.minus(KEPT));
    handle.execute(
        "UPDATE certificates.offer SET parameters = NULL"
            + " WHERE expires < ? AND parameters IS NOT NULL AND state = 'ISSUED'",
        now);
  }

  private String transactionHash(UUID id, String code) {
    return code == null ? null : sealer.hash("transaction/" + id, code);
  }

  /** The offer of a pre-authorised code. */
  public Optional<StoredOffer> byCode(String code) {
    return by("code_hash", sealer.hash("code", code));
  }

  /** What a holder agreed to, by its authorization code. */
  public Optional<StoredOffer> byAuthorizationCode(String code) {
    return by("code_hash", sealer.hash("authorization_code", code));
  }

  /** The offer of an {@code issuer_state}. */
  public Optional<StoredOffer> byIssuerState(String issuerState) {
    return by("code_hash", sealer.hash("issuer_state", issuerState));
  }

  /** The offer an access token was given for. */
  public Optional<StoredOffer> byToken(String token) {
    return by("token_hash", sealer.hash("token", token));
  }

  private Optional<StoredOffer> by(String column, String hash) {
    return Sql.first(
        database.dataSource(),
        "SELECT " + COLUMNS + " FROM certificates.offer WHERE " + column + " = ?",
        OfferStore::stored,
        hash);
  }

  private static StoredOffer stored(ResultSet row) throws SQLException {
    return new StoredOffer(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getBytes(8),
        row.getString(9),
        Sql.instant(row, 10),
        Sql.instant(row, 11),
        row.getString(12),
        row.getObject(13, UUID.class),
        row.getString(14),
        row.getString(15),
        row.getString(16),
        row.getBoolean(17),
        row.getBytes(18),
        row.getString(19));
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

  /** Turns the code into tokens; false if another request was first. */
  public boolean redeem(StoredOffer offer, NewTokens tokens, String thumbprint) {
    return database.inGroup(handle -> hand(handle, offer, tokens, thumbprint, "state = 'OFFERED'"));
  }

  /**
   * Turns a refresh token into new tokens; the access token before is worth nothing from then on.
   * False if another request was first, or a certificate is being issued.
   */
  public boolean refresh(StoredOffer offer, String refreshToken, NewTokens tokens) {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              String states = "state IN ('REDEEMED', 'ISSUED', 'DEFERRED')";
              if (!hand(handle, offer, tokens, offer.dpopThumbprint(), states)) {
                return false;
              }
              int first =
                  handle.execute(
                      "UPDATE certificates.refresh_token SET used = TRUE"
                          + " WHERE hash = ? AND used = FALSE",
                      sealer.hash("refresh_token", refreshToken));
              if (first != 1) {
                handle.rollback();
              }
              return first == 1;
            });
  }

  private boolean hand(
      Handle handle, StoredOffer offer, NewTokens tokens, String thumbprint, String states) {
    int changed =
        handle
            .createUpdate(
                "UPDATE certificates.offer SET state = CASE WHEN state = 'DEFERRED' THEN state ELSE"
                    + " 'REDEEMED' END, token_hash = :token,"
                    + " token_expires = :expires, dpop_thumbprint = :thumbprint"
                    + " WHERE id = :id AND "
                    + states)
            .bind("token", sealer.hash("token", tokens.access()))
            .bind("expires", tokens.accessExpires())
            .bind("thumbprint", thumbprint)
            .bind("id", offer.id())
            .execute();
    if (changed == 1 && tokens.refresh() != null) {
      handle.execute(
          "INSERT INTO certificates.refresh_token (hash, offer, used, expires)"
              + " VALUES (?, ?, FALSE, ?)",
          sealer.hash("refresh_token", tokens.refresh()),
          offer.id(),
          tokens.refreshExpires());
      handle.execute(
          "UPDATE certificates.offer SET expires = ? WHERE id = ?",
          tokens.refreshExpires(),
          offer.id());
    }
    return changed == 1;
  }

  /**
   * A refresh token.
   *
   * @param used whether it was used before
   */
  public record StoredRefresh(UUID offer, boolean used, Instant expires) {}

  /** A refresh token as stored. */
  public Optional<StoredRefresh> refreshToken(String token) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT offer, used, expires FROM certificates.refresh_token"
                            + " WHERE hash = :hash")
                    .bind("hash", sealer.hash("refresh_token", token))
                    .mapTo(StoredRefresh.class)
                    .findOne());
  }

  /** By id. */
  public Optional<StoredOffer> find(UUID id) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT " + COLUMNS + " FROM certificates.offer WHERE id = :id")
                    .bind("id", id)
                    .mapTo(StoredOffer.class)
                    .findOne());
  }

  /** Takes an offer by issuer_state up for a holder; empty if another holder was first. */
  public Optional<StoredOffer> takeUp(UUID id) {
    int changed =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle.execute(
                        "UPDATE certificates.offer SET state = 'TAKEN'"
                            + " WHERE id = ? AND state = 'OFFERED' AND expires > ?",
                        id,
                        clock.instant()));
    return changed == 1 ? find(id) : Optional.empty();
  }

  /**
   * A code or a refresh token came a second time: the tokens of the first are worth nothing from
   * now on.
   */
  public void distrust(StoredOffer offer) {
    update(
        "UPDATE certificates.offer SET state = 'REVOKED', parameters = NULL,"
            + " holder_keys = NULL"
            + " WHERE id = :id AND (state IN ('REDEEMED', 'DEFERRED') OR wallet IS NOT NULL)",
        offer.id());
  }

  /** Takes an offer back that was not fetched yet. */
  public void cancel(UUID offer) {
    update(
        "UPDATE certificates.offer SET state = 'REVOKED', parameters = NULL, holder_keys = NULL"
            + " WHERE id = :id AND state IN ('OFFERED', 'REDEEMED', 'DEFERRED')",
        offer);
  }

  /** Another request was first; the transaction has to be undone. */
  static final class Taken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Taken() {
      super("the offer is another request's");
    }
  }

  private static void requireOne(int changed) {
    if (changed != 1) {
      throw new Taken();
    }
  }

  /**
   * What is made later, when its source can be asked.
   *
   * @param format identifier of the format it is for
   * @param holders the keys it is for
   * @param tokenExpires its token holds until then at least
   */
  public record Deferral(String format, List<ECPublicKey> holders, Instant tokenExpires) {}

  /**
   * Notes that its source is to be asked later.
   *
   * @throws Taken if its state is not any more what it was when it was read
   */
  void defer(Connection connection, StoredOffer offer, Deferral deferral) {
    byte[] keys = CanonicalJson.bytes(deferral.holders().stream().map(Jwks::json).toList());
    requireOne(
        Sql.update(
            connection,
            "UPDATE certificates.offer SET state = 'DEFERRED', holder_keys = ?, format = ?,"
                + " token_expires = GREATEST(token_expires, ?) WHERE id = ? AND state = ?",
            sealer.seal(keysContext(offer), keys),
            deferral.format(),
            deferral.tokenExpires(),
            offer.id(),
            offer.state()));
  }

  private static String keysContext(StoredOffer offer) {
    return "holder-keys/" + offer.id();
  }

  /** The keys a deferred certificate is for. */
  public List<ECPublicKey> holderKeys(StoredOffer offer) {
    List<ECPublicKey> keys = new ArrayList<>();
    CanonicalJson.read(sealer.open(keysContext(offer), offer.holderKeys()))
        .forEach(jwk -> keys.add(Jwks.p256(jwk).orElseThrow()));
    return keys;
  }

  /** Puts it back as it was read, if it has become that certificate; false if not. */
  boolean giveBack(Connection connection, StoredOffer offer, UUID certificate) {
    return Sql.update(
            connection,
            "UPDATE certificates.offer SET state = ?, certificate = CAST(? AS UUID), parameters = ?,"
                + " holder_keys = ? WHERE id = ? AND state = 'ISSUED' AND certificate = ?",
            offer.state(),
            offer.certificate(),
            offer.parameters(),
            offer.holderKeys(),
            offer.id(),
            certificate)
        == 1;
  }

  /**
   * Claims it for a certificate and forgets the parameters, unless it may be refreshed.
   *
   * @throws Taken if its state is not any more what it was when it was read
   */
  void issued(Connection connection, StoredOffer offer, UUID certificate) {
    requireOne(
        Sql.update(
            connection,
            "UPDATE certificates.offer SET state = 'ISSUED', certificate = ?, parameters = CASE"
                + " WHEN wallet IS NULL THEN NULL ELSE parameters END, holder_keys = NULL"
                + " WHERE id = ? AND state = ?",
            certificate,
            offer.id(),
            offer.state()));
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
    return database.inGroup(handle -> handle.createUpdate(sql).bind("id", id).execute());
  }
}
