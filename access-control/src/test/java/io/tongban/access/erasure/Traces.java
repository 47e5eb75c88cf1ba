package io.tongban.access.erasure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks for a text or bytes in the bytes of files, in every form they could have there. */
final class Traces {
  private Traces() {}

  /** The forms of a text: UTF-8, UTF-16, and hex and base64 of UTF-8. */
  static Map<String, byte[]> forms(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    Map<String, byte[]> forms = new LinkedHashMap<>();
    forms.put("UTF-8", utf8);
    forms.put("UTF-16BE", text.getBytes(StandardCharsets.UTF_16BE));
    forms.put("UTF-16LE", text.getBytes(StandardCharsets.UTF_16LE));
    encoded(forms, utf8);
    return forms;
  }

  /** The forms of bytes: as they are, hex and base64. */
  static Map<String, byte[]> forms(byte[] bytes) {
    Map<String, byte[]> forms = new LinkedHashMap<>();
    forms.put("bytes", bytes);
    encoded(forms, bytes);
    return forms;
  }

  private static void encoded(Map<String, byte[]> forms, byte[] bytes) {
    forms.put("hex", ascii(HexFormat.of().formatHex(bytes)));
    forms.put("HEX", ascii(HexFormat.of().withUpperCase().formatHex(bytes)));
    // in the middle of other base64 a text stands in one of three phases
    for (int phase = 0; phase < 3; phase++) {
      byte[] shifted = new byte[phase + bytes.length];
      System.arraycopy(bytes, 0, shifted, phase, bytes.length);
      int whole = shifted.length / 3 * 3;
      String base64 = Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(shifted, whole));
      forms.put("base64+" + phase, ascii(base64.substring(phase == 0 ? 0 : 4)));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Where any of the forms is found below a folder or in a file: form and file. */
  static List<String> found(Path below, Map<String, byte[]> forms) {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(below)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        found.addAll(inFile(file, forms));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static List<String> inFile(Path file, Map<String, byte[]> forms) throws IOException {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (NoSuchFileException gone) {
      return List.of();
    }
    return forms.entrySet().stream()
        .filter(form -> contains(content, form.getValue()))
        .map(form -> form.getKey() + " in " + file)
        .toList();
  }

  /** Whether bytes hold others. */
  static boolean contains(byte[] content, byte[] wanted) {
    // ISO 8859-1 has a character for each byte, and String's search is fast
    return new String(content, StandardCharsets.ISO_8859_1)
        .contains(new String(wanted, StandardCharsets.ISO_8859_1));
  }
}
