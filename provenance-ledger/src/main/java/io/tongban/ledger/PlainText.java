package io.tongban.ledger;

/** Names that come into logs, leaves and alarms, and must not write lines or turn text round. */
public final class PlainText {
  private PlainText() {}

  /**
   * Whether a text holds none of Unicode's control characters, line separators and format
   * characters (among them those for the direction of writing).
   */
  public static boolean is(String text) {
    return isAscii(text) || text.codePoints().noneMatch(PlainText::acts);
  }

  /** Most names hold nothing but printable ASCII, and are on the path of every use. */
  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean acts(int point) {
    int type = Character.getType(point);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
