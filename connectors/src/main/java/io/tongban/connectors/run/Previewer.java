package io.tongban.connectors.run;

import io.tongban.connectors.ConnectorProblem;
import io.tongban.connectors.ConnectorSpec;
import io.tongban.connectors.Connectors.Preview;
import io.tongban.connectors.Connectors.QuarantinedRow;
import io.tongban.connectors.Connectors.TracedField;
import io.tongban.connectors.Connectors.TracedRow;
import io.tongban.connectors.format.RawRow;
import io.tongban.connectors.format.RowReader.InputBytes;
import io.tongban.connectors.format.RowReaders;
import io.tongban.connectors.format.RowSink;
import io.tongban.connectors.mapping.Mapped;
import io.tongban.connectors.mapping.Rejection;
import io.tongban.connectors.mapping.RowFilter;
import io.tongban.connectors.mapping.RowMapper;
import io.tongban.registry.Column;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Maps the first rows of a source without storing anything. */
@ApplicationScoped
class Previewer {
  private static final long MOST_BYTES = 64L << 20;
  private final RunPlans plans;
  private final Intake intake;
  private final Loader loader;
  private final io.tongban.hub.Ids ids;

  @Inject
  Previewer(RunPlans plans, Intake intake, Loader loader, io.tongban.hub.Ids ids) {
    this.plans = plans;
    this.intake = intake;
    this.loader = loader;
    this.ids = ids;
  }

  Preview preview(String connector, int rows) {
    LoadPlan plan = plans.plan(ids.next(), connector, Optional.empty());
    try {
      Path file = Files.createTempFile("preview", null);
      try {
        fetch(plan, file);
        Look look =
            new Look(plan, new RowMapper(plan.resource(), plan.spec(), loader.context()), rows);
        RowReaders.of(plan.spec().input()).read(InputBytes.of(file), look);
        return look.preview();
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw ConnectorProblem.RUN_FAILED.problem("the preview cannot be kept on disk", e);
    }
  }

  private void fetch(LoadPlan plan, Path file) throws IOException {
    Long declared = plan.spec().input().maxBytes();
    long most = declared == null ? MOST_BYTES : declared;
    try (OutputStream out = Files.newOutputStream(file);
        MeteredOutput metered = new MeteredOutput(out, most)) {
      intake.fetch(plan.connector(), Optional.empty(), metered);
    }
  }

  private static TracedField field(RowMapper.Trace trace) {
    Rejection rejection = trace.rejection();
    return new TracedField(
        trace.item(),
        trace.before(),
        trace.after(),
        rejection != null ? rejection.reason() : trace.after().isEmpty() ? "empty" : "ok",
        rejection == null ? null : rejection.message(),
        Crosswalks.candidates(trace.candidates()));
  }

  /** Takes the first rows. */
  private static final class Look implements RowSink {
    private final LoadPlan plan;
    private final RowMapper mapper;
    private final RowFilter filter;
    private final int most;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<QuarantinedRow> rejected = new ArrayList<>();
    private final List<TracedRow> traces = new ArrayList<>();

    Look(LoadPlan plan, RowMapper mapper, int most) {
      this.plan = plan;
      this.mapper = mapper;
      this.most = most;
      this.filter = new RowFilter(plan.spec().where());
    }

    @Override
    public void header(List<String> header) {
      ConnectorSpec spec = plan.spec();
      ColumnsGuard.check(RowMapper.columns(spec), header);
    }

    @Override
    public boolean row(RawRow row) {
      if (row.fault().isPresent()) {
        traces.add(new TracedRow(row.number(), List.of()));
        reject(row, new Rejection(row.fault().get().reason(), null, row.fault().get().message()));
      } else if (filter.test(row.values())) {
        take(row);
      }
      return rows.size() + rejected.size() < most;
    }

    private void take(RawRow row) {
      traces.add(
          new TracedRow(row.number(), mapper.trace(row).stream().map(Previewer::field).toList()));
      Mapped mapped = mapper.map(row);
      if (mapped instanceof Mapped.Accepted accepted) {
        rows.add(accepted.standardRecord().values().stream().map(RowMapper::text).toList());
      } else if (mapped instanceof Mapped.Rejected refused) {
        reject(row, refused.rejection());
      }
    }

    private void reject(RawRow row, Rejection rejection) {
      rejected.add(QuarantineWriter.row(plan.run(), row, rejection));
    }

    Preview preview() {
      return new Preview(
          plan.resource().columns().stream().map(Column::name).toList(), rows, rejected, traces);
    }
  }
}
