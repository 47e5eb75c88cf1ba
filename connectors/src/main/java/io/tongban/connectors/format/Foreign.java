package io.tongban.connectors.format;

import io.tongban.connectors.ConnectorProblem;
import io.tongban.hub.ProblemException;
import java.io.IOException;
import java.util.List;

/**
 * Calls of parsers of binary formats, which answer damaged bytes with whatever exception they run
 * into. Each of them means that the input is unreadable; what the sink itself throws does not.
 */
final class Foreign {
  private Foreign() {}

  /** A parser at work. */
  @FunctionalInterface
  interface Work {
    void read(RowSink sink) throws Exception;
  }

  /**
   * Lets a parser read.
   *
   * @param what what the input is if the parser fails, for the problem's detail
   */
  static void call(String what, RowSink sink, Work work) throws IOException {
    try {
      work.read(new Marked(sink));
    } catch (Stopped e) {
      if (e.getCause() instanceof RuntimeException own) {
        throw own;
      }
    } catch (SheetRows.Enough e) {
      // the sink has all it wants
    } catch (ProblemException e) {
      throw e;
    } catch (Exception | StackOverflowError e) {
      throw ConnectorProblem.INPUT_UNREADABLE.problem(what, e);
    }
  }

  /** What the sink threw, on its way through the parser. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped(RuntimeException cause) {
      super(null, cause, false, false);
    }
  }

  private record Marked(RowSink sink) implements RowSink {
    @Override
    public void header(List<String> columns) {
      try {
        sink.header(columns);
      } catch (RuntimeException e) {
        throw new Stopped(e);
      }
    }

    @Override
    public boolean row(RawRow row) {
      try {
        return sink.row(row);
      } catch (RuntimeException e) {
        throw new Stopped(e);
      }
    }
  }
}
