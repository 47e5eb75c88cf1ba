package io.tongban.certificates.collect;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;

/**
 * The files of an OFD package (GB/T 33190, section 7.1), in memory. The ZIP is read strictly: its
 * entries fill the file without gaps and say in both directories the same, so that every reader
 * sees the same package; names lead nowhere else; what it unpacks to is bounded.
 */
final class OfdPackage {
  private static final int END = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int CENTRAL = 0x02014b50;
  private static final int CENTRAL_LENGTH = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_LENGTH = 30;
  private static final int DESCRIPTOR = 0x08074b50;
  private static final int MOST_ENTRIES = 2_000;
  private static final int ENCRYPTED = 1;
  private static final int DESCRIBED = 1 << 3;

  private final byte[] bytes;
  private final ByteBuffer zip;
  private final Inflation inflation = new Inflation();

  private OfdPackage(byte[] bytes) {
    this.bytes = bytes;
    this.zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** One entry as the central directory tells it. */
  private record Entry(
      String name, int flags, int method, int crc, int packed, int size, int offset) {}

  /** The files by name, without directories. */
  static Map<String, byte[]> read(byte[] file) {
    if (file.length < LOCAL_LENGTH || file[0] != 'P' || file[1] != 'K') {
      throw Unfit.file("wrong-media-type", "the file is no OFD");
    }
    try {
      return new OfdPackage(file).files();
    } catch (IndexOutOfBoundsException | IllegalArgumentException | DataFormatException e) {
      throw Unfit.file("unreadable", "the OFD is no ZIP that can be read", e);
    }
  }

  private Map<String, byte[]> files() throws DataFormatException {
    int end = bytes.length - END_LENGTH;
    require(zip.getInt(end) == END && zip.getShort(end + 20) == 0, "its end");
    int count = Short.toUnsignedInt(zip.getShort(end + 10));
    int start = zip.getInt(end + 16);
    require(start >= 0 && start + zip.getInt(end + 12) == end, "its directory");
    if (count > MOST_ENTRIES) {
      throw Unfit.file("too-large-unpacked", "the OFD has more than " + MOST_ENTRIES + " files");
    }
    List<Entry> entries = entries(start, end, count);
    entries.sort(Comparator.comparingInt(Entry::offset));
    Map<String, byte[]> files = new LinkedHashMap<>();
    int at = 0;
    for (Entry entry : entries) {
      require(entry.offset() == at, "gaps between its entries");
      int data = data(entry);
      if (!entry.name().endsWith("/")) {
        files.put(entry.name(), content(entry, data));
      }
      at = after(entry, data);
    }
    require(at == start, "gaps after its entries");
    return files;
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw Unfit.file("unreadable", "the OFD is no strict ZIP: " + what);
    }
  }

  private List<Entry> entries(int start, int end, int count) {
    List<Entry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int at = start;
    for (int i = 0; i < count; i++) {
      require(zip.getInt(at) == CENTRAL, "its directory");
      int nameLength = Short.toUnsignedInt(zip.getShort(at + 28));
      Entry entry =
          new Entry(
              new String(bytes, at + CENTRAL_LENGTH, nameLength, StandardCharsets.UTF_8),
              zip.getShort(at + 8),
              zip.getShort(at + 10),
              zip.getInt(at + 16),
              zip.getInt(at + 20),
              zip.getInt(at + 24),
              zip.getInt(at + 42));
      requireName(entry.name());
      require(names.add(entry.name().toLowerCase(Locale.ROOT)), "a name stands twice");
      require((entry.flags() & ENCRYPTED) == 0, "an entry is encrypted");
      entries.add(entry);
      at +=
          CENTRAL_LENGTH
              + nameLength
              + Short.toUnsignedInt(zip.getShort(at + 30))
              + Short.toUnsignedInt(zip.getShort(at + 32));
    }
    require(at == end, "its directory");
    return entries;
  }

  private static void requireName(String name) {
    boolean inside =
        !name.isEmpty()
            && !name.startsWith("/")
            && name.indexOf('\\') < 0
            && name.indexOf(':') < 0
            && name.indexOf('\0') < 0;
    for (String part : name.split("/", -1)) {
      inside = inside && !part.equals("..") && !part.equals(".");
    }
    if (!inside) {
      throw Unfit.file("path-outside", "the OFD has a file whose name leads out of it");
    }
  }

  /** Where an entry's data begins; its own header must say what the directory says. */
  private int data(Entry entry) {
    int at = entry.offset();
    int nameLength = Short.toUnsignedInt(zip.getShort(at + 26));
    String name = new String(bytes, at + LOCAL_LENGTH, nameLength, StandardCharsets.UTF_8);
    boolean described = (entry.flags() & DESCRIBED) != 0;
    boolean same =
        zip.getInt(at) == LOCAL
            && zip.getShort(at + 6) == entry.flags()
            && zip.getShort(at + 8) == entry.method()
            && name.equals(entry.name())
            && (described
                || zip.getInt(at + 14) == entry.crc()
                    && zip.getInt(at + 18) == entry.packed()
                    && zip.getInt(at + 22) == entry.size());
    require(same, "an entry and the directory differ");
    return at + LOCAL_LENGTH + nameLength + Short.toUnsignedInt(zip.getShort(at + 28));
  }

  private byte[] content(Entry entry, int data) throws DataFormatException {
    require(entry.packed() >= 0 && data + entry.packed() <= bytes.length, "an entry's length");
    byte[] content;
    switch (entry.method()) {
      case 0 -> {
        require(entry.packed() == entry.size(), "an entry's length");
        inflation.take(entry.size());
        content = java.util.Arrays.copyOfRange(bytes, data, data + entry.size());
      }
      case 8 -> content = inflation.inflate(bytes, data, entry.packed(), entry.size(), true);
      default -> throw Unfit.file("unreadable", "the OFD is packed by another method");
    }
    CRC32 crc = new CRC32();
    crc.update(content);
    require((int) crc.getValue() == entry.crc(), "an entry's check sum");
    return content;
  }

  /** Where the next entry begins: after the data and, where there is one, its descriptor. */
  private int after(Entry entry, int data) {
    int at = data + entry.packed();
    if ((entry.flags() & DESCRIBED) == 0) {
      return at;
    }
    int fields = zip.getInt(at) == DESCRIPTOR ? at + 4 : at;
    boolean same =
        zip.getInt(fields) == entry.crc()
            && zip.getInt(fields + 4) == entry.packed()
            && zip.getInt(fields + 8) == entry.size();
    require(same, "an entry's descriptor and the directory differ");
    return fields + 12;
  }
}
