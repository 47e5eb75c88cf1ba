package io.tongban.registry.codes;

import io.tongban.hub.Definition;
import io.tongban.hub.FaultSink;
import io.tongban.hub.Label;
import io.tongban.registry.Code;
import io.tongban.registry.CodeListSpec;
import io.tongban.registry.CodeListSpec.CodeEntry;
import io.tongban.registry.CodeListSpec.CodeFile;
import io.tongban.registry.csv.DelimitedFile;
import io.tongban.registry.naming.Suggestion;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the codes of a definition and reports what is wrong with them. */
final class CodeListReader {
  private static final String FILE = "/spec/file";

  private final Definition<CodeListSpec> definition;
  private final FaultSink faults;

  CodeListReader(Definition<CodeListSpec> definition, FaultSink faults) {
    this.definition = definition;
    this.faults = new FirstFaults(faults);
  }

  /** The codes in their declared order; without those that were reported. */
  List<Code> read() {
    CodeListSpec spec = definition.spec();
    if ((spec.codes() == null) == (spec.file() == null)) {
      faults.fault(
          "/spec",
          "a code list has either codes or a file",
          "write the codes in line under codes, or name their file under file");
      return List.of();
    }
    List<Located> codes = spec.codes() != null ? inLine(spec.codes()) : fromFile(spec.file());
    consistent(codes);
    return codes.stream().map(Located::code).toList();
  }

  /** A code and where it stands. */
  private record Located(Code code, String pointer, String place) {}

  private List<Located> inLine(List<CodeEntry> entries) {
    Map<String, CodeEntry> byCode = new HashMap<>();
    entries.forEach(entry -> byCode.putIfAbsent(entry.code(), entry));
    List<Located> codes = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      CodeEntry entry = entries.get(i);
      String pointer = "/spec/codes/" + i;
      try {
        Code code =
            new Code(
                definition.name(),
                entry.code(),
                entry.label(),
                parents(entry, byCode),
                entry.validFrom(),
                entry.validTo(),
                CodeText.successors(entry.successors() == null ? List.of() : entry.successors()));
        codes.add(new Located(code, pointer, "the code"));
      } catch (IllegalArgumentException e) {
        faults.fault(pointer, e.getMessage(), "mend this code");
      }
    }
    return codes;
  }

  /** The names above a code, by the chain of its parents. */
  private static List<String> parents(CodeEntry entry, Map<String, CodeEntry> byCode) {
    LinkedList<String> names = new LinkedList<>();
    Set<String> seen = new HashSet<>(Set.of(entry.code()));
    for (String parent = entry.parent(); parent != null; ) {
      CodeEntry above = byCode.get(parent);
      if (above == null) {
        throw new IllegalArgumentException(
            "the parent \"" + parent + "\" is not a code of this list");
      }
      if (!seen.add(parent)) {
        throw new IllegalArgumentException("the code \"" + parent + "\" is above itself");
      }
      names.addFirst(above.label().zh());
      parent = above.parent();
    }
    return names;
  }

  private List<Located> fromFile(CodeFile file) {
    byte[] bytes = definition.attachments().get(file.path());
    if (bytes == null) {
      faults.fault(
          FILE + "/path",
          "the file " + file.path() + " is not among what was handed in",
          "put it beside the definition, under that path");
      return List.of();
    }
    Charset charset = charset(file);
    Character delimiter = delimiter(file);
    if (charset == null || delimiter == null) {
      return List.of();
    }
    try {
      DelimitedFile content = DelimitedFile.read(bytes, charset, delimiter);
      Columns columns = columns(file, content.header());
      return columns == null ? List.of() : rows(file, content, columns);
    } catch (DelimitedFile.UnreadableException e) {
      faults.fault(
          FILE + "/path",
          file.path() + " " + e.getMessage(),
          "mend the file, or correct encoding and delimiter");
      return List.of();
    }
  }

  private Charset charset(CodeFile file) {
    if (file.encoding() == null) {
      return StandardCharsets.UTF_8;
    }
    try {
      return Charset.forName(file.encoding());
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      faults.fault(
          FILE + "/encoding",
          "the encoding \"" + file.encoding() + "\" is not known",
          Suggestion.fix(
              file.encoding(), List.of("UTF-8", "GB18030", "GBK"), "write an IANA charset name"));
      return null;
    }
  }

  private Character delimiter(CodeFile file) {
    if (file.delimiter() == null) {
      return ',';
    }
    if (file.delimiter().length() != 1) {
      faults.fault(
          FILE + "/delimiter",
          "a delimiter is one character",
          "write for example \",\" or \"\\t\"");
      return null;
    }
    return file.delimiter().charAt(0);
  }

  /** Places of the columns in a row; -1 where there is none. */
  private record Columns(
      int code, int label, int[] parents, int validFrom, int validTo, int successors) {}

  private Columns columns(CodeFile file, List<String> header) {
    List<String> parents = file.parentLabels() == null ? List.of() : file.parentLabels();
    int[] parentColumns = new int[parents.size()];
    boolean found = true;
    for (int i = 0; i < parents.size(); i++) {
      parentColumns[i] = column(header, parents.get(i), "/parentLabels/" + i);
      found &= parentColumns[i] >= 0;
    }
    int code = column(header, file.code(), "/code");
    int label = column(header, file.label(), "/label");
    int from = column(header, file.validFrom(), "/validFrom");
    int to = column(header, file.validTo(), "/validTo");
    int successors = column(header, file.successors(), "/successors");
    found &= code >= 0 && label >= 0 && from >= -1 && to >= -1 && successors >= -1;
    return found ? new Columns(code, label, parentColumns, from, to, successors) : null;
  }

  /** The column's place, -1 where none is named, -2 where the file has none of that name. */
  private int column(List<String> header, String name, String pointer) {
    if (name == null) {
      return -1;
    }
    int place = header.indexOf(name);
    if (place < 0) {
      faults.fault(
          FILE + pointer,
          "the file has no column \"" + name + "\"",
          Suggestion.fix(name, header, "name one of its columns: " + String.join(", ", header)));
      return -2;
    }
    return place;
  }

  private List<Located> rows(CodeFile file, DelimitedFile content, Columns columns) {
    List<Located> codes = new ArrayList<>();
    for (DelimitedFile.Row row : content.rows()) {
      String place = file.path() + " line " + row.line();
      try {
        codes.add(new Located(code(row, columns, content.header().size()), FILE + "/path", place));
      } catch (IllegalArgumentException e) {
        faults.fault(FILE + "/path", place + ": " + e.getMessage(), "mend that line of the file");
      }
    }
    return codes;
  }

  private Code code(DelimitedFile.Row row, Columns columns, int width) {
    if (row.cells().size() != width) {
      throw new IllegalArgumentException(
          "has " + row.cells().size() + " cells where the header has " + width);
    }
    String code = cell(row, columns.code());
    String label = cell(row, columns.label());
    if (code.isEmpty() || label.isEmpty()) {
      throw new IllegalArgumentException("has no code or no name");
    }
    String successors = cell(row, columns.successors());
    return new Code(
        definition.name(),
        code,
        new Label(label, label),
        parents(row, columns.parents(), label),
        CodeText.firstDay(cell(row, columns.validFrom())),
        CodeText.lastDay(cell(row, columns.validTo())),
        CodeText.successors(
            successors.isEmpty() ? List.of() : Arrays.asList(successors.split(";"))));
  }

  /** The names above; registers repeat a division's own name in the column of its own level. */
  private static List<String> parents(DelimitedFile.Row row, int[] columns, String label) {
    List<String> parents = new ArrayList<>();
    for (int column : columns) {
      String name = cell(row, column);
      if (!name.isEmpty()) {
        parents.add(name);
      }
    }
    if (!parents.isEmpty() && parents.get(parents.size() - 1).equals(label)) {
      parents.remove(parents.size() - 1);
    }
    return parents;
  }

  private static String cell(DelimitedFile.Row row, int column) {
    return column < 0 ? "" : row.cells().get(column).strip();
  }

  private void consistent(List<Located> codes) {
    Set<String> known = new HashSet<>();
    codes.forEach(located -> known.add(located.code().code()));
    Set<List<Object>> starts = new HashSet<>();
    for (Located located : codes) {
      Code code = located.code();
      String name = located.place() + ": \"" + code.code() + "\" ";
      if (code.code().isBlank()) {
        faults.fault(located.pointer(), located.place() + " is blank", "write the code");
      }
      if (!starts.add(Arrays.asList(code.code(), code.validFrom()))) {
        faults.fault(
            located.pointer(),
            name + "is there twice from the same day on",
            "remove one, or correct validFrom");
      }
      if (code.validFrom() != null
          && code.validTo() != null
          && code.validTo().isBefore(code.validFrom())) {
        faults.fault(
            located.pointer(), name + "ends before it begins", "correct validFrom or validTo");
      }
      for (Code.Successor successor : code.successors()) {
        if (!known.contains(successor.code())) {
          faults.fault(
              located.pointer(),
              name + "is succeeded by \"" + successor.code() + "\", which the list does not have",
              "add that code, or correct the successor");
        }
      }
    }
  }

  /** A wrong column makes every line wrong: the first faults tell enough. */
  private static final class FirstFaults implements FaultSink {
    private static final int MOST = 20;
    private final FaultSink faults;
    private int reported;

    FirstFaults(FaultSink faults) {
      this.faults = faults;
    }

    @Override
    public void fault(String pointer, String message, String fix) {
      if (reported++ < MOST) {
        faults.fault(pointer, message, fix);
      }
    }
  }
}
