package io.tongban.examples;

import io.tongban.hub.HubKeys;
import io.tongban.hub.HubSettings;
import io.tongban.hub.jdbc.OpenDatabase;
import io.tongban.hub.keys.KeyFiles;
import io.tongban.ledger.jdbc.BackupRestore;
import io.tongban.ledger.jdbc.TamperDrill;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneOffset;

/** Keys and H2 database of a hub that does not run. */
final class DataFolder implements BackupRestore.Opener {
  private static HubSettings settings(Path data, Path database, String origin) {
    return new HubSettings(
        URI.create("http://localhost"),
        "GB",
        origin,
        ZoneOffset.UTC,
        data,
        "jdbc:h2:file:" + database.toAbsolutePath().resolve("hub"),
        true);
  }

  @Override
  public HubKeys keys(Path data, String origin) {
    return KeyFiles.of(settings(data, data, origin));
  }

  @Override
  public TamperDrill.Opened open(Path data, Path database, String origin) {
    HubSettings settings = settings(data, database, origin);
    OpenDatabase open = new OpenDatabase(settings);
    return new TamperDrill.Opened(open.database(), KeyFiles.of(settings), settings, open::close);
  }
}
