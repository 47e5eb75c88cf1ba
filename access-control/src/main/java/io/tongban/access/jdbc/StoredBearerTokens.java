package io.tongban.access.jdbc;

import io.tongban.access.jose.BearerStore;
import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Bearer tokens as rows. */
@ApplicationScoped
class StoredBearerTokens implements BearerStore {
  private final Database database;

  @Inject
  StoredBearerTokens(Database database) {
    this.database = database;
    database.migrate("access");
  }

  @Override
  public int count(String client, Instant now) {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              handle.execute("DELETE FROM access.bearer_token WHERE until <= ?", now);
              return handle
                  .createQuery("SELECT COUNT(*) FROM access.bearer_token WHERE client = :client")
                  .bind("client", client)
                  .mapTo(Integer.class)
                  .one();
            });
  }

  @Override
  public void add(Kept token) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "INSERT INTO access.bearer_token (digest, id, client, audience, until, ends)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                    token.digest(),
                    token.id(),
                    token.client(),
                    token.audience(),
                    token.until(),
                    token.ends()));
  }

  @Override
  public boolean renew(String client, UUID id, String audience, Instant now, Instant until) {
    return database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createUpdate(
                            "UPDATE access.bearer_token SET until = CASE WHEN ends < :until THEN"
                                + " ends ELSE :until END WHERE id = :id AND client = :client"
                                + " AND audience = :audience AND until > :now")
                        .bind("until", until)
                        .bind("id", id)
                        .bind("client", client)
                        .bind("audience", audience)
                        .bind("now", now)
                        .execute())
        == 1;
  }

  @Override
  public void remove(String client, UUID id) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "DELETE FROM access.bearer_token WHERE id = ? AND client = ?", id, client));
  }

  @Override
  public Optional<String> client(String digest, String audience, Instant now) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT client FROM access.bearer_token WHERE digest = :digest"
                            + " AND audience = :audience AND until > :now")
                    .bind("digest", digest)
                    .bind("audience", audience)
                    .bind("now", now)
                    .mapTo(String.class)
                    .findOne());
  }
}
