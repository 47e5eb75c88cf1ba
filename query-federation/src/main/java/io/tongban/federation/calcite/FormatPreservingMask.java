package io.tongban.federation.calcite;

import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Format-preserving encryption of texts: FF1 of NIST SP 800-38G Rev. 1, with AES-256 and an empty
 * tweak, so that equal texts stay equal. Digits, and for radix 36 letters, are encrypted as one
 * numeral string; the other ASCII characters keep their place. What cannot be encrypted well is
 * hidden whole.
 */
final class FormatPreservingMask {
  /** FF1 takes time that grows with the square of the length. */
  private static final int LONGEST = 256;

  /** SP 800-38G Rev. 1, section 5.1: radix to the power of the length is at least a million. */
  private static final double SMALLEST_DOMAIN = 1_000_000;

  private static final int ASCII = 128;

  private final byte[] key;
  private final int radix;

  /**
   * @param key an AES key
   * @param radix 10 or 36
   */
  FormatPreservingMask(byte[] key, int radix) {
    this.key = key.clone();
    this.radix = radix;
  }

  String mask(String text) {
    byte[] numerals = new byte[Math.min(text.length(), LONGEST)];
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int numeral = numeral(c);
      if (numeral >= 0 && count < LONGEST) {
        numerals[count++] = (byte) numeral;
      } else if (numeral >= 0 || !separator(c)) {
        return ValueMasks.hidden(text);
      }
    }
    return Math.pow(radix, count) < SMALLEST_DOMAIN
        ? ValueMasks.hidden(text)
        : merged(text, encrypted(numerals, count, new byte[0]));
  }

  /** The plain FF1 of numerals below the radix. */
  byte[] encrypted(byte[] numerals, int count, byte[] tweak) {
    FPEFF1Engine engine = new FPEFF1Engine();
    engine.init(true, new FPEParameters(new KeyParameter(key), radix, tweak));
    byte[] out = new byte[count];
    engine.processBlock(numerals, 0, count, out, 0);
    return out;
  }

  /** Letters are read whatever their case. */
  private int numeral(char c) {
    return c < ASCII ? Character.digit(c, radix) : -1;
  }

  private static boolean separator(char c) {
    return c < ASCII && !Character.isLetterOrDigit(c);
  }

  private String merged(String text, byte[] numerals) {
    StringBuilder merged = new StringBuilder(text);
    int next = 0;
    for (int i = 0; i < text.length(); i++) {
      if (numeral(text.charAt(i)) >= 0) {
        merged.setCharAt(i, Character.toUpperCase(Character.forDigit(numerals[next++], radix)));
      }
    }
    return merged.toString();
  }
}
