package io.tongban.connectors.format;

import io.tongban.connectors.ConnectorProblem;
import io.tongban.hub.ProblemException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.JulianFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A table of dBASE III, IV and FoxPro. Records marked as deleted are left out. Texts are read
 * strictly in the declared encoding, else in the one that the file's language driver names. Memo
 * fields stand in a second file and are not read: a mapping that names one finds no such column.
 */
final class DbfReader implements RowReader {
  private static final int HEADER = 32;
  private static final int FIELD = 32;
  private static final int LANGUAGE_DRIVER = 29;
  private static final int MOST_FIELDS = 2048;
  private static final int TERMINATOR = 0x0D;
  private static final int DELETED = '*';

  /** With an exponent that cannot make endless digits. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");

  /** Language drivers, as dBASE and FoxPro number them. */
  private static final Map<Integer, String> DRIVERS =
      Map.ofEntries(
          Map.entry(0x01, "IBM437"),
          Map.entry(0x02, "IBM850"),
          Map.entry(0x03, "windows-1252"),
          Map.entry(0x13, "windows-31j"),
          Map.entry(0x7B, "windows-31j"),
          Map.entry(0x4D, "GBK"),
          Map.entry(0x7A, "GBK"),
          Map.entry(0x4F, "Big5"),
          Map.entry(0x78, "Big5"),
          Map.entry(0x4E, "x-windows-949"),
          Map.entry(0x79, "x-windows-949"),
          Map.entry(0x57, "windows-1252"),
          Map.entry(0x58, "windows-1252"),
          Map.entry(0x59, "windows-1252"),
          Map.entry(0x64, "IBM852"),
          Map.entry(0x65, "IBM866"),
          Map.entry(0xC8, "windows-1250"),
          Map.entry(0xC9, "windows-1251"),
          Map.entry(0xCA, "windows-1254"),
          Map.entry(0xCB, "windows-1253"),
          Map.entry(0xCC, "windows-1257"));

  private final Optional<Charset> declared;

  /**
   * @param declared the encoding, or nothing to believe the file
   */
  DbfReader(Optional<Charset> declared) {
    this.declared = declared;
  }

  /** A field: its type is a letter, its place counts from the record's mark of deletion. */
  private record Field(String name, char type, int place, int length) {}

  /** What a file says of itself. */
  private record Table(long records, int recordLength, Charset charset, List<Field> fields) {}

  @Override
  public void read(InputBytes input, RowSink sink) throws IOException {
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(input.open(), 1 << 16))) {
      Table table = table(in);
      sink.header(table.fields().stream().map(Field::name).toList());
      records(in, table, sink);
    }
  }

  private Table table(DataInputStream in) throws IOException {
    try {
      ByteBuffer head = ByteBuffer.wrap(exactly(in, HEADER)).order(ByteOrder.LITTLE_ENDIAN);
      long records = Integer.toUnsignedLong(head.getInt(4));
      int headerLength = Short.toUnsignedInt(head.getShort(8));
      int recordLength = Short.toUnsignedInt(head.getShort(10));
      if (headerLength < HEADER + FIELD || recordLength < 2) {
        throw noTable();
      }
      ByteBuffer rest =
          ByteBuffer.wrap(exactly(in, headerLength - HEADER)).order(ByteOrder.LITTLE_ENDIAN);
      Charset charset = charset(head.get(LANGUAGE_DRIVER) & 0xFF);
      return new Table(records, recordLength, charset, fields(rest, recordLength, charset));
    } catch (EOFException e) {
      throw ConnectorProblem.INPUT_UNREADABLE.problem("the table breaks off in its header", e);
    }
  }

  private static List<Field> fields(ByteBuffer descriptors, int recordLength, Charset charset) {
    List<Field> fields = new ArrayList<>();
    int place = 1;
    int at = 0;
    while (at + FIELD <= descriptors.limit() && descriptors.get(at) != TERMINATOR) {
      byte[] name = new byte[11];
      descriptors.get(at, name);
      char type = (char) (descriptors.get(at + 11) & 0xFF);
      int length = descriptors.get(at + 16) & 0xFF;
      if (type == 'C') {
        // long texts keep the upper half of their length where numbers have their decimals
        length |= (descriptors.get(at + 17) & 0xFF) << 8;
      }
      fields.add(new Field(name(name, charset), type, place, length));
      place += length;
      at += FIELD;
    }
    if (fields.isEmpty() || fields.size() > MOST_FIELDS || place > recordLength) {
      throw noTable();
    }
    List<String> unique = new Header(fields.stream().map(Field::name).toList()).columns();
    List<Field> named = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      if ("MGPB".indexOf(field.type()) < 0 || field.type() == 'B' && field.length() == 8) {
        named.add(new Field(unique.get(i), field.type(), field.place(), field.length()));
      }
    }
    return named;
  }

  private static String name(byte[] bytes, Charset charset) {
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, charset).strip();
  }

  private Charset charset(int driver) {
    return declared
        .or(() -> Optional.ofNullable(DRIVERS.get(driver)).flatMap(Charsets::find))
        .orElse(StandardCharsets.US_ASCII);
  }

  private void records(DataInputStream in, Table table, RowSink sink) throws IOException {
    long number = 0;
    for (long i = 1; i <= table.records(); i++) {
      byte[] bytes;
      try {
        bytes = exactly(in, table.recordLength());
      } catch (EOFException e) {
        throw ConnectorProblem.INPUT_UNREADABLE.problem(
            "the table breaks off: it has %d records and says it has %d"
                .formatted(i - 1, table.records()),
            e);
      }
      if (bytes[0] != DELETED) {
        number++;
        if (!sink.row(row(number, i, bytes, table))) {
          return;
        }
      }
    }
  }

  private static RawRow row(long number, long place, byte[] bytes, Table table) {
    Map<String, String> values = new LinkedHashMap<>();
    String reason = null;
    String message = null;
    for (Field field : table.fields()) {
      ByteBuffer part =
          ByteBuffer.wrap(bytes, field.place(), field.length())
              .slice()
              .order(ByteOrder.LITTLE_ENDIAN);
      try {
        values.put(field.name(), value(field, part, table.charset()));
      } catch (CharacterCodingException e) {
        values.put(field.name(), null);
        reason = "broken-encoding";
        message =
            "record %d is not %s in field \"%s\"; declare the table's real encoding"
                .formatted(place, table.charset(), field.name());
      } catch (DateTimeException | NumberFormatException e) {
        values.put(field.name(), null);
        reason = reason == null ? "cell-error" : reason;
        message =
            message == null
                ? "record %d has no value of its type in field \"%s\"; mend the table"
                    .formatted(place, field.name())
                : message;
      }
    }
    return reason == null
        ? RawRow.of(number, values)
        : RawRow.faulty(number, values, reason, message);
  }

  private static String value(Field field, ByteBuffer part, Charset charset)
      throws CharacterCodingException {
    return switch (field.type()) {
      case 'I', '+' -> field.length() == 4 ? Integer.toString(part.getInt()) : null;
      case 'B', 'O' -> field.length() == 8 ? number(part.getDouble()) : null;
      case 'Y' -> field.length() == 8 ? BigDecimal.valueOf(part.getLong(), 4).toString() : null;
      case 'T', '@' -> field.length() == 8 ? time(part) : null;
      default -> text(field, charset.newDecoder().decode(part).toString());
    };
  }

  private static String text(Field field, String raw) {
    String text = raw.replace('\0', ' ').strip();
    return switch (field.type()) {
      case 'D' ->
          text.isEmpty() || text.equals("00000000")
              ? null
              : LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE).toString();
      case 'L' -> "TtYy".contains(text) ? truth(text) : "FfNn".contains(text) ? "false" : null;
      // asterisks stand for a number too long for its field
      case 'N', 'F' -> text.isEmpty() ? null : number(text);
      default -> text.isEmpty() ? null : text;
    };
  }

  private static String truth(String text) {
    return text.isEmpty() ? null : "true";
  }

  private static String number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new NumberFormatException("no number");
    }
    return new BigDecimal(text).toPlainString();
  }

  private static String number(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  /** A Julian day and the milliseconds since midnight. */
  private static String time(ByteBuffer part) {
    int day = part.getInt();
    int millis = part.getInt();
    if (day == 0) {
      return null;
    }
    LocalTime time = LocalTime.ofNanoOfDay(millis * 1_000_000L);
    return LocalDateTime.of(LocalDate.EPOCH.with(JulianFields.JULIAN_DAY, day), time).toString();
  }

  private static byte[] exactly(DataInputStream in, int count) throws IOException {
    byte[] bytes = new byte[count];
    in.readFully(bytes);
    return bytes;
  }

  private static ProblemException noTable() {
    return ConnectorProblem.INPUT_UNREADABLE.problem("not a dBASE table (.dbf)");
  }
}
