package io.tongban.certificates.show;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/**
 * The text of a holder's code: twelve characters of Crockford's base 32 (60 random bits), which has
 * no letters that are taken for digits, in groups that can be read out and typed.
 */
final class ShowText {
  static final int LENGTH = 12;
  private static final int GROUP = 4;
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private ShowText() {}

  /** A new one, without groups. */
  static String make(SecureRandom random) {
    StringBuilder text = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  /** With hyphens between the groups. */
  static String grouped(String text) {
    return text.substring(0, GROUP)
        + "-"
        + text.substring(GROUP, 2 * GROUP)
        + "-"
        + text.substring(2 * GROUP);
  }

  /** As it was made, out of what was scanned or typed; nothing if that can be no code. */
  static Optional<String> read(String typed) {
    if (typed == null || typed.length() > 100) {
      return Optional.empty();
    }
    String text =
        typed
            .replaceAll("[\\s-]", "")
            .toUpperCase(Locale.ROOT)
            .replace('O', '0')
            .replace('I', '1')
            .replace('L', '1');
    boolean fits = text.length() == LENGTH && text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
    return fits ? Optional.of(text) : Optional.empty();
  }
}
