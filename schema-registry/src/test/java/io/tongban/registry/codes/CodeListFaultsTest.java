package io.tongban.registry.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tongban.hub.Definition;
import io.tongban.hub.Label;
import io.tongban.registry.Code;
import io.tongban.registry.CodeListSpec;
import io.tongban.registry.CodeListSpec.CodeEntry;
import io.tongban.registry.CodeListSpec.CodeFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CodeListFaultsTest {
  private static final CodeFile FILE =
      new CodeFile("c.csv", null, null, "code", "name", null, "from", "to", "next");

  private final List<String> faults = new ArrayList<>();

  @Test
  void aRightFileHasNone() {
    assertThat(read(FILE, "\uFEFFcode,name,from,to,next\n\n1,\"A, B\",2000,2001-05-06,2\n2,C,,,\n"))
        .extracting(Code::code, c -> c.label().en(), Code::validFrom, Code::validTo)
        .containsExactly(
            tuple("1", "A, B", LocalDate.of(2000, 1, 1), LocalDate.of(2001, 5, 6)),
            tuple("2", "C", null, null));
    assertThat(faults).isEmpty();
  }

  @Test
  void aMissingColumnSuggestsTheNearestOne() {
    read(FILE, "code,nane,from,to,next\n");
    assertThat(faults)
        .containsExactly(
            "/spec/file/label the file has no column \"name\": did you mean \"nane\"? Otherwise:"
                + " name one of its columns: code, nane, from, to, next");
  }

  @Test
  void everyWrongLineIsNamed() {
    read(
        FILE,
        """
        code,name,from,to,next
        1,A,20x0,,
        2,B,2000
        ,C,,,
        4,D,2001,2000,
        5,E,,,9
        6,F,,,[2
        1,G,,,
        1,H,,,
        """);
    assertThat(faults)
        .containsExactly(
            "/spec/file/path c.csv line 2: \"20x0\" is neither a year nor a day such as 2020 or"
                + " 2020-06-05: mend that line of the file",
            "/spec/file/path c.csv line 3: has 3 cells where the header has 5: mend that line of"
                + " the file",
            "/spec/file/path c.csv line 4: has no code or no name: mend that line of the file",
            "/spec/file/path c.csv line 7: \"[2\" is not a successor; write CODE or CODE[YEAR]:"
                + " mend that line of the file",
            "/spec/file/path c.csv line 5: \"4\" ends before it begins: correct validFrom or"
                + " validTo",
            "/spec/file/path c.csv line 6: \"5\" is succeeded by \"9\", which the list does not"
                + " have: add that code, or correct the successor",
            "/spec/file/path c.csv line 9: \"1\" is there twice from the same day on: remove one,"
                + " or correct validFrom");
  }

  @Test
  void aWrongEncodingIsNoText() {
    read(FILE, "code,name,from,to,next\n1,县,,,\n", Charset.forName("GB18030"));
    assertThat(faults)
        .containsExactly(
            "/spec/file/path c.csv is not UTF-8 text: mend the file, or correct encoding and"
                + " delimiter");
  }

  @Test
  void anUnknownEncodingOrDelimiterIsNamed() {
    read(
        new CodeFile("c.csv", "UTF-99", ";;", "code", "name", null, null, null, null), "code;name");
    assertThat(faults).hasSize(2);
    assertThat(faults.get(0)).contains("/spec/file/encoding").contains("did you mean \"UTF-8\"?");
    assertThat(faults.get(1)).contains("/spec/file/delimiter");
  }

  @Test
  void aFileThatIsNotThereOrEmptyIsNamed() {
    new CodeListReader(definition(new CodeListSpec(null, null, FILE), Map.of()), this::note).read();
    read(FILE, "");
    assertThat(faults).hasSize(2);
    assertThat(faults.get(0)).contains("is not among what was handed in");
    assertThat(faults.get(1)).contains("has no header line");
  }

  @Test
  void codesAreEitherInLineOrInAFile() {
    new CodeListReader(definition(new CodeListSpec(null, null, null), Map.of()), this::note).read();
    assertThat(faults)
        .containsExactly(
            "/spec a code list has either codes or a file: write the codes in line under codes, or"
                + " name their file under file");
  }

  @Test
  void aParentMustBeThereAndNotBelow() {
    List<CodeEntry> entries =
        List.of(
            new CodeEntry("1", new Label("a", null), "2", null, null, null),
            new CodeEntry("2", new Label("b", null), "1", null, null, null),
            new CodeEntry("3", new Label("c", null), "4", null, null, null));
    new CodeListReader(definition(new CodeListSpec(null, entries, null), Map.of()), this::note)
        .read();
    assertThat(faults)
        .containsExactly(
            "/spec/codes/0 the code \"1\" is above itself: mend this code",
            "/spec/codes/1 the code \"2\" is above itself: mend this code",
            "/spec/codes/2 the parent \"4\" is not a code of this list: mend this code");
  }

  @Test
  void aWrongColumnDoesNotFloodTheReport() {
    read(FILE, "code,name,from,to,next\n" + "1,A,x,,\n".repeat(500));
    assertThat(faults).hasSize(20);
  }

  private List<Code> read(CodeFile file, String text) {
    return read(file, text, StandardCharsets.UTF_8);
  }

  private List<Code> read(CodeFile file, String text, Charset charset) {
    Map<String, byte[]> attachments = Map.of("c.csv", text.getBytes(charset));
    return new CodeListReader(
            definition(new CodeListSpec(null, null, file), attachments), this::note)
        .read();
  }

  private void note(String pointer, String message, String fix) {
    faults.add(pointer + " " + message + ": " + fix);
  }

  private static Definition<CodeListSpec> definition(
      CodeListSpec spec, Map<String, byte[]> attachments) {
    return new Definition<>("CodeList", "list", new Label("list", null), spec, 0, "", attachments);
  }
}
