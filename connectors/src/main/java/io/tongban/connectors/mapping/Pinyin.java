package io.tongban.connectors.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.sourceforge.pinyin4j.PinyinHelper;
import net.sourceforge.pinyin4j.format.HanyuPinyinOutputFormat;
import net.sourceforge.pinyin4j.format.HanyuPinyinToneType;
import net.sourceforge.pinyin4j.format.HanyuPinyinVCharType;
import net.sourceforge.pinyin4j.format.exception.BadHanyuPinyinOutputFormatCombination;

/** The sound of Chinese texts: Hanyu Pinyin without tones; of several readings the first. */
public final class Pinyin {
  private static final HanyuPinyinOutputFormat PLAIN = plain();

  private Pinyin() {}

  private static HanyuPinyinOutputFormat plain() {
    HanyuPinyinOutputFormat format = new HanyuPinyinOutputFormat();
    format.setToneType(HanyuPinyinToneType.WITHOUT_TONE);
    format.setVCharType(HanyuPinyinVCharType.WITH_V);
    return format;
  }

  /** The syllables of its Chinese characters; others are left out. */
  public static List<String> syllables(String text) {
    List<String> syllables = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      String syllable = syllable(text.charAt(i));
      if (syllable != null) {
        syllables.add(syllable);
      }
    }
    return syllables;
  }

  private static String syllable(char c) {
    if (!han(c)) {
      return null;
    }
    try {
      String[] readings = PinyinHelper.toHanyuPinyinStringArray(c, PLAIN);
      return readings == null || readings.length == 0 ? null : readings[0].toLowerCase(Locale.ROOT);
    } catch (BadHanyuPinyinOutputFormatCombination e) {
      throw new IllegalStateException("tones left out and v for ü go together", e);
    }
  }

  /** Whether a character is Chinese. */
  public static boolean han(int c) {
    return Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN;
  }
}
