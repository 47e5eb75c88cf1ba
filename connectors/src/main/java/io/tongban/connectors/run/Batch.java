package io.tongban.connectors.run;

import io.tongban.connectors.ConnectorSpec;
import io.tongban.connectors.format.RawRow;
import io.tongban.connectors.format.RowSink;
import io.tongban.connectors.mapping.Mapped;
import io.tongban.connectors.mapping.Rejection;
import io.tongban.connectors.mapping.RowFilter;
import io.tongban.connectors.mapping.RowMapper;
import io.tongban.hub.Jobs;
import io.tongban.hub.ProblemException;
import io.tongban.registry.RecordStore;
import io.tongban.registry.RegistryProblem;
import io.tongban.registry.StandardRecord;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Takes the rows of one input to where they belong: out, the quarantine, or the load. */
final class Batch implements RowSink {
  private static final int REPORT_EVERY = 1000;
  private static final Rejection DUPLICATE =
      new Rejection(
          "duplicate-key",
          null,
          "an earlier row of the input has the same key and stays; have the source department say"
              + " which of them holds");

  private final Set<String> columns;
  private final RowFilter filter;
  private final RowMapper mapper;
  private final RecordStore.Load load;
  private final QuarantineWriter quarantine;
  private final Jobs.Progress progress;
  private final Survivors survivors;
  private final Tally tally = new Tally();
  private long seen;

  Batch(
      ConnectorSpec spec,
      RowMapper mapper,
      RecordStore.Load load,
      QuarantineWriter quarantine,
      Jobs.Progress progress,
      Survivors survivors) {
    this.columns = RowMapper.columns(spec);
    this.filter = new RowFilter(spec.where());
    this.mapper = mapper;
    this.load = load;
    this.quarantine = quarantine;
    this.progress = progress;
    this.survivors = survivors;
  }

  @Override
  public void header(List<String> header) {
    ColumnsGuard.check(columns, header);
  }

  @Override
  public boolean row(RawRow row) {
    if (++seen % REPORT_EVERY == 0) {
      progress.at(seen, -1);
    }
    if (row.fault().isPresent()) {
      tally.read();
      reject(row, new Rejection(row.fault().get().reason(), null, row.fault().get().message()));
    } else if (!filter.test(row.values())) {
      tally.filter();
    } else {
      tally.read();
      take(row);
    }
    return true;
  }

  private void take(RawRow row) {
    Mapped mapped = mapper.map(row);
    if (mapped instanceof Mapped.Rejected rejected) {
      reject(row, rejected.rejection());
    } else if (mapped instanceof Mapped.Accepted accepted) {
      OptionalLong stays = survivors.insteadOf(accepted.standardRecord());
      if (stays.isPresent()) {
        reject(row, superseded(stays.getAsLong()));
      } else {
        put(row, accepted.standardRecord());
      }
    }
  }

  private static Rejection superseded(long stays) {
    return new Rejection(
        "superseded",
        null,
        "row %d of the input has the same key and stays, as survivorship says".formatted(stays));
  }

  private void put(RawRow row, StandardRecord standardRecord) {
    switch (store(row, standardRecord)) {
      case INSERTED -> tally.insert();
      case UPDATED -> tally.update();
      case UNCHANGED -> tally.keep();
      case DUPLICATE -> reject(row, DUPLICATE);
      case REFUSED -> {
        // is in the quarantine already
      }
    }
  }

  /** What the store made of a record; refused if no column can hold one of its values. */
  private Stored store(RawRow row, StandardRecord standardRecord) {
    try {
      return Stored.valueOf(load.put(standardRecord).name());
    } catch (ProblemException e) {
      if (!RegistryProblem.RECORD_INVALID.code().equals(e.problem().code())) {
        throw e;
      }
      reject(row, new Rejection("not-storable", null, e.problem().detail()));
      return Stored.REFUSED;
    }
  }

  private void reject(RawRow row, Rejection rejection) {
    tally.quarantine();
    quarantine.add(row, rejection);
  }

  private enum Stored {
    INSERTED,
    UPDATED,
    UNCHANGED,
    DUPLICATE,
    REFUSED
  }

  /** The figures so far. */
  Tally.Figures figures() {
    return tally.figures();
  }
}
