package io.tongban.connectors.format;

import java.io.IOException;
import java.nio.file.Path;

/** Reads one format. Streaming: at most a row is in memory. */
public interface RowReader {
  /**
   * Reads an input to its end or until the sink stops.
   *
   * @param input a file with the input's bytes
   * @throws io.tongban.hub.ProblemException a {@link io.tongban.connectors.ConnectorProblem} if the
   *     input as a whole cannot be read; it names the place
   * @throws IOException if the file itself cannot
   */
  void read(InputBytes input, RowSink sink) throws IOException;

  /** An input that can be opened more than once. */
  interface InputBytes {
    /** A new stream over the bytes from the first; the caller closes it. */
    java.io.InputStream open() throws IOException;

    /** The bytes of a file as they stand. */
    static InputBytes of(Path file) {
      return () -> java.nio.file.Files.newInputStream(file);
    }
  }
}
