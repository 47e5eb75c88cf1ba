package io.tongban.connectors.format;

import io.tongban.connectors.ConnectorProblem;
import io.tongban.hub.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Ends a run whose input is in another encoding than declared. A few broken rows are faults of
 * these rows; many are one fault of the declaration, and would fill the quarantine.
 */
final class EncodingGuard implements RowSink {
  private static final String BROKEN = "broken-encoding";
  private static final int MOST_BROKEN = 20;

  /** One row of so many may be broken. */
  private static final int SHARE = 10;

  private static final int SAMPLE = 1 << 18;
  private final RowSink sink;
  private final RowReader.InputBytes input;
  private final String declared;
  private long seen;
  private long broken;

  EncodingGuard(RowSink sink, RowReader.InputBytes input, String declared) {
    this.sink = sink;
    this.input = input;
    this.declared = declared;
  }

  @Override
  public void header(List<String> columns) {
    sink.header(columns);
  }

  @Override
  public boolean row(RawRow row) {
    seen++;
    if (row.fault().isPresent() && BROKEN.equals(row.fault().get().reason())) {
      broken++;
      if (broken > MOST_BROKEN && broken * SHARE > seen) {
        throw problem(input, declared, broken + " of the first " + seen + " rows are not");
      }
    }
    return sink.row(row);
  }

  /** The problem, with what the input looks like. */
  static ProblemException problem(RowReader.InputBytes input, String declared, String what) {
    List<Encodings.Proposal> proposals;
    try (InputStream in = input.open()) {
      proposals = Encodings.propose(in.readNBytes(SAMPLE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String looks =
        proposals.isEmpty()
            ? "it is not text of an encoding that the hub tells apart"
            : "it looks like "
                + proposals.get(0).encoding()
                + " ("
                + proposals.get(0).evidence()
                + ")";
    return ConnectorProblem.ENCODING_MISMATCH.problem(what + " " + declared + "; " + looks);
  }
}
