package io.tongban.connectors.run;

import io.tongban.connectors.ConnectorProblem;
import io.tongban.connectors.Connectors;
import io.tongban.connectors.format.RawRow;
import io.tongban.connectors.format.RowReaders;
import io.tongban.connectors.jdbc.RunStore;
import io.tongban.hub.ApplyReport;
import io.tongban.hub.Cursor;
import io.tongban.hub.HubProblem;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** The module's façade. */
@ApplicationScoped
class ConnectorRuns implements Connectors {
  private static final int MOST = 1000;
  private final RunStarter starter;
  private final RunStore store;
  private final Archive archive;
  private final Previewer previewer;
  private final Intake intake;
  private final Crosswalks crosswalks;

  @Inject
  ConnectorRuns(
      RunStarter starter,
      RunStore store,
      Archive archive,
      Previewer previewer,
      Intake intake,
      Crosswalks crosswalks) {
    this.starter = starter;
    this.store = store;
    this.archive = archive;
    this.previewer = previewer;
    this.intake = intake;
    this.crosswalks = crosswalks;
  }

  /** Folders are watched and clocks heeded from the first use on. */
  @PostConstruct
  void wake() {
    intake.wake();
  }

  @Override
  public UUID start(String connector) {
    return starter.start(connector, Optional.empty());
  }

  @Override
  public Optional<Run> run(UUID id) {
    return store.find(id);
  }

  @Override
  public List<Run> runs(String connector, int limit) {
    return store.newest(connector, Math.min(limit, MOST));
  }

  @Override
  public List<QuarantinedRow> quarantine(UUID run, Cursor after, int limit) {
    return store.quarantine(run, after == null ? 0 : row(after), Math.min(limit, MOST));
  }

  private static long row(Cursor cursor) {
    try {
      return Long.parseLong(cursor.keys().get(0));
    } catch (NumberFormatException e) {
      throw HubProblem.CURSOR_INVALID.problem("the cursor names no row number", e);
    }
  }

  @Override
  public Map<String, Long> quarantineReasons(UUID run) {
    return store.reasons(run);
  }

  @Override
  public Optional<Map<String, String>> sourceRow(UUID run, long row) {
    return archive.about(run).flatMap(about -> find(run, about, row));
  }

  private Optional<Map<String, String>> find(UUID run, Archive.About about, long number) {
    AtomicReference<RawRow> found = new AtomicReference<>();
    try {
      RowReaders.of(about.input())
          .read(
              archive.bytes(run),
              row -> {
                if (row.number() == number) {
                  found.set(row);
                }
                return row.number() < number;
              });
    } catch (IOException e) {
      throw ConnectorProblem.RUN_FAILED.problem("the archived input cannot be read", e);
    }
    return Optional.ofNullable(found.get()).map(RawRow::values);
  }

  @Override
  public Preview preview(String connector, int rows) {
    return previewer.preview(connector, Math.max(1, Math.min(rows, MOST)));
  }

  @Override
  public List<Unmatched> unmatched(String crosswalk, int limit) {
    return crosswalks.unmatched(crosswalk, Math.max(1, Math.min(limit, MOST)));
  }

  @Override
  public ApplyReport confirm(String crosswalk, Map<String, String> entries, String by) {
    return crosswalks.confirm(crosswalk, entries, by);
  }
}
