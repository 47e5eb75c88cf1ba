package io.tongban.registry;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Checks that an identifier carries in itself, reusable by every data element ({@code check:}).
 * Answers never repeat the value.
 */
public enum ValueCheck {
  /**
   * Citizen identification number, GB 11643-1999: six digits of a division, eight of a birthday,
   * three of a sequence and a check character of ISO 7064 MOD 11-2. {@code X} is a capital.
   */
  GB11643 {
    @Override
    public Optional<String> violation(String text) {
      if (text.length() != ID_LENGTH) {
        return Optional.of(
            "has %d characters where an ID number of GB 11643 has 18%s"
                .formatted(
                    text.length(),
                    text.length() == OLD_ID_LENGTH ? "; the step id-18 makes 18 of 15" : ""));
      }
      if (!digits(text, 0, ID_LENGTH - 1)
          || !(digits(text, ID_LENGTH - 1, ID_LENGTH) || text.endsWith("X"))) {
        return Optional.of("is not 17 digits and a digit or X as GB 11643 has it");
      }
      if (!dividable(text)) {
        return Optional.of("begins with no division of GB/T 2260");
      }
      if (!birthday(text)) {
        return Optional.of("names a birthday that is no day of the years 1800 to 2199");
      }
      return mod11(text) == text.charAt(ID_LENGTH - 1)
          ? Optional.empty()
          : Optional.of("has a wrong check character (GB 11643, ISO 7064 MOD 11-2)");
    }
  },

  /**
   * Unified social credit code, GB 32100-2015: 18 characters of 31, the last one a check of MOD
   * 31-3.
   */
  GB32100 {
    @Override
    public Optional<String> violation(String text) {
      if (text.length() != CREDIT_LENGTH) {
        return Optional.of(
            "has %d characters where a social credit code of GB 32100 has 18"
                .formatted(text.length()));
      }
      int sum = 0;
      int weight = 1;
      for (int i = 0; i < CREDIT_LENGTH; i++) {
        int value = CREDIT_ALPHABET.indexOf(text.charAt(i));
        if (value < 0) {
          return Optional.of("has a character that GB 32100 does not use (I, O, S, V, Z …)");
        }
        if (i < CREDIT_LENGTH - 1) {
          sum += value * weight;
          weight = weight * 3 % CREDIT_MODULUS;
        }
      }
      if (!digits(text, 2, 8)) {
        return Optional.of("names no registering division at its characters 3 to 8");
      }
      int check = (CREDIT_MODULUS - sum % CREDIT_MODULUS) % CREDIT_MODULUS;
      return CREDIT_ALPHABET.charAt(check) == text.charAt(CREDIT_LENGTH - 1)
          ? Optional.empty()
          : Optional.of("has a wrong check character (GB 32100, MOD 31-3)");
    }
  };

  private static final int ID_LENGTH = 18;
  private static final int OLD_ID_LENGTH = 15;
  private static final int BIRTHDAY = 6;
  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String ID_CHECKS = "10X98765432";
  private static final int CREDIT_LENGTH = 18;
  private static final int CREDIT_MODULUS = 31;
  private static final String CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

  /** What is wrong with a text, for people and without the text itself; nothing if it holds. */
  public abstract Optional<String> violation(String text);

  /** Whether a text holds. */
  public boolean holds(String text) {
    return violation(text).isEmpty();
  }

  /** As it is written in definitions, for example {@code gb11643}. */
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The check that is written so; nothing if there is none. */
  public static Optional<ValueCheck> find(String written) {
    return Arrays.stream(values()).filter(check -> check.written().equals(written)).findFirst();
  }

  /** What may be written. */
  public static List<String> names() {
    return Arrays.stream(values()).map(ValueCheck::written).toList();
  }

  /**
   * An ID number of the first generation (15 digits, born 1900 to 1999) as the 18 characters that
   * GB 11643-1999 makes of it: the century before the year, the check character behind.
   *
   * @return nothing if the text is no such number
   */
  public static Optional<String> idOf15(String text) {
    if (text.length() != OLD_ID_LENGTH || !digits(text, 0, OLD_ID_LENGTH)) {
      return Optional.empty();
    }
    String longer = text.substring(0, BIRTHDAY) + "19" + text.substring(BIRTHDAY);
    return dividable(longer) && birthday(longer)
        ? Optional.of(longer + mod11(longer))
        : Optional.empty();
  }

  private static char mod11(String text) {
    int sum = 0;
    for (int i = 0; i < WEIGHTS.length; i++) {
      sum += (text.charAt(i) - '0') * WEIGHTS[i];
    }
    return ID_CHECKS.charAt(sum % ID_CHECKS.length());
  }

  /** GB/T 2260 begins with 1 to 8 (great regions); 9 stands for what lies elsewhere. */
  private static boolean dividable(String text) {
    return text.charAt(0) != '0';
  }

  private static boolean birthday(String text) {
    int year = Integer.parseInt(text.substring(BIRTHDAY, 10));
    if (year < 1800 || year > 2199) {
      return false;
    }
    try {
      LocalDate.of(
          year, Integer.parseInt(text.substring(10, 12)), Integer.parseInt(text.substring(12, 14)));
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean digits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
