package io.tongban.api.citizen;

import io.tongban.access.Mask;
import io.tongban.hub.Label;

/** What a mask leaves to be seen, in words for the person whose data it is. */
final class MaskWords {
  private MaskWords() {}

  static Label of(Mask mask) {
    if (mask instanceof Mask.Partial partial) {
      return partial(partial);
    }
    if (mask instanceof Mask.Prefix prefix) {
      return new Label(
          "只显示前 " + prefix.length() + " 个字符",
          "only the first " + characters(prefix.length()) + " shown");
    }
    if (mask instanceof Mask.Constant constant) {
      return new Label(
          "一律显示为“" + constant.value() + "”",
          "shown as \"" + constant.value() + "\", whatever it is");
    }
    if (mask instanceof Mask.Generalise generalise) {
      return new Label(
          "只显示向下取整到 " + generalise.step() + " 的倍数",
          "only rounded down to a multiple of " + generalise.step());
    }
    return plain(mask);
  }

  private static Label partial(Mask.Partial partial) {
    if (partial.first() == 0 && partial.last() == 0) {
      return new Label("全部以 * 代替", "hidden by * throughout");
    }
    if (partial.first() == 0) {
      return new Label(
          "只显示后 " + partial.last() + " 个字符，其余以 * 代替",
          "only the last " + characters(partial.last()) + " shown, the rest hidden by *");
    }
    if (partial.last() == 0) {
      return new Label(
          "只显示前 " + partial.first() + " 个字符，其余以 * 代替",
          "only the first " + characters(partial.first()) + " shown, the rest hidden by *");
    }
    return new Label(
        "只显示前 " + partial.first() + " 个和后 " + partial.last() + " 个字符，其余以 * 代替",
        "only the first "
            + partial.first()
            + " and the last "
            + characters(partial.last())
            + " shown, the rest hidden by *");
  }

  private static String characters(int number) {
    return number + (number == 1 ? " character is" : " characters are");
  }

  private static Label plain(Mask mask) {
    if (mask instanceof Mask.Nullify) {
      return new Label("不显示", "not shown");
    }
    if (mask instanceof Mask.Hash) {
      return new Label(
          "以代号代替：看得出两处是否相同，看不出内容",
          "replaced by a code: it tells whether two are the same, not what they say");
    }
    if (mask instanceof Mask.FormatPreserving) {
      return new Label("以形式相同的代号代替，看不出内容", "replaced by a code of the same form; not what it says");
    }
    if (mask instanceof Mask.Year) {
      return new Label("只显示到年", "only the year is shown");
    }
    if (mask instanceof Mask.Month) {
      return new Label("只显示到月", "only year and month are shown");
    }
    if (mask instanceof Mask.Day) {
      return new Label("只显示到日", "only the day is shown, no time");
    }
    if (mask instanceof Mask.Hour) {
      return new Label("只显示到小时", "only day and hour are shown");
    }
    // a mask without words must not read as none
    return new Label("部分隐藏", "partly hidden");
  }
}
