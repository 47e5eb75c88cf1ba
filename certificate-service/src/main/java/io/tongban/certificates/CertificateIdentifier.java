package io.tongban.certificates;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The national identifier of an e-certificate 电子证照标识, {@code 1.2.156.3005.2.{type code}.{issuer
 * code}.{serial}.{version}.{check}} (the form of GB/T 36904). The check character is that of
 * ISO/IEC 7064, MOD 37,36, over the four fields in their order, without dots and root: it detects
 * every single wrong character and nearly every exchange of two neighbours. Characters are digits
 * and capital letters without diacritics.
 *
 * @param typeCode 21 characters: the defining authority's 18-character code and 3 digits
 * @param issuerCode 6 to 18 characters
 * @param serial 1 to 32 characters
 * @param version 1 to 999; counts the issues of the same serial
 */
public record CertificateIdentifier(
    String typeCode, String issuerCode, String serial, int version) {
  /** The most issues of one serial that three digits can count. */
  public static final int MAX_VERSION = 999;

  private static final String ROOT = "1.2.156.3005.2.";
  private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final Pattern TYPE_CODE = Pattern.compile("[0-9A-Z]{18}[0-9]{3}");
  private static final Pattern ISSUER_CODE = Pattern.compile("[0-9A-Z]{6,18}");
  private static final Pattern SERIAL = Pattern.compile("[0-9A-Z]{1,32}");
  private static final Pattern FORM =
      Pattern.compile(
          Pattern.quote(ROOT) + "([^.]+)\\.([^.]+)\\.([^.]+)\\.([0-9]{3})\\.([0-9A-Z])");

  /**
   * Refuses fields of another form with an {@link IllegalArgumentException} that names the field.
   */
  public CertificateIdentifier {
    require(TYPE_CODE.matcher(Objects.requireNonNull(typeCode)).matches(), "type code");
    require(ISSUER_CODE.matcher(Objects.requireNonNull(issuerCode)).matches(), "issuer code");
    require(SERIAL.matcher(Objects.requireNonNull(serial)).matches(), "serial");
    require(version >= 1 && version <= MAX_VERSION, "version");
  }

  private static void require(boolean holds, String field) {
    if (!holds) {
      throw new IllegalArgumentException("the identifier's " + field + " has another form");
    }
  }

  /**
   * Reads an identifier.
   *
   * @throws IllegalArgumentException for another form or a check character that does not fit
   */
  public static CertificateIdentifier parse(String text) {
    Matcher fields = FORM.matcher(text);
    require(fields.matches(), "text");
    CertificateIdentifier identifier =
        new CertificateIdentifier(
            fields.group(1), fields.group(2), fields.group(3), Integer.parseInt(fields.group(4)));
    require(identifier.check() == fields.group(5).charAt(0), "check character");
    return identifier;
  }

  /** Whether a text can be a type code. */
  public static boolean isTypeCode(String text) {
    return text != null && TYPE_CODE.matcher(text).matches();
  }

  /** Whether a text can be an issuer code. */
  public static boolean isIssuerCode(String text) {
    return text != null && ISSUER_CODE.matcher(text).matches();
  }

  /** The check character. */
  public char check() {
    return check(typeCode + issuerCode + serial + threeDigits());
  }

  /** The check character of digits and capital letters (ISO/IEC 7064, hybrid system MOD 37,36). */
  static char check(String text) {
    int sum = 36;
    for (int i = 0; i < text.length(); i++) {
      int reduced = (sum + ALPHABET.indexOf(text.charAt(i))) % 36;
      sum = (reduced == 0 ? 36 : reduced) * 2 % 37;
    }
    return ALPHABET.charAt((37 - sum) % 36);
  }

  private String threeDigits() {
    return String.format("%03d", version);
  }

  /** The identifier as it is written. */
  @Override
  public String toString() {
    return ROOT + typeCode + "." + issuerCode + "." + serial + "." + threeDigits() + "." + check();
  }
}
