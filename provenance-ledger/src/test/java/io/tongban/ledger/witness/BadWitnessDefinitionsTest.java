package io.tongban.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.hub.Fault;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Witness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad WitnessPolicies and WitnessedLogs are refused with place, message and fix, as written down.
 */
class BadWitnessDefinitionsTest {
  private static final Path BAD = Path.of("src/test/resources/io/tongban/ledger/bad");
  private static TestHub hub;

  @BeforeAll
  static void open() {
    hub = TestHub.onH2();
  }

  @AfterAll
  static void close() {
    hub.close();
  }

  static List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(BAD)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void namesPlaceAndFix(String name) throws IOException {
    String yaml =
        Files.readString(BAD.resolve(name), StandardCharsets.UTF_8)
            .replace("OWN_WITNESS_KEY", hub.get(Witness.class).verifierKey());
    ProblemException refused = catchThrowableOfType(ProblemException.class, () -> hub.apply(yaml));
    assertThat(refused.problem().code()).isEqualTo("definition-invalid");
    Path expected = BAD.resolve(name.replace(".yaml", ".faults"));
    assertThat(report(refused)).isEqualTo(Files.readString(expected, StandardCharsets.UTF_8));
  }

  private static String report(ProblemException refused) {
    List<?> faults = (List<?>) refused.problem().extensions().get("faults");
    return faults.stream()
        .map(Fault.class::cast)
        .map(
            fault ->
                fault.place()
                    + " "
                    + fault.pointer()
                    + "\n  "
                    + fault.message()
                    + "\n  -> "
                    + fault.fix()
                    + "\n")
        .collect(Collectors.joining());
  }
}
