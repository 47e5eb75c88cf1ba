package io.tongban.certificates.jdbc;

import io.tongban.certificates.SigningKey;
import io.tongban.certificates.statuslist.IndexOrder;
import io.tongban.hub.Database;
import io.tongban.hub.HubKeys;
import io.tongban.hub.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Which status lists there are and which of their indices are taken. */
@ApplicationScoped
public class StatusListStore {
  /** Statuses of a list; large enough to hide one certificate among many. */
  public static final int CAPACITY = 1 << 17;

  /** Places taken from the database at once. */
  private static final int BLOCK = 512;

  private static final String SELECT =
      "SELECT id, authority, key_hash, bits, used, capacity, version, history_from"
          + " FROM certificates.status_list";

  private final Database database;
  private final HubKeys keys;
  private final Ids ids;
  private final Clock clock;
  private final Map<String, Block> blocks = new HashMap<>();

  @Inject
  StatusListStore(Database database, HubKeys keys, Ids ids, Clock clock) {
    this.database = database;
    this.keys = keys;
    this.ids = ids;
    this.clock = clock;
    database.migrate("certificates");
  }

  /**
   * A list.
   *
   * @param keyHash of the key its certificates are signed with ({@link SigningKey#keyHash}), or
   *     null for a list from before each key had lists of its own
   * @param bits of a status: 1, 2, 4 or 8
   * @param version grows with every change of a status
   * @param historyFrom since when the acts behind it are kept
   */
  public record StoredList(
      UUID id,
      String authority,
      String keyHash,
      int bits,
      int used,
      int capacity,
      long version,
      Instant historyFrom) {}

  /** A place in a list that is nobody else's. */
  public record Slot(UUID list, int index) {}

  /** A list by its id. */
  public Optional<StoredList> find(UUID id) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(SELECT + " WHERE id = :id")
                    .bind("id", id)
                    .mapTo(StoredList.class)
                    .findOne());
  }

  /** An authority's lists, oldest first. */
  public List<UUID> of(String authority) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT id FROM certificates.status_list WHERE authority = :authority"
                            + " ORDER BY created, id")
                    .bind("authority", authority)
                    .mapTo(UUID.class)
                    .list());
  }

  /**
   * Takes a place in a list of the key's that still has room, or in a new one. Places are taken
   * from the database by the block; those that a stopped node had left are lost.
   *
   * @param keyHash of the key the certificate is signed with
   * @param bits of a status: 1, 2, 4 or 8
   */
  public synchronized Slot take(String authority, String keyHash, int bits) {
    Block block =
        blocks.compute(
            keyHash + "/" + bits,
            (key, last) ->
                last == null || last.isEmpty() ? reserve(authority, keyHash, bits) : last);
    return new Slot(block.list, block.order.at(block.next++));
  }

  /** Places of a list in their keyed order that nobody else takes. */
  private static final class Block {
    private final UUID list;
    private final IndexOrder order;
    private final int end;
    private int next;

    Block(UUID list, IndexOrder order, int from) {
      this.list = list;
      this.order = order;
      this.next = from;
      this.end = from + BLOCK;
    }

    boolean isEmpty() {
      return next == end;
    }
  }

  private Block reserve(String authority, String keyHash, int bits) {
    return database.inGroup(
        handle -> {
          StoredList list =
              withRoom(handle, authority, keyHash, bits)
                  .orElseGet(() -> make(handle, authority, keyHash, bits));
          handle.execute(
              "UPDATE certificates.status_list SET used = used + ? WHERE id = ?", BLOCK, list.id());
          byte[] key = keys.derive("certificates/status-list/" + list.id(), 32);
          return new Block(list.id(), new IndexOrder(key, list.capacity()), list.used());
        });
  }

  private static Optional<StoredList> withRoom(
      Handle handle, String authority, String keyHash, int bits) {
    return handle
        .createQuery(
            SELECT
                + " WHERE authority = :authority AND key_hash = :keyHash AND bits = :bits AND used + "
                + BLOCK
                + " <= capacity"
                + " ORDER BY created, id FETCH FIRST 1 ROWS ONLY FOR UPDATE")
        .bind("authority", authority)
        .bind("keyHash", keyHash)
        .bind("bits", bits)
        .mapTo(StoredList.class)
        .findOne();
  }

  private StoredList make(Handle handle, String authority, String keyHash, int bits) {
    StoredList list =
        new StoredList(ids.next(), authority, keyHash, bits, 0, CAPACITY, 1, clock.instant());
    handle
        .createUpdate(
            "INSERT INTO certificates.status_list (id, authority, key_hash, bits, used, capacity,"
                + " version, created, history_from)"
                + " VALUES (:id, :authority, :keyHash, :bits, 0, :capacity, 1, :created, :created)")
        .bind("id", list.id())
        .bind("authority", authority)
        .bind("keyHash", keyHash)
        .bind("bits", bits)
        .bind("capacity", CAPACITY)
        .bind("created", list.historyFrom())
        .execute();
    return list;
  }
}
