package io.tongban.connectors.run;

import java.nio.file.Path;

/** Takes files that were dropped. */
public interface Arrivals {
  /**
   * Runs a connector on a dropped file and waits until it has ended. A file that the newest run has
   * just loaded is not run again.
   *
   * @throws io.tongban.hub.ProblemException what failed
   */
  void take(String connector, Path file);
}
