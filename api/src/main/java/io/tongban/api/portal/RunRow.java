package io.tongban.api.portal;

import io.tongban.connectors.ConnectorSpec;
import io.tongban.connectors.Connectors.Run;
import io.tongban.hub.Definitions;
import io.tongban.hub.Label;
import java.util.List;

/** A run in a list, with its connector's title. */
record RunRow(Run run, Label connector) {
  /** The rows of a list of runs. */
  static List<RunRow> of(List<Run> runs, Definitions definitions) {
    return runs.stream()
        .map(
            run ->
                new RunRow(
                    run, OverviewPage.title(definitions, ConnectorSpec.class, run.connector())))
        .toList();
  }
}
