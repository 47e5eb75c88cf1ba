package io.tongban.connectors.inspect;

import io.tongban.connectors.mapping.DivisionNames;
import io.tongban.registry.Pinyin;
import io.tongban.registry.ValueCheck;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What values can be seen to be, and the words by which people call that. A value is told by itself
 * alone; a column by the share of its values.
 */
enum ValueClass {
  ID_NUMBER(
      "ID numbers (GB 11643)",
      0.99,
      true,
      "身份证|身份号码|公民身份|证件号|id number|identity|citizen id|id card|idcard|sfz",
      v ->
          ValueCheck.GB11643.holds(v.toUpperCase(Locale.ROOT)) || ValueCheck.idOf15(v).isPresent()),
  CREDIT_CODE(
      "social credit codes (GB 32100)",
      0.99,
      false,
      "信用代码|credit code|uscc|tyshxydm|纳税人识别号",
      ValueCheck.GB32100::holds),
  MOBILE(
      "mobile numbers",
      0.9,
      true,
      "手机|移动电话|mobile|cell ?phone|telephone|phone|电话|联系方式|dianhua|shouji",
      v -> matches("(?:\\+?86[- ]?)?1[3-9]\\d{9}", v)),
  TELEPHONE(
      "telephone numbers",
      0.85,
      true,
      "电话|传真|telephone|phone|fax|dianhua",
      v -> matches("[+0(][0-9() \\-/转]{6,24}", v) && digits(v) >= 7),
  EMAIL(
      "e-mail addresses",
      0.98,
      true,
      "邮箱|电子邮件|e-?mail",
      v -> matches("[^@\\s]{1,64}@[^@\\s]+\\.[^@\\s]{2,}", v)),
  URL(
      "web addresses",
      0.97,
      false,
      "网址|网站|链接|website|web ?page|\\buri\\b|\\burl\\b|home ?page|web address|linked data",
      v -> matches("<?https?://\\S+", v)),
  UK_POSTCODE(
      "British postcodes",
      0.97,
      false,
      "英国邮政编码|post ?code|postal code|邮政编码",
      v -> matches("[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}", v.toUpperCase(Locale.ROOT))),
  COUNTRY(
      "names of countries",
      0.93,
      false,
      "国家|国别|country|guojia|国名",
      v -> Known.COUNTRIES.contains(v.toLowerCase(Locale.ROOT))),
  COUNTRY_CODE(
      "country codes (ISO 3166-1)",
      0.9,
      false,
      "国家代码|国别代码|country code|iso 3166|二字母|三字母|alpha-?[23]",
      v -> Known.COUNTRY_CODES.contains(v)),
  CURRENCY_CODE(
      "currency codes (ISO 4217)",
      0.93,
      false,
      "货币代码|币种|currency code|currency|iso 4217",
      v -> Known.CURRENCIES.contains(v)),
  YES_NO(
      "yes or no",
      0.85,
      false,
      "是否|标志|flag|whether|yes or no|yes/no|withheld",
      v -> matches("(?i)yes|no|y|n|true|false|是|否|有|无", v)),
  PERCENT(
      "percentages", 0.9, false, "比例|占比|率$|百分|percent|share|rate", v -> matches("-?[0-9.]+ ?%", v)),
  ORGANISATION(
      "names of organisations",
      0.8,
      false,
      "企业名称|单位名称|机构|公司|经营名称|企业|组织|organi[sz]ation|company|business|trading name|establishment name"
          + "|legal name|name of the council|official name|council name|经营者",
      v ->
          matches(
              ".*(公司|集团|商店|商行|合作社|事务所|局|厅|委员会|法院|医院|学校|大学|研究院|中心|厂|店|部)(（.*）)?|(?i).*\\b(ltd|limited|plc|llp|co|company|inc|council|&"
                  + " sons?|and sons?|foods?|farms?|dairy"
                  + "|meats?|butchers?|bakery|abattoir|fisheries|group|partnership|corporation|authority"
                  + "|products|seafoods?|poultry|eggs|stores?|services|storage|t/a)\\b\\.?.*",
              v)),
  ADDRESS(
      "addresses",
      0.8,
      true,
      "地址|住址|住所|address|dizhi|street",
      v ->
          matches(
              ".*[\\p{IsHan}]{2,}(路|街|道|巷|弄|村|小区|大厦).*[0-9０-９一二三四五六七八九十]+\\s*(号|室|楼|栋|幢|单元).*|(?i)(unit"
                  + " |block |flat |suite )?[0-9]+[a-z]?,? .*[a-z].*"
                  + "|(?i).*\\b(road|street|lane|avenue|estate|house|way|park|drive|farm|close|industrial"
                  + "|building|mill|works|quay|centre|yard|court|place|hall|buildings|crescent|terrace|square"
                  + "|wharf|harbour|docks?)\\b.*",
              v)),
  PROVINCE(
      "provinces of China",
      0.92,
      false,
      "省份|\\bprovince\\b|省级|shengfen",
      v -> Known.PROVINCES.contains(v) || Known.PROVINCES.contains(DivisionNames.brief(v))),
  PREFECTURE(
      "cities and prefectures of China",
      0.85,
      false,
      "城市|\\bcity\\b|地级|地市|chengshi",
      v -> matches("[\\p{IsHan}]{2,20}(市|州|盟|地区|林区)", v)),
  COUNTY_LEVEL(
      "counties and districts of China",
      0.8,
      false,
      "区县|县级|市县|行政区划名称|name of a division|division name",
      v -> matches("[\\p{IsHan}]{1,20}(区|县|旗|市)", v)),
  TOWNSHIP(
      "townships of China",
      0.88,
      false,
      "乡镇|街道|township",
      v -> matches("[\\p{IsHan}]{1,20}(镇|乡|街道|苏木|办事处|农场|林场|开发区|管委会|园区|地区)", v)),
  LOCAL_AUTHORITY(
      "British local authorities",
      0.85,
      false,
      "地方政府|local.authority|\\bcouncil\\b",
      v -> matches("\\p{Lu}.* (Council|District|Borough|City|County|Authority|Islands?)", v)),
  BRITISH_COUNTY(
      "British counties",
      0.85,
      false,
      "郡|\\bcounty\\b",
      v -> v.endsWith("shire") || Known.COUNTIES.contains(v)),
  PLACE(
      "names of places",
      0.75,
      false,
      "地名|城镇|\\bplace|\\btown\\b|village|settlement|diming|local.authority name|\\bcounty\\b",
      v ->
          matches(
              "\\p{Lu}[\\p{L}'.-]+(?:["
                  + " -](?:\\p{Lu}[\\p{L}'.-]+|upon|on|of|and|the|in|by|under|le|with|cum|&)){0,5}",
              v)),
  PERSON(
      "names of persons",
      0.8,
      true,
      "姓名|人名|负责人|法定代表人|联系人|户主|person name|full name|surname|contact person|xingming|the name on the"
          + " register",
      v -> matches("[\\p{IsHan}]{2,4}", v) && Known.SURNAMES.indexOf(v.charAt(0)) >= 0),
  PINYIN(
      "names in Latin letters",
      0.7,
      false,
      "拼音|罗马字母|拉丁|pinyin|romani[sz]ed|latin letters|english name|英文名",
      v -> matches("\\p{Lu}[\\p{IsLatin} '’().,-]{1,60}", v)),
  CHINESE_NAME(
      "Chinese names",
      0.6,
      false,
      "名称|中文名|name in chinese|chinese name|mingcheng|中文名称",
      v -> matches("[\\p{IsHan}（）()·、，]{2,40}", v)),
  LATIN_NAME(
      "names in words",
      0.55,
      false,
      "name|title|label|description|outcome|名称",
      v ->
          matches("[\\p{IsLatin}][\\p{IsLatin}0-9 '’&().,/-]{2,119}", v)
              && v.chars().anyMatch(Character::isLowerCase)),
  LONGITUDE(
      "longitudes of China",
      0.8,
      false,
      "经度|longitude|jingdu|\\blon\\b|\\blng\\b",
      v -> matches("-?(7[3-9]|[89][0-9]|1[0-2][0-9]|13[0-5])\\.[0-9]{3,}", v)),
  LATITUDE(
      "latitudes",
      0.8,
      false,
      "纬度|latitude|weidu|\\blat\\b",
      v -> matches("-?([0-9]|[1-4][0-9]|5[0-9])\\.[0-9]{3,}", v)),
  SEQUENCE(
      "numbers one after the other",
      0.8,
      false,
      "序号|记录号|record number|row number|sequence|流水号",
      v -> false),
  YEAR("years", 0.85, false, "年份|年度|启用时间|year|nianfen", v -> matches("(19|20)[0-9]{2}(年)?", v)),
  LONG_TEXT(
      "long texts",
      0.6,
      false,
      "备注|说明|描述|摘要|内容|remark|description|comment|note|definition|alternative names",
      v -> v.length() > 40);

  private final String title;
  private final double weight;
  private final boolean personal;
  private final Pattern words;
  private final Predicate<String> test;

  ValueClass(String title, double weight, boolean personal, String words, Predicate<String> test) {
    this.title = title;
    this.weight = weight;
    this.personal = personal;
    this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
    this.test = test;
  }

  /** For people. */
  String title() {
    return title;
  }

  /** How much it says that values are of this class: the rarer by chance, the more. */
  double weight() {
    return weight;
  }

  /** Whether values of it are personal data by themselves. */
  boolean personal() {
    return personal;
  }

  boolean holds(String value) {
    return test.test(value);
  }

  /** Whether a name or definition speaks of it. */
  boolean spokenOf(String text) {
    return words.matcher(text).find();
  }

  private static boolean matches(String pattern, String value) {
    return Known.PATTERNS.computeIfAbsent(pattern, Pattern::compile).matcher(value).matches();
  }

  private static long digits(String value) {
    return value.chars().filter(c -> c >= '0' && c <= '9').count();
  }

  /** What the Java platform knows of countries and money, and the frequent surnames. */
  private static final class Known {
    static final java.util.concurrent.ConcurrentMap<String, Pattern> PATTERNS =
        new java.util.concurrent.ConcurrentHashMap<>();
    static final String SURNAMES =
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭"
            + "陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤";
    static final Set<String> PROVINCES =
        Set.of(
            "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽", "福建", "江西",
            "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西", "甘肃",
            "青海", "宁夏", "新疆", "台湾", "香港", "澳门", "北京市", "天津市", "上海市", "重庆市");
    static final Set<String> COUNTIES =
        Set.of(
            "Kent",
            "Essex",
            "Surrey",
            "Norfolk",
            "Suffolk",
            "Devon",
            "Cornwall",
            "Dorset",
            "Somerset",
            "Cumbria",
            "West Midlands",
            "Greater Manchester",
            "Merseyside",
            "Tyne and Wear",
            "Tyne & Wear",
            "East Sussex",
            "West Sussex",
            "Dyfed",
            "Clwyd",
            "Gwynedd",
            "Powys",
            "Gwent",
            "Greater London",
            "London",
            "Northumberland",
            "Rutland",
            "Isle of Wight",
            "Durham",
            "Co Durham",
            "County Durham",
            "Cleveland",
            "Avon",
            "Humberside");
    static final Set<String> COUNTRIES = countries();
    static final Set<String> COUNTRY_CODES = codes();
    static final Set<String> CURRENCIES =
        Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private static Set<String> countries() {
      Set<String> names =
          new HashSet<>(
              List.of(
                  "england",
                  "scotland",
                  "wales",
                  "northern ireland",
                  "中国大陆",
                  "阿联酋",
                  "isle of man"));
      for (String code : Locale.getISOCountries()) {
        Locale country = new Locale.Builder().setRegion(code).build();
        names.add(country.getDisplayCountry(Locale.ENGLISH).toLowerCase(Locale.ROOT));
        names.add(country.getDisplayCountry(Locale.CHINESE));
      }
      return names;
    }

    private static Set<String> codes() {
      Set<String> codes = new HashSet<>(Arrays.asList(Locale.getISOCountries()));
      codes.addAll(Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA3));
      return codes;
    }
  }

  /** Classes of names, which a code or a number of the same thing is not. */
  static final Set<ValueClass> OF_NAMES =
      java.util.EnumSet.of(
          COUNTRY,
          ORGANISATION,
          ADDRESS,
          PROVINCE,
          PREFECTURE,
          COUNTY_LEVEL,
          TOWNSHIP,
          LOCAL_AUTHORITY,
          BRITISH_COUNTY,
          PLACE,
          PERSON,
          PINYIN,
          CHINESE_NAME,
          LATIN_NAME,
          LONG_TEXT);

  /** Whether a text holds Chinese characters. */
  static boolean chinese(String text) {
    return text.codePoints().anyMatch(Pinyin::han);
  }
}
