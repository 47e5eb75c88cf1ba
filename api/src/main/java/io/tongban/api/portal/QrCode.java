package io.tongban.api.portal;

/**
 * A QR code (ISO/IEC 18004) as a drawing: no picture has to be fetched, and none is kept.
 *
 * @param size width and height in modules, the quiet zone included
 * @param path its dark modules, as the {@code d} of an SVG path
 */
record QrCode(int size, String path) {
  private static final int QUIET = 4;

  /** The code of a text, with correction level M. */
  static QrCode of(String text) {
    io.nayuki.qrcodegen.QrCode code =
        io.nayuki.qrcodegen.QrCode.encodeText(text, io.nayuki.qrcodegen.QrCode.Ecc.MEDIUM);
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append('M').append(x + QUIET).append(' ').append(y + QUIET).append("h1v1h-1z");
        }
      }
    }
    return new QrCode(code.size + 2 * QUIET, path.toString());
  }
}
