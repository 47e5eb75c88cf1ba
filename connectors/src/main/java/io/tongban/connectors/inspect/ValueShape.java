package io.tongban.connectors.inspect;

import io.tongban.registry.Pinyin;

/**
 * The shape of a value: {@code 9} for a digit, {@code A} and {@code a} for letters, {@code 汉} for
 * Chinese characters, the rest as it is; what repeats is counted: {@code AA999} is {@code
 * A{2}9{3}}.
 */
final class ValueShape {
  private static final int LONGEST = 40;

  private ValueShape() {}

  static String of(String value) {
    StringBuilder shape = new StringBuilder();
    int run = 0;
    int before = -1;
    for (int i = 0; i < value.length() && shape.length() < LONGEST; ) {
      int c = value.codePointAt(i);
      i += Character.charCount(c);
      int kind = kind(c);
      if (kind == before) {
        run++;
        continue;
      }
      end(shape, before, run);
      before = kind;
      run = 1;
    }
    end(shape, before, run);
    return shape.toString();
  }

  private static void end(StringBuilder shape, int kind, int run) {
    if (kind >= 0) {
      shape.appendCodePoint(kind);
      if (run > 1) {
        shape.append('{').append(run).append('}');
      }
    }
  }

  private static int kind(int c) {
    if (Character.isDigit(c)) {
      return '9';
    }
    if (Pinyin.han(c)) {
      return '汉';
    }
    if (Character.isUpperCase(c)) {
      return 'A';
    }
    return Character.isLetter(c) ? 'a' : c;
  }
}
