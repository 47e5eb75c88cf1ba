package io.tongban.connectors.inspect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tongban.connectors.ConnectorProblem;
import io.tongban.connectors.ConnectorSpec;
import io.tongban.connectors.format.Charsets;
import io.tongban.connectors.format.Encodings;
import io.tongban.connectors.format.RowReaders;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an input can be read, by its first bytes.
 *
 * @param input format, encoding, delimiter …; without file, path and query
 * @param evidence why, for people
 */
record FormatGuess(ConnectorSpec.Input input, List<String> evidence) {
  /** So many of the first bytes are looked at; fewer are the whole of an input. */
  static final int HEAD = 1 << 18;

  private static final String DBF_VERSIONS = "\u0003\u0030\u0031\u0083\u008B\u00F5";

  private static final Encodings.Proposal NO_ENCODING_FITS =
      new Encodings.Proposal(
          "windows-1252", false, 0, "none of the encodings the hub looks for fits; declare it");

  private static final char[] DELIMITERS = {',', '\t', ';', '|'};
  private static final int LOOKED_AT = 50;
  private static final Pattern TAG = Pattern.compile("<([A-Za-z_][\\w.:-]*)[\\s/>]");

  /**
   * @param encoding where it is known, else null
   */
  static FormatGuess of(byte[] head, String encoding) {
    List<String> evidence = new ArrayList<>();
    String binary = binary(head);
    if (binary != null) {
      evidence.add("the first bytes are those of " + binary);
      return new FormatGuess(input(readable(binary), null, null, null, null), evidence);
    }
    String charset = encoding;
    if (charset == null) {
      Encodings.Proposal likeliest =
          Encodings.propose(head).stream().findFirst().orElse(NO_ENCODING_FITS);
      charset = likeliest.encoding();
      evidence.add(charset + ": " + likeliest.evidence());
    } else {
      evidence.add(charset + ": as you said");
    }
    String text = text(head, charset);
    return structured(text, charset, evidence);
  }

  /** A format by its signature, or null for text. */
  private static String binary(byte[] head) {
    String latin = new String(head, 0, Math.min(head.length, 16), StandardCharsets.ISO_8859_1);
    if (latin.startsWith("PK\u0003\u0004")) {
      return "xlsx";
    }
    if (latin.startsWith("\u00D0\u00CF\u0011\u00E0")) {
      return "xls";
    }
    if (latin.startsWith("PAR1")) {
      return "parquet";
    }
    if (latin.startsWith("SQLite format 3")) {
      return "sqlite";
    }
    return dbf(head) ? "dbf" : null;
  }

  /** dBASE has no signature: a version, and a header that ends where it says. */
  private static boolean dbf(byte[] head) {
    if (head.length < 33 || DBF_VERSIONS.indexOf(head[0] & 0xFF) < 0) {
      return false;
    }
    int length = (head[8] & 0xFF) | (head[9] & 0xFF) << 8;
    return length > 32 && length <= head.length && head[length - 1] == 0x0D
        || length > 33 && length <= head.length && head[length - 2] == 0x0D;
  }

  private static String readable(String format) {
    if (!RowReaders.FORMATS.contains(format)) {
      throw ConnectorProblem.INPUT_UNREADABLE.problem(
          "the input is %s, which this hub does not read; it reads %s"
              .formatted(format, String.join(", ", RowReaders.FORMATS)));
    }
    return format;
  }

  private static String text(byte[] head, String charset) {
    Charset found =
        Charsets.find(charset)
            .orElseThrow(
                () ->
                    ConnectorProblem.INPUT_UNREADABLE.problem(
                        "this Java platform has no encoding \"" + charset + "\""));
    String text = new String(head, found);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static FormatGuess structured(String text, String charset, List<String> evidence) {
    String plain = text.stripLeading();
    if (plain.startsWith("<") && plain.length() > 1 && TAG.matcher(plain).find()) {
      evidence.add("begins with a tag");
      return new FormatGuess(input("xml", charset, null, null, records(plain)), evidence);
    }
    if (plain.startsWith("{") || plain.startsWith("[")) {
      FormatGuess json = json(plain, charset, evidence);
      if (json != null) {
        return json;
      }
    }
    return delimited(text, charset, evidence);
  }

  /**
   * The element that is repeated: a child of the root, or of its only child; null for the root's.
   */
  private static String records(String xml) {
    Matcher tags = TAG.matcher(xml);
    Map<String, Integer> counts = new HashMap<>();
    List<String> order = new ArrayList<>();
    while (tags.find() && order.size() < 1000) {
      counts.merge(tags.group(1), 1, Integer::sum);
      order.add(tags.group(1));
    }
    // the first name that comes again is the record; its parts come as often, but later
    return order.stream().skip(1).filter(name -> counts.get(name) > 1).findFirst().orElse(null);
  }

  private static FormatGuess json(String text, String charset, List<String> evidence) {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      parser.nextToken();
      if (parser.currentToken() == JsonToken.START_OBJECT && lines(text)) {
        evidence.add("a JSON object a line");
        return new FormatGuess(input("ndjson", charset, null, null, null), evidence);
      }
      String pointer = pointer(parser);
      evidence.add("JSON" + (pointer == null ? "" : " with the records at " + pointer));
      return new FormatGuess(input("json", charset, null, null, pointer), evidence);
    } catch (IOException e) {
      return null;
    }
  }

  private static boolean lines(String text) {
    String[] lines = text.split("\r?\n", 3);
    if (lines.length < 2 || !lines[1].startsWith("{")) {
      return false;
    }
    try (JsonParser first = new JsonFactory().createParser(lines[0])) {
      first.nextToken();
      first.skipChildren();
      return first.currentToken() == JsonToken.END_OBJECT;
    } catch (IOException e) {
      return false;
    }
  }

  /** The pointer of the first array of objects; null if the document itself is it. */
  private static String pointer(JsonParser parser) throws IOException {
    JsonToken before = null;
    for (JsonToken token = parser.currentToken(); token != null; token = parser.nextToken()) {
      if (before == JsonToken.START_ARRAY && token == JsonToken.START_OBJECT) {
        String pointer =
            parser.getParsingContext().getParent().getParent().pathAsPointer().toString();
        return pointer.isEmpty() ? null : pointer;
      }
      before = token;
    }
    return null;
  }

  private static FormatGuess delimited(String text, String charset, List<String> evidence) {
    List<String> lines = text.lines().limit(LOOKED_AT).filter(l -> !l.isBlank()).toList();
    char best = ',';
    double most = 0;
    for (char delimiter : DELIMITERS) {
      double fit = fit(lines, delimiter);
      if (fit > most) {
        best = delimiter;
        most = fit;
      }
    }
    boolean quoted = lines.stream().anyMatch(l -> l.startsWith("\"") && l.contains("\","));
    boolean tabs = best == '\t';
    boolean tabsQuoted =
        tabs && lines.stream().filter(l -> l.contains("\"\t") || l.contains("\t\"")).count() > 1;
    evidence.add(
        most == 0
            ? "lines without a delimiter"
            : "%s between the fields of most lines%s"
                .formatted(tabs ? "a tab" : "\"" + best + "\"", quoted ? ", some in quotes" : ""));
    return tabs && !tabsQuoted
        ? new FormatGuess(input("tsv", charset, null, null, null), evidence)
        : new FormatGuess(
            input("csv", charset, best == ',' ? null : String.valueOf(best), null, null), evidence);
  }

  /** How well a delimiter divides lines into equally many fields; 0 where it does not at all. */
  private static double fit(List<String> lines, char delimiter) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (String line : lines) {
      counts.merge(outsideQuotes(line, delimiter), 1, Integer::sum);
    }
    return counts.entrySet().stream()
        .filter(e -> e.getKey() > 0)
        .mapToDouble(e -> e.getValue() / (double) lines.size() * (1 + e.getKey() / 1000.0))
        .max()
        .orElse(0);
  }

  private static int outsideQuotes(String line, char delimiter) {
    int count = 0;
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      quoted ^= c == '"';
      count += c == delimiter && !quoted ? 1 : 0;
    }
    return count;
  }

  private static ConnectorSpec.Input input(
      String format, String encoding, String delimiter, String quote, String records) {
    return new ConnectorSpec.Input(
        format, null, null, null, encoding, delimiter, quote, null, null, records, null);
  }

  /** A table of a database, which is kept as a JSON object a line. */
  static FormatGuess table() {
    return new FormatGuess(
        input("table", null, null, null, null), List.of("rows of a table of a database"));
  }
}
