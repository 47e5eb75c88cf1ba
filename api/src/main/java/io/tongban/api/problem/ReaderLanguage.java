package io.tongban.api.problem;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Locale;

/** The language a problem is told in: Chinese unless the reader asks for another first. */
public final class ReaderLanguage {
  private static final List<Locale> KNOWN = List.of(Locale.CHINESE, Locale.ENGLISH);

  private ReaderLanguage() {}

  /**
   * BCP 47 tag for an {@code Accept-Language} header: {@code zh} without one or where it names
   * neither Chinese nor English (RFC 4647 look-up).
   */
  public static String of(String acceptLanguage) {
    if (acceptLanguage == null || acceptLanguage.isBlank()) {
      return "zh";
    }
    try {
      Locale found = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), KNOWN);
      return found == null ? "zh" : found.getLanguage();
    } catch (IllegalArgumentException malformed) {
      return "zh";
    }
  }

  static String of(HttpHeaders headers) {
    return of(headers == null ? null : headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
  }
}
