package io.tongban.connectors.run;

import java.util.Optional;
import java.util.UUID;

/** Starts runs. */
public interface RunStarter {
  /** The type of the durable jobs that runs are. */
  String JOB = "connector-run";

  /**
   * Starts a run, or gives the one of the connector that is queued already.
   *
   * @param file the dropped file to read; nothing for the newest one, and for other sources
   */
  UUID start(String connector, Optional<String> file);
}
