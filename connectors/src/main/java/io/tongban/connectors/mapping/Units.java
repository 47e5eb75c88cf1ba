package io.tongban.connectors.mapping;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Units that departments write, by dimension and size. Sizes are exact fractions: 亩 is 2000/3 m2.
 * Names are UCUM's and the Chinese ones of GB 3100 and of accounts.
 */
public final class Units {
  private static final Map<String, Size> SIZES = new HashMap<>();

  private Units() {}

  /** How many of its dimension's base unit it is, as a fraction. */
  private record Size(String dimension, BigDecimal over, BigDecimal under) {}

  static {
    add("money", "0.01", "分");
    add("money", "0.1", "角");
    add("money", "1", "元", "CNY", "人民币元", "圆");
    add("money", "1000", "千元");
    add("money", "10000", "万元");
    add("money", "1000000", "百万元");
    add("money", "10000000", "千万元");
    add("money", "100000000", "亿元");
    add("count", "1", "个", "人", "户", "件", "家", "次", "{count}");
    add("count", "10000", "万个", "万人", "万户", "万件", "万家", "万次");
    add("count", "100000000", "亿个", "亿人", "亿件", "亿次");
    add("length", "0.001", "mm", "毫米");
    add("length", "0.01", "cm", "厘米");
    add("length", "1", "m", "米");
    add("length", "1000", "km", "千米", "公里");
    add("length", "500", "里", "市里");
    add("length", "0.3048", "[ft_i]", "ft");
    add("length", "1609.344", "[mi_i]", "mi");
    add("area", "1", "m2", "平方米", "㎡");
    add("area", "10000", "ha", "har", "公顷");
    add("area", "1000000", "km2", "平方公里", "平方千米");
    add("area", "100", "公亩", "ar");
    add("area", "4046.8564224", "acre", "英亩");
    fraction("area", "2000", "3", "亩");
    fraction("area", "20000000", "3", "万亩");
    add("mass", "0.001", "g", "克");
    add("mass", "1", "kg", "千克", "公斤");
    add("mass", "0.5", "斤", "市斤");
    add("mass", "0.05", "两");
    add("mass", "1000", "t", "吨");
    add("mass", "10000000", "万吨");
    add("volume", "0.001", "mL", "毫升");
    add("volume", "1", "L", "l", "升");
    add("volume", "1000", "m3", "立方米", "方");
    add("volume", "10000000", "万立方米");
    add("time", "1", "s", "秒");
    add("time", "60", "min", "分钟");
    add("time", "3600", "h", "小时");
    add("time", "86400", "d", "天", "日");
    add("months", "1", "mo", "月", "个月");
    add("months", "12", "a", "年");
    add("energy", "1", "J", "焦耳");
    add("energy", "1000", "kJ", "千焦");
    add("energy", "3600000", "kW.h", "kWh", "千瓦时", "度");
    add("energy", "36000000000", "万千瓦时", "万度");
    add("share", "1", "1", "{ratio}");
    add("share", "0.01", "%", "百分比");
    add("share", "0.001", "‰", "[ppth]", "千分比");
  }

  private static void add(String dimension, String size, String... names) {
    fraction(dimension, size, "1", names);
  }

  private static void fraction(String dimension, String over, String under, String... names) {
    for (String name : names) {
      SIZES.put(name, new Size(dimension, new BigDecimal(over), new BigDecimal(under)));
    }
  }

  /** Whether the unit is known. */
  public static boolean known(String name) {
    return SIZES.containsKey(name);
  }

  /** Whether both are known and of one dimension. */
  public static boolean convertible(String from, String to) {
    return known(from)
        && known(to)
        && SIZES.get(from).dimension().equals(SIZES.get(to).dimension());
  }

  /** Whether both are known and of one size. */
  public static boolean same(String one, String other) {
    return convertible(one, other)
        && SIZES
                .get(one)
                .over()
                .multiply(SIZES.get(other).under())
                .compareTo(SIZES.get(other).over().multiply(SIZES.get(one).under()))
            == 0;
  }

  /** All names, for suggestions. */
  public static List<String> names() {
    return SIZES.keySet().stream().sorted().toList();
  }

  /**
   * A number in another unit, rounded half up.
   *
   * @param decimals most decimals of the result
   * @return nothing if the units are not convertible
   */
  public static Optional<BigDecimal> convert(
      BigDecimal number, String from, String to, int decimals) {
    if (!convertible(from, to)) {
      return Optional.empty();
    }
    Size source = SIZES.get(from);
    Size target = SIZES.get(to);
    BigDecimal over = number.multiply(source.over()).multiply(target.under());
    BigDecimal under = source.under().multiply(target.over());
    BigDecimal result = over.divide(under, decimals, RoundingMode.HALF_UP).stripTrailingZeros();
    return Optional.of(result.scale() < 0 ? result.setScale(0) : result);
  }
}
