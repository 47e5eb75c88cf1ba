package io.tongban.certificates.jdbc;

import io.tongban.certificates.statuslist.IndexOrder;
import io.tongban.hub.Database;
import io.tongban.hub.HubKeys;
import io.tongban.hub.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Which status lists there are and which of their indices are taken. */
@ApplicationScoped
public class StatusListStore {
  /** Statuses of a list; large enough to hide one certificate among many. */
  public static final int CAPACITY = 1 << 17;

  private final Database database;
  private final HubKeys keys;
  private final Ids ids;
  private final Clock clock;

  @Inject
  StatusListStore(Database database, HubKeys keys, Ids ids, Clock clock) {
    this.database = database;
    this.keys = keys;
    this.ids = ids;
    this.clock = clock;
    database.migrate("certificates");
  }

  /** A list. {@code version} grows with every change of a status. */
  public record StoredList(UUID id, String authority, int used, int capacity, long version) {}

  /** A place in a list that is nobody else's. */
  public record Slot(UUID list, int index) {}

  /** A list by its id. */
  public Optional<StoredList> find(UUID id) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT id, authority, used, capacity, version"
                            + " FROM certificates.status_list WHERE id = :id")
                    .bind("id", id)
                    .mapTo(StoredList.class)
                    .findOne());
  }

  /** Takes a place in the authority's list that still has room, or in a new one. */
  public Slot take(String authority) {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              StoredList list =
                  withRoom(handle, authority).orElseGet(() -> make(handle, authority));
              handle.execute(
                  "UPDATE certificates.status_list SET used = used + 1 WHERE id = ?", list.id());
              byte[] key = keys.derive("certificates/status-list/" + list.id(), 32);
              return new Slot(list.id(), new IndexOrder(key, list.capacity()).at(list.used()));
            });
  }

  private static Optional<StoredList> withRoom(Handle handle, String authority) {
    return handle
        .createQuery(
            "SELECT id, authority, used, capacity, version FROM certificates.status_list"
                + " WHERE authority = :authority AND used < capacity"
                + " ORDER BY created, id FETCH FIRST 1 ROWS ONLY FOR UPDATE")
        .bind("authority", authority)
        .mapTo(StoredList.class)
        .findOne();
  }

  private StoredList make(Handle handle, String authority) {
    StoredList list = new StoredList(ids.next(), authority, 0, CAPACITY, 1);
    handle
        .createUpdate(
            "INSERT INTO certificates.status_list (id, authority, used, capacity, version, created)"
                + " VALUES (:id, :authority, 0, :capacity, 1, :created)")
        .bind("id", list.id())
        .bind("authority", authority)
        .bind("capacity", CAPACITY)
        .bind("created", clock.instant())
        .execute();
    return list;
  }
}
