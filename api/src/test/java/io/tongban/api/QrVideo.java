package io.tongban.api;

import io.nayuki.qrcodegen.QrCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What a camera sees before which somebody holds a QR code: a film for Chromium's fake camera. */
final class QrVideo {
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 960;
  private static final int QUIET = 4;
  private static final byte WHITE = (byte) 235;
  private static final byte BLACK = 16;
  private static final byte NO_COLOUR = (byte) 128;
  private static final int FRAMES = 2;

  private QrVideo() {}

  /** Writes a film (YUV4MPEG2, 4:2:0) of the code of that text. */
  static void write(Path file, String text) throws IOException {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.LOW);
    int scale = HEIGHT / (code.size + 2 * QUIET);
    int side = scale * code.size;
    int left = (WIDTH - side) / 2;
    int top = (HEIGHT - side) / 2;
    byte[] light = new byte[WIDTH * HEIGHT];
    Arrays.fill(light, WHITE);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        if (code.getModule(x / scale, y / scale)) {
          light[(top + y) * WIDTH + left + x] = BLACK;
        }
      }
    }
    byte[] colour = new byte[WIDTH * HEIGHT / 2];
    Arrays.fill(colour, NO_COLOUR);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(ascii("YUV4MPEG2 W" + WIDTH + " H" + HEIGHT + " F5:1 Ip A1:1 C420\n"));
      for (int frame = 0; frame < FRAMES; frame++) {
        out.write(ascii("FRAME\n"));
        out.write(light);
        out.write(colour);
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
