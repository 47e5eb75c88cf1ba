package io.tongban.ledger;

import java.util.Base64;

/**
 * Base64 in its one form (RFC 4648, section 4): padded, no other character, no bits left over
 * (section 3.5). Of what is signed or proved there must not be a second spelling that passes.
 */
final class StrictBase64 {
  private StrictBase64() {}

  /**
   * Decodes.
   *
   * @throws IllegalArgumentException if the text is not the one that encoding gives
   */
  static byte[] decode(String text) {
    byte[] bytes = Base64.getDecoder().decode(text);
    if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
      throw new IllegalArgumentException("base64 is not in its one form");
    }
    return bytes;
  }
}
