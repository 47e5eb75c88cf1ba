package io.tongban.certificates.collect;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;

/**
 * The look of an annotation at the foot of a page. Latin letters are of Helvetica; the others are
 * of a font with the character collection Adobe-GB1, named and not embedded: every PDF reader
 * brings one in its stead (ISO 32000-2, section 9.7.5.2). The fonts are written as dictionaries,
 * since PDFBox's own font classes search this machine for fonts and leave an index of them in the
 * home directory.
 */
final class Stamp {
  private static final float SIZE = 7;
  private static final float LEADING = 9;
  private static final float MARGIN = 12;
  private static final float PADDING = 3;

  /** Helvetica's width on average, of the size; a Chinese letter is as wide as the size. */
  private static final float LATIN_WIDTH = 0.6f;

  private static final Charset LATIN = Charset.forName("windows-1252");
  private static final COSName LATIN_FONT = COSName.getPDFName("Latin");
  private static final COSName CHINESE_FONT = COSName.getPDFName("Chinese");
  private static final String CHINESE_NAME = "STSong-Light";
  private static final String CHINESE_ENCODING = "UniGB-UTF16-H";
  private static final HexFormat HEX = HexFormat.of();

  private final CharsetEncoder latin = LATIN.newEncoder();

  private Stamp() {}

  /** To be drawn on a page of that crop box. */
  static PDFormXObject of(PDDocument document, PDRectangle box, List<String> lines)
      throws IOException {
    PDFormXObject form = new PDFormXObject(document);
    form.setBBox(box);
    form.setResources(resources());
    try (OutputStream out = form.getContentStream().createOutputStream(COSName.FLATE_DECODE)) {
      out.write(new Stamp().drawing(box, lines).getBytes(StandardCharsets.US_ASCII));
    }
    return form;
  }

  private String drawing(PDRectangle box, List<String> lines) {
    float width = box.getWidth() - 2 * MARGIN;
    List<String> fitting = lines.stream().flatMap(line -> broken(line, width).stream()).toList();
    float left = box.getLowerLeftX() + MARGIN;
    float bottom = box.getLowerLeftY() + MARGIN;
    StringBuilder drawing = new StringBuilder();
    drawing.append("1 1 1 rg ").append(numbers(left - PADDING, bottom - PADDING));
    drawing.append(numbers(width + 2 * PADDING, fitting.size() * LEADING + 2 * PADDING));
    drawing.append("re f\nBT 0.7 0 0 rg ").append(numbers(LEADING)).append("TL ");
    drawing.append(numbers(left, bottom + (fitting.size() - 1) * LEADING)).append("Td\n");
    for (String line : fitting) {
      show(line, drawing);
      drawing.append("T*\n");
    }
    return drawing.append("ET\n").toString();
  }

  private static String numbers(float... numbers) {
    StringBuilder text = new StringBuilder();
    for (float number : numbers) {
      text.append(String.format(Locale.ROOT, "%.2f ", number));
    }
    return text.toString();
  }

  /** Breaks a line where it would leave the page. */
  private List<String> broken(String line, float width) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    float used = 0;
    for (int point : line.codePoints().toArray()) {
      String letter = Character.isISOControl(point) ? " " : Character.toString(point);
      float wide = SIZE * (latin.canEncode(letter) ? LATIN_WIDTH : 1);
      if (used + wide > width && part.length() > 0) {
        parts.add(part.toString());
        part.setLength(0);
        used = 0;
      }
      part.append(letter);
      used += wide;
    }
    parts.add(part.toString());
    return parts;
  }

  /** Each run of letters in the font that has them. */
  private void show(String line, StringBuilder drawing) {
    StringBuilder run = new StringBuilder();
    boolean runIsLatin = true;
    for (int point : line.codePoints().toArray()) {
      String letter = Character.toString(point);
      boolean letterIsLatin = latin.canEncode(letter);
      if (letterIsLatin != runIsLatin) {
        end(run, runIsLatin, drawing);
        runIsLatin = letterIsLatin;
      }
      run.append(letter);
    }
    end(run, runIsLatin, drawing);
  }

  private static void end(StringBuilder run, boolean isLatin, StringBuilder drawing) {
    if (run.length() > 0) {
      byte[] codes = run.toString().getBytes(isLatin ? LATIN : StandardCharsets.UTF_16BE);
      drawing.append('/').append((isLatin ? LATIN_FONT : CHINESE_FONT).getName());
      drawing.append(' ').append(numbers(SIZE)).append("Tf <");
      drawing.append(HEX.formatHex(codes)).append("> Tj\n");
      run.setLength(0);
    }
  }

  private static PDResources resources() {
    COSDictionary fonts = new COSDictionary();
    fonts.setItem(LATIN_FONT, latinFont());
    fonts.setItem(CHINESE_FONT, chineseFont());
    COSDictionary resources = new COSDictionary();
    resources.setItem(COSName.FONT, fonts);
    return new PDResources(resources);
  }

  private static COSDictionary font(COSName subtype, String name) {
    COSDictionary font = new COSDictionary();
    font.setItem(COSName.TYPE, COSName.FONT);
    font.setItem(COSName.SUBTYPE, subtype);
    font.setName(COSName.BASE_FONT, name);
    return font;
  }

  private static COSDictionary latinFont() {
    COSDictionary font = font(COSName.TYPE1, "Helvetica");
    font.setItem(COSName.ENCODING, COSName.WIN_ANSI_ENCODING);
    return font;
  }

  private static COSDictionary chineseFont() {
    COSDictionary collection = new COSDictionary();
    collection.setItem(COSName.REGISTRY, new COSString("Adobe"));
    collection.setItem(COSName.ORDERING, new COSString("GB1"));
    collection.setInt(COSName.SUPPLEMENT, 5);
    COSDictionary letters = font(COSName.CID_FONT_TYPE0, CHINESE_NAME);
    letters.setItem(COSName.CIDSYSTEMINFO, collection);
    letters.setItem(COSName.FONT_DESC, descriptor());
    letters.setInt(COSName.DW, 1000);
    COSDictionary font = font(COSName.TYPE0, CHINESE_NAME + "-" + CHINESE_ENCODING);
    font.setName(COSName.ENCODING, CHINESE_ENCODING);
    COSArray descendants = new COSArray();
    descendants.add(letters);
    font.setItem(COSName.DESCENDANT_FONTS, descendants);
    return font;
  }

  /** STSong-Light's measures, by which a reader chooses and fits the font in its stead. */
  private static COSDictionary descriptor() {
    COSDictionary descriptor = new COSDictionary();
    descriptor.setItem(COSName.TYPE, COSName.FONT_DESC);
    descriptor.setName(COSName.FONT_NAME, CHINESE_NAME);
    descriptor.setInt(COSName.FLAGS, 6);
    COSArray box = new COSArray();
    for (int side : new int[] {-25, -254, 1000, 880}) {
      box.add(COSInteger.get(side));
    }
    descriptor.setItem(COSName.FONT_BBOX, box);
    descriptor.setInt(COSName.ITALIC_ANGLE, 0);
    descriptor.setInt(COSName.ASCENT, 880);
    descriptor.setInt(COSName.DESCENT, -120);
    descriptor.setInt(COSName.CAP_HEIGHT, 880);
    descriptor.setInt(COSName.STEM_V, 93);
    return descriptor;
  }
}
