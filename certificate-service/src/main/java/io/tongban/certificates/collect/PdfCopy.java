package io.tongban.certificates.collect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;

/**
 * Makes an annotated copy of a PDF: a new file with the pages' looks and an annotation on each
 * page, without signatures, links, scripts and attachments. It cannot pass for the original.
 */
public final class PdfCopy {
  /** The key of the annotation in the document's information, which keeps every letter. */
  private static final String ANNOTATION = "Annotation";

  private PdfCopy() {}

  /**
   * Makes one.
   *
   * @param lines of the annotation; on the pages they are as whole as the reader's fonts, in the
   *     document's information in any case
   */
  public static byte[] annotated(byte[] original, List<String> lines) {
    try (PDDocument source = PdfSeals.open(original);
        PDDocument copy = new PDDocument()) {
      PDAcroForm form = source.getDocumentCatalog().getAcroForm(null);
      if (form != null) {
        form.flatten();
      }
      for (PDPage page : source.getPages()) {
        PDPage copied = copy.importPage(page);
        copied.setAnnotations(List.of());
        copied.getCOSObject().removeItem(COSName.AA);
        annotate(copy, copied, lines);
      }
      copy.getDocumentInformation().setCustomMetadataValue(ANNOTATION, String.join("\n", lines));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      copy.save(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw Unfit.file("unreadable", "the collected PDF cannot be copied", e);
    }
  }

  private static void annotate(PDDocument copy, PDPage page, List<String> lines)
      throws IOException {
    try (PDPageContentStream content =
        new PDPageContentStream(copy, page, AppendMode.APPEND, true, true)) {
      content.drawForm(Stamp.of(copy, page.getCropBox(), lines));
    }
  }
}
