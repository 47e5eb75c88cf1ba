package io.tongban.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

class WitnessesOnH2Test extends WitnessesContract {
  @Override
  String database() {
    return "jdbc:h2:file:" + folder.resolve("db-" + UUID.randomUUID()) + ";AUTO_SERVER=FALSE";
  }

  private static Path file(String url) {
    return Path.of(url.substring("jdbc:h2:file:".length(), url.indexOf(';')) + ".mv.db");
  }

  @Override
  String copy(String url) {
    String to = database();
    try {
      Files.copy(file(url), file(to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return to;
  }
}
