package io.tongban.connectors.run;

import io.tongban.connectors.ConnectorSpec;
import io.tongban.hub.Definition;
import java.io.OutputStream;
import java.util.Optional;

/** Brings what a connector reads from the department's system. */
public interface Intake {
  /** Makes the routes that the definitions call for; repeated calls change nothing. */
  void wake();

  /**
   * Copies the input.
   *
   * @param file name of the dropped file to read; nothing for the newest one, and for other sources
   * @param target takes the bytes, at most as many as the connector allows; not closed
   * @return the input's name: file name, path or table
   * @throws io.tongban.hub.ProblemException if it cannot be had
   */
  String fetch(Definition<ConnectorSpec> connector, Optional<String> file, OutputStream target);
}
