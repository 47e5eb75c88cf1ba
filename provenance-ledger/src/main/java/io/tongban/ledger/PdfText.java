package io.tongban.ledger;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A PDF (ISO 32000-1) of lines of text that is written as it comes: page by page, the same bytes
 * for the same lines. Chinese and Latin text are in {@code STSong-Light} under the predefined CMap
 * {@code UniGB-UTF16-H} (section 9.7.5.2); the font is not embedded, the reader's own one of the
 * character collection Adobe-GB1 is shown.
 */
final class PdfText implements AutoCloseable {
  private static final int WIDTH = 842;
  private static final int HEIGHT = 595;
  private static final int MARGIN = 30;
  private static final int LEADING = 11;
  private static final int LINES = (HEIGHT - 2 * MARGIN) / LEADING;

  /** Size of the letters; Latin ones take half of it, Chinese ones all of it. */
  private static final int SIZE = 8;

  private static final int HALVES = 2 * (WIDTH - 2 * MARGIN) / SIZE;

  /** Numbers of the objects that are written last; pages and their contents come after them. */
  private static final int CATALOG = 1;

  private static final int PAGES = 2;
  private static final int FONT = 3;
  private static final int CID_FONT = 4;
  private static final int DESCRIPTOR = 5;
  private static final int FIRST_PAGE = 6;

  private final OutputStream out;
  private final List<Long> offsets = new ArrayList<>();
  private final List<String> page = new ArrayList<>();
  private long written;
  private int pages;

  PdfText(OutputStream out) throws IOException {
    this.out = out;
    for (int i = 0; i < FIRST_PAGE; i++) {
      offsets.add(0L);
    }
    write("%PDF-1.7\n");
  }

  /** Adds a line; one that is too long goes on in the next. */
  void line(String text) throws IOException {
    StringBuilder part = new StringBuilder();
    int halves = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      int takes = point < 0x7F ? 1 : 2;
      if (halves + takes > HALVES) {
        add(part.toString());
        part.setLength(0);
        halves = 0;
      }
      part.appendCodePoint(Character.isISOControl(point) ? ' ' : point);
      halves += takes;
      i += Character.charCount(point);
    }
    add(part.toString());
  }

  private void add(String line) throws IOException {
    if (page.size() == LINES) {
      endPage();
    }
    page.add(line);
  }

  private void endPage() throws IOException {
    StringBuilder content = new StringBuilder("BT /F1 ").append(SIZE).append(" Tf ");
    content.append(LEADING).append(" TL ").append(MARGIN).append(' ');
    content.append(HEIGHT - MARGIN).append(" Td\n");
    for (String line : page) {
      String hex = HexFormat.of().formatHex(line.getBytes(StandardCharsets.UTF_16BE));
      content.append("T* <").append(hex).append("> Tj\n");
    }
    content.append("ET\n");
    page.clear();
    int number = FIRST_PAGE + 2 * pages;
    pages++;
    object(
        number,
        "<</Type/Page/Parent %d 0 R/MediaBox[0 0 %d %d]/Resources<</Font<</F1 %d 0 R>>>>/Contents %d 0 R>>"
            .formatted(PAGES, WIDTH, HEIGHT, FONT, number + 1));
    object(number + 1, "<</Length %d>>\nstream\n%sendstream".formatted(content.length(), content));
  }

  private void object(int number, String body) throws IOException {
    while (offsets.size() <= number) {
      offsets.add(0L);
    }
    offsets.set(number, written);
    write(number + " 0 obj\n" + body + "\nendobj\n");
  }

  private void write(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    out.write(bytes);
    written += bytes.length;
  }

  /** Writes what ends the document; the stream stays open. */
  @Override
  public void close() throws IOException {
    endPage();
    object(CATALOG, "<</Type/Catalog/Pages " + PAGES + " 0 R>>");
    StringBuilder kids = new StringBuilder();
    for (int i = 0; i < pages; i++) {
      kids.append(FIRST_PAGE + 2 * i).append(" 0 R ");
    }
    object(PAGES, "<</Type/Pages/Count " + pages + "/Kids[" + kids + "]>>");
    object(
        FONT,
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light-UniGB-UTF16-H/Encoding/UniGB-UTF16-H"
            + "/DescendantFonts["
            + CID_FONT
            + " 0 R]>>");
    object(
        CID_FONT,
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)"
            + "/Ordering(GB1)/Supplement 4>>/DW 1000/W[1 95 500]/FontDescriptor "
            + DESCRIPTOR
            + " 0 R>>");
    object(
        DESCRIPTOR,
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
            + "/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>");
    long table = written;
    write("xref\n0 " + offsets.size() + "\n0000000000 65535 f \n");
    for (int i = 1; i < offsets.size(); i++) {
      write("%010d 00000 n \n".formatted(offsets.get(i)));
    }
    write("trailer\n<</Size " + offsets.size() + "/Root " + CATALOG + " 0 R>>\n");
    write("startxref\n" + table + "\n%%EOF\n");
  }
}
