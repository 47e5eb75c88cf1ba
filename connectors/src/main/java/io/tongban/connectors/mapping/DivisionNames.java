package io.tongban.connectors.mapping;

import io.tongban.registry.Code;
import io.tongban.registry.CodeLists;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds codes of divisions by names. Names are compared whole first and, where that finds nothing,
 * without the word for their kind (省, 市, 自治州, 地区 …) and for the peoples of an autonomous place, so
 * that 恩施州 is 恩施土家族苗族自治州. The names above narrow down what is meant.
 */
public final class DivisionNames {
  private static final int PAGE = 5000;
  private static final int LONGEST_NAME = 60;
  private static final List<String> KINDS =
      List.of(
          "特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州", "自治县", "自治旗", "地区", "林区", "新区", "矿区",
          "省", "市", "盟", "州", "县", "区", "旗");
  private static final String PEOPLES =
      "(?:(?:哈萨克|蒙古|塔吉克|柯尔克孜|锡伯)族?|(?:土家|哈尼|傈僳|朝鲜|布依|景颇|拉祜|纳西|仡佬|各|撒拉|东乡|保安|裕固"
          + "|达斡尔|毛南|仫佬|普米|独龙|布朗|畲|满|侗|水|瑶|苗|彝|白|傣|藏|羌|回|壮|黎|土|佤|怒)族)+$";
  private static final java.util.regex.Pattern ENDING = java.util.regex.Pattern.compile(PEOPLES);
  private final Map<String, List<Code>> whole = new HashMap<>();
  private final Map<String, List<Code>> brief = new HashMap<>();

  /** Reads a list once. */
  public DivisionNames(CodeLists lists, String list) {
    String after = null;
    while (true) {
      List<Code> page = lists.page(list, after, PAGE);
      if (page.isEmpty()) {
        break;
      }
      for (Code code : page) {
        add(code, code.label().zh());
        if (!code.label().en().equals(code.label().zh())) {
          add(code, code.label().en());
        }
      }
      after = page.get(page.size() - 1).code();
    }
  }

  private void add(Code code, String name) {
    whole.computeIfAbsent(plain(name), n -> new ArrayList<>(1)).add(code);
    brief.computeIfAbsent(brief(name), n -> new ArrayList<>(1)).add(code);
  }

  private static String plain(String name) {
    return TextStep.trim(name).toLowerCase(Locale.ROOT);
  }

  /** A name without the word for its kind; itself where little would remain. */
  public static String brief(String name) {
    String shorter = plain(name);
    if (shorter.length() > LONGEST_NAME) {
      return shorter;
    }
    for (String kind : KINDS) {
      if (shorter.endsWith(kind) && shorter.length() - kind.length() >= 2) {
        shorter = shorter.substring(0, shorter.length() - kind.length());
        break;
      }
    }
    String bare = ENDING.matcher(shorter).replaceAll("");
    return bare.length() >= 2 ? bare : shorter;
  }

  /**
   * The codes a path of names can mean on a day: one, or several, or none.
   *
   * @param path names from the outermost on, none empty
   */
  public List<Code> find(List<String> path, LocalDate day) {
    if (path.isEmpty()) {
      return List.of();
    }
    String last = path.get(path.size() - 1);
    List<Code> exact = among(whole.getOrDefault(plain(last), List.of()), path, day);
    return exact.isEmpty() ? among(brief.getOrDefault(brief(last), List.of()), path, day) : exact;
  }

  private static List<Code> among(List<Code> codes, List<String> path, LocalDate day) {
    Map<String, Code> found = new LinkedHashMap<>();
    for (Code code : codes) {
      if (code.validOn(day) && below(code, path)) {
        found.putIfAbsent(code.code(), code);
      }
    }
    // in a year of change what came holds beside what was: the older one counts
    List<Code> holding = List.copyOf(found.values());
    holding.forEach(
        older ->
            older.replacements().stream()
                .filter(newer -> !newer.equals(older.code()))
                .forEach(found::remove));
    return nearest(List.copyOf(found.values()), path.get(path.size() - 1));
  }

  /**
   * Of several, those of the kind that the name tells (恩施州 is no 恩施市); then the outermost: 吉林 alone
   * is the province.
   */
  private static List<Code> nearest(List<Code> found, String name) {
    char kind = name.charAt(name.length() - 1);
    List<Code> alike =
        found.stream().filter(code -> code.label().zh().endsWith(String.valueOf(kind))).toList();
    List<Code> left = alike.isEmpty() || brief(name).equals(plain(name)) ? found : alike;
    int least = left.stream().mapToInt(code -> code.parents().size()).min().orElse(0);
    return left.stream().filter(code -> code.parents().size() == least).toList();
  }

  /** Whether every name of the path before the last is among the names above the code, in order. */
  private static boolean below(Code code, List<String> path) {
    int next = 0;
    for (int i = 0; i < path.size() - 1; i++) {
      String wanted = brief(path.get(i));
      while (next < code.parents().size() && !brief(code.parents().get(next)).equals(wanted)) {
        next++;
      }
      if (next++ >= code.parents().size()) {
        return false;
      }
    }
    return true;
  }
}
