package io.tongban.benchmarks;

import io.tongban.access.AccessGrant;
import io.tongban.access.AccessRequest;
import io.tongban.access.Action;
import io.tongban.access.Actor;
import io.tongban.access.Judge;
import io.tongban.federation.Federation;
import io.tongban.hub.Sources;
import io.tongban.hub.test.TestHub;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;

/** The look-ups of {@link LookupWorld}: by the hub, and written by hand on the same pools. */
final class Lookups {
  static final String JWK =
      "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"b\","
          + "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
          + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";
  private static final Actor ACTOR = new Actor("bench", "bench-reader", "GB");

  private final Federation federation;
  private final Judge judge;
  private final List<DataSource> pools = new ArrayList<>();

  Lookups(TestHub hub, LookupWorld world) {
    hub.apply(world.definitions(JWK));
    this.federation = hub.get(Federation.class);
    this.judge = hub.get(Judge.class);
    for (String department : LookupWorld.DEPARTMENTS) {
      pools.add(hub.get(Sources.class).jdbc("bench-" + department));
    }
  }

  /** The three-source look-up, prepared, under one grant a turn. */
  Turns.Way federated() {
    return new Service(
        LookupWorld.LOOKUP,
        1,
        random -> Map.of("id", LookupWorld.key(random.nextInt(LookupWorld.ROWS))));
  }

  /** Fifty keys out of one source's rows, looked up in another. */
  Turns.Way bindJoin() {
    return new Service(
        LookupWorld.BATCHES,
        LookupWorld.BATCH,
        random -> Map.of("batch", LookupWorld.batch(random)));
  }

  /** Three JDBC look-ups with the row condition. */
  Turns.Way byHand() {
    return random -> {
      String key = LookupWorld.key(random.nextInt(LookupWorld.ROWS));
      for (DataSource pool : pools) {
        try (Connection connection = pool.getConnection();
            PreparedStatement select =
                connection.prepareStatement(
                    "SELECT id, name, region FROM t WHERE id = ? AND region = ?")) {
          select.setString(1, key);
          select.setString(2, "GB");
          try (ResultSet row = select.executeQuery()) {
            require(row.next() && row.getString(2) != null && row.getString(3) != null);
          }
        }
      }
    };
  }

  /**
   * The batch's keys, then one statement for all of them.
   *
   * @param arrays {@code = ANY(?)}, else an IN list
   */
  Turns.Way bindJoinByHand(boolean arrays) {
    return random -> {
      List<String> keys = new ArrayList<>();
      try (Connection connection = pools.get(1).getConnection();
          PreparedStatement select =
              connection.prepareStatement("SELECT batch, person FROM cases WHERE batch = ?")) {
        select.setString(1, LookupWorld.batch(random));
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            keys.add(row.getString(2));
          }
        }
      }
      require(names(keys, arrays) > 0);
    };
  }

  private int names(List<String> keys, boolean arrays) throws SQLException {
    String condition = arrays ? "id = ANY (?)" : "id IN (" + "?, ".repeat(keys.size() - 1) + "?)";
    int found = 0;
    try (Connection connection = pools.get(0).getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT id, name FROM t WHERE " + condition + " AND region = ?")) {
      int at = 1;
      if (arrays) {
        select.setArray(at++, connection.createArrayOf("text", keys.toArray()));
      } else {
        for (String key : keys) {
          select.setString(at++, key);
        }
      }
      select.setString(at, "GB");
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found += row.getString(1) != null && row.getString(2) != null ? 1 : 0;
        }
      }
    }
    return found;
  }

  private static void require(boolean found) {
    if (!found) {
      throw new IllegalStateException("a look-up found nothing");
    }
  }

  /** Values of one call. */
  private interface Values {
    Map<String, ?> of(Random random);
  }

  private final class Service implements Turns.Way {
    private final String name;
    private final int rows;
    private final Values values;
    private AccessGrant grant;

    Service(String name, int rows, Values values) {
      this.name = name;
      this.rows = rows;
      this.values = values;
    }

    @Override
    public void begin() {
      grant =
          judge.grant(
              new AccessRequest(ACTOR, Action.CALL, name, federation.reads(name), "bench", null));
    }

    @Override
    public void call(Random random) {
      require(federation.run(grant, name, values.of(random)).rows().size() == rows);
    }
  }
}
