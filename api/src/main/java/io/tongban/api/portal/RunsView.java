package io.tongban.api.portal;

import io.tongban.connectors.Connectors.Run;
import io.tongban.connectors.Connectors.RunState;
import java.util.List;

/** The latest runs. */
record RunsView(List<Run> runs) {
  /** Whether one of them is under way, so that the page refreshes itself. */
  public boolean underWay() {
    return runs.stream().anyMatch(run -> run.state() == RunState.RUNNING);
  }
}
