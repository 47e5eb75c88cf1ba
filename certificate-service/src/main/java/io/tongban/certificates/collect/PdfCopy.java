package io.tongban.certificates.collect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;

/**
 * Makes an annotated copy of a PDF: a new file with the pages' looks and an annotation on each
 * page, without signatures, links, scripts and attachments. It cannot pass for the original.
 */
public final class PdfCopy {
  private static final float SIZE = 7;
  private static final float LEADING = 9;
  private static final float MARGIN = 12;

  /** The key of the annotation in the document's information, which keeps every letter. */
  private static final String ANNOTATION = "Annotation";

  private PdfCopy() {}

  /**
   * Makes one.
   *
   * @param lines of the annotation; on the pages, letters that Helvetica lacks become question
   *     marks
   */
  public static byte[] annotated(byte[] original, List<String> lines) {
    try (PDDocument source = PdfSeals.open(original);
        PDDocument copy = new PDDocument()) {
      PDAcroForm form = source.getDocumentCatalog().getAcroForm(null);
      if (form != null) {
        form.flatten();
      }
      PDFont font = new PDType1Font(Standard14Fonts.FontName.HELVETICA);
      for (PDPage page : source.getPages()) {
        PDPage copied = copy.importPage(page);
        copied.setAnnotations(List.of());
        copied.getCOSObject().removeItem(COSName.AA);
        annotate(copy, copied, font, lines);
      }
      copy.getDocumentInformation().setCustomMetadataValue(ANNOTATION, String.join("\n", lines));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      copy.save(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw Unfit.file("unreadable", "the collected PDF cannot be copied", e);
    }
  }

  private static void annotate(PDDocument copy, PDPage page, PDFont font, List<String> lines)
      throws IOException {
    PDRectangle box = page.getCropBox();
    float left = box.getLowerLeftX() + MARGIN;
    float bottom = box.getLowerLeftY() + MARGIN;
    try (PDPageContentStream content =
        new PDPageContentStream(copy, page, AppendMode.APPEND, true, true)) {
      content.setNonStrokingColor(1f, 1f, 1f);
      content.addRect(
          left - 3, bottom - 3, box.getWidth() - 2 * MARGIN + 6, lines.size() * LEADING + 6);
      content.fill();
      content.setNonStrokingColor(0.7f, 0f, 0f);
      content.beginText();
      content.setFont(font, SIZE);
      content.setLeading(LEADING);
      content.newLineAtOffset(left, bottom + (lines.size() - 1) * LEADING);
      for (String line : lines) {
        content.showText(printable(font, line));
        content.newLine();
      }
      content.endText();
    }
  }

  private static String printable(PDFont font, String line) {
    StringBuilder text = new StringBuilder();
    line.codePoints()
        .forEach(
            point -> {
              String letter = Character.toString(point);
              text.append(has(font, letter) ? letter : "?");
            });
    return text.toString();
  }

  private static boolean has(PDFont font, String letter) {
    try {
      return font.encode(letter).length > 0;
    } catch (IOException | IllegalArgumentException lacking) {
      return false;
    }
  }
}
