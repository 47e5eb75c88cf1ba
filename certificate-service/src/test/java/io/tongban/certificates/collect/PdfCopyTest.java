package io.tongban.certificates.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.certificates.SealedFiles;
import io.tongban.certificates.SignatureSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The annotated copy: its letters, its size, and what making it leaves on the machine. */
class PdfCopyTest {
  @Test
  void theStampShowsChineseAndLatinLettersWithoutAFontInTheFile() throws Exception {
    byte[] original = SealedFiles.pdf("Permit");
    byte[] copy =
        PdfCopy.annotated(original, List.of("加注方：住房保障处 (Housing) “甲” – 龘\n", "Case 2026-7"));
    assertThat(copy.length).isLessThan(original.length + 4096);
    assertThat(text(copy)).contains("加注方：住房保障处 (Housing) “甲” – 龘").contains("Case 2026-7");
  }

  @Test
  void aLineThatIsTooLongForThePageGoesOnBelow() throws Exception {
    String line = "摊位".repeat(150);
    String text = text(PdfCopy.annotated(SealedFiles.pdf("Permit"), List.of(line, "last line")));
    assertThat(text.replaceAll("\\s", "")).contains(line).contains("lastline");
    assertThat(text.lines().mapToInt(String::length).max().orElseThrow())
        .as("letters of size 7 within 588 of the page's 612 units")
        .isEqualTo(84);
  }

  @Test
  void everyPageIsStampedAndNothingActiveComesAlong() throws Exception {
    byte[] attacked = SealedFiles.updated(SealedFiles.signed(two(), signer(), Instant.EPOCH));
    byte[] copy = PdfCopy.annotated(attacked, List.of("only for 摆摊"));
    try (PDDocument document = Loader.loadPDF(copy)) {
      assertThat(document.getNumberOfPages()).isEqualTo(2);
      assertThat(document.getSignatureDictionaries()).isEmpty();
      for (PDPage page : document.getPages()) {
        assertThat(page.getAnnotations()).isEmpty();
        assertThat(page.getCOSObject().containsKey(COSName.AA)).isFalse();
      }
    }
    assertThat(text(copy).split("only for 摆摊", -1)).hasSize(3);
  }

  @Test
  void aFileIsLookedOverAndCopiedWithoutLookingForTheMachinesFonts(@TempDir Path folder)
      throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    Path file = folder.resolve("sealed.pdf");
    Files.write(file, SealedFiles.signed(SealedFiles.pdf("x"), signer(), Instant.EPOCH));
    Process copying =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + home,
                "-Djava.io.tmpdir=" + temporary,
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                PdfCopyTest.class.getName(),
                file.toString())
            .inheritIO()
            .start();
    assertThat(copying.waitFor()).isZero();
    try (Stream<Path> left = Files.walk(folder).filter(Files::isRegularFile)) {
      assertThat(left).containsOnly(file, folder.resolve("copy.pdf"));
    }
  }

  /** In a process of its own, since fonts are looked for once in a process. */
  public static void main(String[] arguments) throws IOException {
    Path path = Path.of(arguments[0]);
    byte[] file = Files.readAllBytes(path);
    PdfSeals.check(file, null);
    Files.write(path.resolveSibling("copy.pdf"), PdfCopy.annotated(file, List.of("加注件 copy")));
  }

  private static SealedFiles.Signer signer() throws Exception {
    return new SealedFiles(SignatureSuite.ES256, "CN=Agency CA").signer();
  }

  private static byte[] two() throws IOException {
    try (PDDocument document = Loader.loadPDF(SealedFiles.pdf("Permit"))) {
      document.addPage(new PDPage());
      var out = new java.io.ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    }
  }

  private static String text(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }
}
