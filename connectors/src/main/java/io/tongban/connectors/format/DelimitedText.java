package io.tongban.connectors.format;

import io.tongban.connectors.ConnectorProblem;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Splits delimited text (RFC 4180) into records. It is ours because three things are needed that
 * CSV libraries do not give together: the exact place of every record, so that broken bytes can be
 * told from sound ones; the raw text of a record whose quoting is wrong; and going on with the line
 * after it.
 *
 * <p>White space between a closing quote and the delimiter is allowed, a quote inside an unquoted
 * field is itself, empty lines are no records, lines end with CR, LF or both.
 */
final class DelimitedText {
  /**
   * Of a longer record only the beginning is kept, until it ends: a quote that is never closed, or
   * a cell that is too long.
   */
  static final int MOST_CHARACTERS = 1 << 20;

  private static final int MOST_COLUMNS = 10_000;
  private static final int END = -1;
  private static final int NO_QUOTE = -2;

  private final Reader in;
  private final char delimiter;
  private final int quote;
  private final int most;
  private final char[] buffer = new char[1 << 15];
  private final StringBuilder raw = new StringBuilder();
  private final StringBuilder field = new StringBuilder();
  private int filled;
  private int next;
  private long position;
  private long line = 1;
  private boolean tooLong;

  DelimitedText(Reader in, char delimiter, OptionalInt quote) {
    this(in, delimiter, quote, MOST_CHARACTERS);
  }

  /**
   * @param most how much of a record is kept, in characters
   */
  DelimitedText(Reader in, char delimiter, OptionalInt quote, int most) {
    this.in = in;
    this.most = most;
    this.delimiter = delimiter;
    this.quote = quote.orElse(NO_QUOTE);
  }

  /**
   * A record.
   *
   * @param fields its fields; of a malformed one those before the fault
   * @param raw its text without the end of line
   * @param line line it begins on, 1-based
   * @param from place of its first character, 0-based
   * @param to place after its last one
   * @param malformed whether its quoting is wrong
   * @param tooLong whether it is longer than what was kept of it
   */
  record Entry(
      List<String> fields,
      String raw,
      long line,
      long from,
      long to,
      boolean malformed,
      boolean tooLong) {}

  /** The next record, or null at the end. */
  Entry next() throws IOException {
    skipEmptyLines();
    if (peek() == END) {
      return null;
    }
    long from = position;
    long startLine = line;
    raw.setLength(0);
    tooLong = false;
    List<String> fields = new ArrayList<>();
    boolean malformed = false;
    boolean more = true;
    while (more && !malformed) {
      malformed = !readField(startLine);
      if (!tooLong || fields.size() < MOST_COLUMNS) {
        fields.add(field.toString());
      }
      more = !malformed && peek() == delimiter;
      if (more) {
        take(startLine);
      }
    }
    if (malformed) {
      takeLine(startLine);
    }
    long to = position;
    endLine();
    return new Entry(fields, raw.toString(), startLine, from, to, malformed, tooLong);
  }

  /** Whether the field was well-formed. */
  private boolean readField(long startLine) throws IOException {
    field.setLength(0);
    if (peek() == quote) {
      return readQuoted(startLine);
    }
    while (!atFieldEnd()) {
      keep(take(startLine));
    }
    return true;
  }

  private boolean readQuoted(long startLine) throws IOException {
    take(startLine);
    while (true) {
      int c = take(startLine);
      if (c == END) {
        throw unclosed(startLine);
      }
      if (c != quote) {
        keep(c);
      } else if (peek() == quote) {
        keep(take(startLine));
      } else {
        return closes(startLine);
      }
    }
  }

  private boolean closes(long startLine) throws IOException {
    while (!atFieldEnd() && (peek() == ' ' || peek() == '\t')) {
      take(startLine);
    }
    return atFieldEnd();
  }

  private boolean atFieldEnd() throws IOException {
    int c = peek();
    return c == delimiter || atLineEnd(c);
  }

  private static boolean atLineEnd(int c) {
    return c == END || c == '\n' || c == '\r';
  }

  private void takeLine(long startLine) throws IOException {
    while (!atLineEnd(peek())) {
      take(startLine);
    }
  }

  private void skipEmptyLines() throws IOException {
    while (peek() == '\n' || peek() == '\r') {
      endLine();
    }
  }

  private void endLine() throws IOException {
    int c = peek();
    if (c == '\r') {
      advance();
      c = peek();
      if (c == '\n') {
        advance();
      }
      line++;
    } else if (c == '\n') {
      advance();
      line++;
    }
  }

  /** Takes a character into the record. */
  private int take(long startLine) throws IOException {
    int c = peek();
    if (c == END) {
      return END;
    }
    if (c == '\n') {
      line++;
    }
    advance();
    if (raw.length() < most) {
      raw.append((char) c);
    } else {
      tooLong = true;
    }
    return c;
  }

  private void keep(int c) {
    if (!tooLong) {
      field.append((char) c);
    }
  }

  private int peek() throws IOException {
    if (next == filled) {
      filled = in.read(buffer, 0, buffer.length);
      next = 0;
      if (filled <= 0) {
        filled = 0;
        return END;
      }
    }
    return buffer[next];
  }

  private void advance() {
    next++;
    position++;
  }

  private static io.tongban.hub.ProblemException unclosed(long line) {
    return ConnectorProblem.INPUT_UNREADABLE.problem(
        "the row that begins on line "
            + line
            + " has a quote that is never closed, so the rows after it cannot be told apart");
  }
}
