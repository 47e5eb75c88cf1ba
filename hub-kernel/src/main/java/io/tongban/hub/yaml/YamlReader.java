package io.tongban.hub.yaml;

import io.tongban.hub.DefinitionFile;
import io.tongban.hub.Fault;
import io.tongban.hub.Place;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads the YAML documents of a file. Whatever the bytes are, the outcome is documents and faults:
 * nothing is thrown. Plain scalars are read as in the JSON schema of YAML 1.2 (section 10.2), so
 * that {@code no}, {@code 010000} and {@code 2020-02-20} stay texts.
 */
public final class YamlReader {
  /** Longest file, in bytes. */
  public static final int MAX_BYTES = 8 << 20;

  /** Deepest nesting of lists and mappings. */
  public static final int MAX_DEPTH = 40;

  private YamlReader() {}

  /**
   * Reads a file.
   *
   * @param faults takes what is wrong; the documents before a fault in the syntax are still given
   */
  public static List<YamlDocument> read(DefinitionFile file, Consumer<Fault> faults) {
    if (file.bytes().length > MAX_BYTES) {
      faults.accept(
          fault(
              new Place(file.path(), 1, 1),
              "the file has " + file.bytes().length + " bytes",
              "split it: a definition file has at most " + MAX_BYTES + " bytes"));
      return List.of();
    }
    String text = Utf8.decode(file, faults);
    return text == null ? List.of() : documents(file.path(), text, faults);
  }

  private static List<YamlDocument> documents(String path, String text, Consumer<Fault> faults) {
    List<YamlDocument> documents = new ArrayList<>();
    try {
      Iterator<Event> events = parser().parse(new StringReader(text)).iterator();
      var budget = new NodeBudget();
      while (events.hasNext()) {
        if (events.next() instanceof DocumentStartEvent start) {
          var tree = new EventTree(path, events, budget, faults);
          tree.document(start).ifPresent(documents::add);
        }
      }
    } catch (YamlFaultException e) {
      faults.accept(e.fault());
    } catch (MarkedYAMLException e) {
      faults.accept(syntax(path, e));
    } catch (ReaderException e) {
      faults.accept(
          fault(
              Utf8.place(path, text, text.offsetByCodePoints(0, position(text, e))),
              "the character U+%04X may not stand in YAML".formatted(e.getCodePoint()),
              "remove it, or write it as an escape in a double-quoted text"));
    } catch (YAMLException e) {
      faults.accept(
          fault(new Place(path, 1, 1), "the file cannot be read as YAML", "check its syntax"));
    }
    return documents;
  }

  private static int position(String text, ReaderException e) {
    return Math.max(0, Math.min(e.getPosition(), text.codePointCount(0, text.length())));
  }

  private static Yaml parser() {
    var options = new LoaderOptions();
    options.setCodePointLimit(MAX_BYTES);
    options.setProcessComments(false);
    return new Yaml(new SafeConstructor(options));
  }

  private static Fault syntax(String path, MarkedYAMLException e) {
    Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
    Place place = mark == null ? new Place(path, 1, 1) : place(path, mark);
    String problem = e.getProblem() == null ? "the syntax is broken" : e.getProblem();
    return fault(place, "not YAML: " + problem.strip() + context(e), advice(problem));
  }

  /** What the parser was in the middle of; the cause is often where that began. */
  private static String context(MarkedYAMLException e) {
    if (e.getContext() == null) {
      return "";
    }
    Mark begun = e.getContextMark();
    String where =
        begun == null
            ? ""
            : " that begins at line %d, column %d"
                .formatted(begun.getLine() + 1, begun.getColumn() + 1);
    return ", " + e.getContext().strip() + where;
  }

  /** What mends the usual slips. */
  private static String advice(String problem) {
    String lower = problem.toLowerCase(Locale.ROOT);
    if (lower.contains("'\\t'") || lower.contains("\\t(tab)")) {
      return "indent with spaces, not with tabs";
    }
    if (lower.contains("mapping values are not allowed")) {
      return "put the text in quotes if it holds ': ', or indent the line under its key";
    }
    if (lower.contains("could not find expected ':'")) {
      return "write 'key: value', with a blank after the colon";
    }
    if (lower.contains("end of stream") || lower.contains("expected ','")) {
      return "close the quote or bracket that is still open";
    }
    if (lower.contains("alias") || lower.contains("anchor")) {
      return "write the value out, or put the text in quotes if it begins with * or &";
    }
    if (lower.contains("cannot start any token")) {
      return "put the text in quotes";
    }
    return "check the indentation and the quotes here and on the line above";
  }

  static Place place(String path, Mark mark) {
    return new Place(path, mark.getLine() + 1, mark.getColumn() + 1);
  }

  static Fault fault(Place place, String message, String fix) {
    return new Fault(place, "", message, fix);
  }
}
