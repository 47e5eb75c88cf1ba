package io.tongban.hub.keys;

import io.tongban.hub.HubKeys;
import io.tongban.hub.HubSettings;

/** A hub's key files outside of a hub that runs: for drills on copies. */
public final class KeyFiles {
  private KeyFiles() {}

  /** The keys in the data folder that the settings name. */
  public static HubKeys of(HubSettings settings) {
    return new FileKeys(settings);
  }
}
