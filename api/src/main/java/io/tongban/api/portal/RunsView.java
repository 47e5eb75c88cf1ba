package io.tongban.api.portal;

import io.tongban.connectors.Connectors.RunState;
import java.util.List;

/** The latest runs. */
record RunsView(List<RunRow> runs) {
  /** Whether one of them is under way, so that the page refreshes itself. */
  public boolean underWay() {
    return runs.stream().anyMatch(row -> row.run().state() == RunState.RUNNING);
  }
}
