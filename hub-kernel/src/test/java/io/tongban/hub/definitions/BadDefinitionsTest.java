package io.tongban.hub.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Definitions;
import io.tongban.hub.Fault;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
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

/** Golden bad inputs: every file has beside it the faults that must be reported, all of them. */
class BadDefinitionsTest {
  private static final Path BAD = Path.of("src/test/resources/io/tongban/hub/definitions/bad");
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
    var file = new DefinitionFile(name, Files.readAllBytes(BAD.resolve(name)));
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class, () -> hub.get(Definitions.class).apply(List.of(file), false));
    assertThat(refused.problem().code()).isEqualTo("definition-invalid");
    String expected =
        Files.readString(BAD.resolve(name.replace(".yaml", ".faults")), StandardCharsets.UTF_8);
    assertThat(report(refused)).isEqualTo(expected);
  }

  private static String report(ProblemException refused) {
    List<?> faults = (List<?>) refused.problem().extensions().get("faults");
    return faults.stream()
        .map(Fault.class::cast)
        .map(BadDefinitionsTest::line)
        .collect(Collectors.joining());
  }

  private static String line(Fault fault) {
    String pointer = fault.pointer().isEmpty() ? "" : " " + fault.pointer();
    return fault.place() + pointer + "\n  " + fault.message() + "\n  -> " + fault.fix() + "\n";
  }
}
