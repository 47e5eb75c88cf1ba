package io.tongban.ledger.witness;

import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import io.tongban.hub.Ids;
import io.tongban.ledger.Alarms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Alarms in the hub's database. One thing is one alarm, however often it is seen. */
@ApplicationScoped
class StoredAlarms implements Alarms {
  private static final Logger LOG = Logger.getLogger(StoredAlarms.class);
  private static final int LIST = 100;

  /** Whoever can read a log's checkpoints can send them with wrong proofs: that many are kept. */
  private static final int MOST_UNPROVEN = 100;

  private final Jdbi jdbi;
  private final Ids ids;
  private final Clock clock;

  @Inject
  StoredAlarms(Database database, Ids ids, Clock clock) {
    database.migrate("ledger");
    this.jdbi = database.jdbi();
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * What is to be told.
   *
   * @param witness or null
   * @param held the signed checkpoint that was there before
   * @param shown the signed checkpoint that does not fit it; may be empty
   */
  record Finding(
      Kind kind,
      String origin,
      String witness,
      long size,
      String message,
      String held,
      String shown) {
    private String digest() {
      String all = String.join("\u0000", kind.name(), origin, "" + witness, "" + size, held, shown);
      return HexFormat.of().formatHex(CanonicalJson.sha256(all.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private record Row(
      UUID id,
      String kind,
      String origin,
      String witness,
      long treeSize,
      String message,
      String held,
      String shown,
      Instant at) {}

  private record Count(String kind, long number) {}

  /** Keeps a finding unless it is kept already. */
  void raise(Finding finding) {
    if (finding.kind() == Kind.UNPROVEN && unproven(finding.origin()) >= MOST_UNPROVEN) {
      return;
    }
    if (!known(finding.digest()) && store(finding)) {
      LOG.errorf(
          "ledger alarm %s: log %s at size %d: %s",
          finding.kind(), finding.origin(), finding.size(), finding.message());
    }
  }

  private long unproven(String origin) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT COUNT(*) FROM ledger.alarm WHERE kind = 'UNPROVEN' AND origin = :origin")
                .bind("origin", origin)
                .mapTo(Long.class)
                .one());
  }

  private boolean known(String digest) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT 1 FROM ledger.alarm WHERE digest = :digest")
                .bind("digest", digest)
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }

  private boolean store(Finding finding) {
    try {
      jdbi.useHandle(
          handle ->
              handle
                  .createUpdate(
                      "INSERT INTO ledger.alarm (id, digest, kind, origin, witness, tree_size,"
                          + " message, held, shown, at) VALUES (:id, :digest, :kind, :origin,"
                          + " :witness, :size, :message, :held, :shown, :at)")
                  .bind("id", ids.next())
                  .bind("digest", finding.digest())
                  .bind("kind", finding.kind().name())
                  .bind("origin", finding.origin())
                  .bind("witness", finding.witness())
                  .bind("size", finding.size())
                  .bind("message", finding.message())
                  .bind("held", finding.held())
                  .bind("shown", finding.shown())
                  .bind("at", clock.instant().truncatedTo(ChronoUnit.MICROS))
                  .execute());
      return true;
    } catch (UnableToExecuteStatementException e) {
      if (known(finding.digest())) {
        // another node saw the same
        return false;
      }
      throw e;
    }
  }

  @Override
  public List<Alarm> newest() {
    return jdbi
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT id, kind, origin, witness, tree_size, message, held, shown, at"
                            + " FROM ledger.alarm ORDER BY at DESC, id DESC LIMIT :limit")
                    .bind("limit", LIST)
                    .mapTo(Row.class)
                    .list())
        .stream()
        .map(StoredAlarms::alarm)
        .toList();
  }

  private static Alarm alarm(Row row) {
    return new Alarm(
        row.id(),
        Kind.valueOf(row.kind()),
        row.origin(),
        row.witness(),
        row.treeSize(),
        row.message(),
        Stream.of(row.held(), row.shown()).filter(note -> !note.isEmpty()).toList(),
        row.at());
  }

  @Override
  public Map<Kind, Long> counts() {
    Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      counts.put(kind, 0L);
    }
    jdbi.withHandle(
            handle ->
                handle
                    .createQuery("SELECT kind, COUNT(*) AS number FROM ledger.alarm GROUP BY kind")
                    .mapTo(Count.class)
                    .list())
        .forEach(count -> counts.put(Kind.valueOf(count.kind()), count.number()));
    return counts;
  }
}
