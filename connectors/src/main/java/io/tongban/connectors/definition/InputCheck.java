package io.tongban.connectors.definition;

import com.fasterxml.jackson.core.JsonPointer;
import io.tongban.connectors.ConnectorSpec;
import io.tongban.connectors.format.Charsets;
import io.tongban.connectors.format.RowReaders;
import io.tongban.hub.FaultSink;
import io.tongban.hub.Nearest;
import io.tongban.hub.SourceSpec;
import java.nio.file.FileSystems;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/** Checks what a connector reads. */
final class InputCheck {
  private static final String AT = "/spec/input";

  private InputCheck() {}

  static void check(ConnectorSpec.Input input, Optional<SourceSpec> source, FaultSink faults) {
    if (!RowReaders.FORMATS.contains(input.format())) {
      faults.fault(
          AT + "/format",
          "unknown format \"" + input.format() + "\"",
          Nearest.fix(input.format(), RowReaders.FORMATS, "formats"));
    }
    if (Charsets.find(input.encoding()).isEmpty()) {
      faults.fault(
          AT + "/encoding",
          "this Java platform has no encoding \"" + input.encoding() + "\"",
          "write an IANA name such as UTF-8, GB18030, GBK or windows-1252");
    }
    one(input.delimiter(), "/delimiter", 1, faults);
    one(input.quote(), "/quote", 0, faults);
    positive(input.headerRow() == null ? 1 : input.headerRow(), "/headerRow", faults);
    positive(input.maxBytes() == null ? 1 : input.maxBytes(), "/maxBytes", faults);
    positive(input.maxCell() == null ? 1 : input.maxCell(), "/maxCell", faults);
    LayoutCheck.check(input, faults);
    glob(input, faults);
    pointer(input, faults);
    source.ifPresent(s -> binding(input, s, faults));
  }

  private static void one(String text, String field, int least, FaultSink faults) {
    if (text != null && (text.length() < least || text.length() > 1)) {
      faults.fault(AT + field, "\"" + text + "\" is not one character", "write one character");
    }
  }

  private static void positive(long number, String field, FaultSink faults) {
    if (number < 1) {
      faults.fault(AT + field, number + " is less than 1", "write a number from 1 on");
    }
  }

  private static void glob(ConnectorSpec.Input input, FaultSink faults) {
    if (input.file() == null) {
      return;
    }
    try {
      FileSystems.getDefault().getPathMatcher("glob:" + input.file());
      if (input.file().indexOf('/') >= 0) {
        faults.fault(
            AT + "/file",
            "\"" + input.file() + "\" leads out of the source's folder",
            "write a file name, or a pattern such as *.csv");
      }
    } catch (PatternSyntaxException e) {
      faults.fault(
          AT + "/file",
          "\"" + input.file() + "\" is not a file name pattern",
          "write a file name, or a pattern such as *.csv");
    }
  }

  private static void pointer(ConnectorSpec.Input input, FaultSink faults) {
    if (!"json".equals(input.format()) || input.records() == null) {
      return;
    }
    try {
      JsonPointer.compile(input.records());
    } catch (IllegalArgumentException e) {
      faults.fault(
          AT + "/records",
          "\"" + input.records() + "\" is not a JSON Pointer",
          "write a pointer such as /data/items, or leave it out for the document itself");
    }
  }

  /** Exactly the one of file, path and query that fits the source. */
  private static void binding(ConnectorSpec.Input input, SourceSpec source, FaultSink faults) {
    String wanted = source.file() != null ? "file" : source.http() != null ? "path" : "query";
    bind("file", input.file(), wanted, faults);
    bind("path", input.path(), wanted, faults);
    bind("query", input.query(), wanted, faults);
    boolean table = "table".equals(input.format());
    if (table != wanted.equals("query")) {
      faults.fault(
          AT + "/format",
          "format \"" + input.format() + "\" does not fit the source's kind",
          wanted.equals("query")
              ? "write table: a database gives rows, not text"
              : "write the format of the text; table is for databases");
    }
  }

  private static void bind(String field, String value, String wanted, FaultSink faults) {
    if (field.equals(wanted) && value == null) {
      faults.fault(AT, "the source needs input." + field, "write " + field + ": …");
    } else if (!field.equals(wanted) && value != null) {
      faults.fault(
          AT + "/" + field,
          "input." + field + " does not fit the source's kind",
          "write input." + wanted + " instead");
    }
  }
}
