package io.tongban.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionArchiveTest {
  private static DefinitionFile file(String path, String text) {
    return new DefinitionFile(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String refused(byte[] archive) {
    ProblemException e =
        catchThrowableOfType(ProblemException.class, () -> DefinitionArchive.read(archive));
    assertThat(e.problem().code()).isEqualTo("archive-invalid");
    return e.problem().detail();
  }

  @Test
  void comesBackAsItWasWritten() {
    byte[] archive =
        DefinitionArchive.write(List.of(file("a.yaml", "x: 1"), file("lists/codes.csv", "局,1")));
    List<DefinitionFile> files = DefinitionArchive.read(archive);
    assertThat(files).extracting(DefinitionFile::path).containsExactly("a.yaml", "lists/codes.csv");
    assertThat(new String(files.get(1).bytes(), StandardCharsets.UTF_8)).isEqualTo("局,1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../a.yaml", "x/../../a.yaml", "/etc/a.yaml", "..\\a.yaml", "C:/a.yaml", ".."})
  void refusesPathsThatLeaveTheArchive(String path) {
    assertThat(refused(DefinitionArchive.write(List.of(file(path, "x"))))).contains("relative");
  }

  @Test
  void refusesTooManyFiles() {
    List<DefinitionFile> many = new ArrayList<>();
    for (int i = 0; i <= DefinitionArchive.MAX_ENTRIES; i++) {
      many.add(file(i + ".yaml", ""));
    }
    assertThat(refused(DefinitionArchive.write(many))).contains("more than 2000 files");
  }

  @Test
  void refusesABomb() {
    var zeros = new DefinitionFile("a.yaml", new byte[8 << 20]);
    assertThat(refused(DefinitionArchive.write(List.of(zeros)))).contains("100 times");
  }

  @Test
  void refusesTooMuch() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.setLevel(0);
      for (int i = 0; i < 65; i++) {
        zip.putNextEntry(new ZipEntry(i + ".csv"));
        zip.write(new byte[1 << 20]);
        zip.closeEntry();
      }
    }
    assertThat(refused(bytes.toByteArray())).contains("64 MiB");
  }

  @Test
  void refusesWhatIsNoArchive() {
    assertThat(refused("kind: Hub".getBytes(StandardCharsets.UTF_8))).contains("no file");
    byte[] sound = DefinitionArchive.write(List.of(file("a.yaml", "x".repeat(500))));
    assertThat(refused(Arrays.copyOf(sound, 45))).contains("archive");
  }

  @Test
  void leavesHiddenFilesOut(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve(".git"));
    Files.createDirectories(folder.resolve("lists"));
    Files.writeString(folder.resolve(".git/config.yaml"), "");
    Files.writeString(folder.resolve("hub.yaml"), "");
    Files.writeString(folder.resolve("lists/codes.csv"), "");
    assertThat(DefinitionArchive.ofDirectory(folder))
        .extracting(DefinitionFile::path)
        .containsExactly("hub.yaml", "lists/codes.csv");
  }
}
