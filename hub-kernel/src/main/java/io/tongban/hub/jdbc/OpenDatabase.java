package io.tongban.hub.jdbc;

import io.tongban.hub.Database;
import io.tongban.hub.HubSettings;

/** A hub's database outside of a hub that runs: for drills on copies. */
public final class OpenDatabase implements AutoCloseable {
  private final HubDatabase database;

  /** Opens the database that the settings name. */
  public OpenDatabase(HubSettings settings) {
    this.database = new HubDatabase(settings);
  }

  /** The database. */
  public Database database() {
    return database;
  }

  @Override
  public void close() {
    database.close();
  }
}
