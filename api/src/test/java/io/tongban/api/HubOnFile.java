package io.tongban.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** As {@link HubUnderTest}, with the database as an H2 file in the hub's folder. */
public final class HubOnFile implements QuarkusTestResourceLifecycleManager {
  private final HubUnderTest hub = new HubUnderTest();

  @Override
  public Map<String, String> start() {
    Map<String, String> settings = new HashMap<>(hub.start());
    settings.put("tongban.database", "jdbc:h2:file:" + settings.get("tongban.data") + "/hub");
    return settings;
  }

  @Override
  public void stop() {
    hub.stop();
  }
}
