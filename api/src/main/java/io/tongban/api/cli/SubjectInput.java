package io.tongban.api.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A person's identifier: from the terminal or the standard input, never from the arguments. */
final class SubjectInput {
  private static final int MOST = 1_000;

  private SubjectInput() {}

  static String read() throws IOException {
    if (System.console() != null) {
      return new String(System.console().readPassword("identifier of the person: ")).strip();
    }
    return new String(System.in.readNBytes(MOST), StandardCharsets.UTF_8).strip();
  }
}
