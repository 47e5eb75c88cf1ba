package io.tongban.examples;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The story's figures recomputed from the registers' files in plain Java: no code, no query and no
 * library in common with the hub.
 */
final class Figures {
  private final Map<String, Long> figures = new LinkedHashMap<>();

  private Figures() {}

  /** Figures by name. */
  static Map<String, Long> of(Registers registers) {
    Figures figures = new Figures();
    figures.foodSafety(registers);
    figures.divisions(registers);
    return figures.figures;
  }

  /**
   * The approval number the story is told of: the first audited premises that is registered once,
   * with a postcode.
   */
  static String sample(Registers registers) {
    Map<String, Integer> seen = new HashMap<>();
    Set<String> complete = new HashSet<>();
    for (Map<String, String> row : Registers.csv(registers.premises())) {
      String number = row.get("AppNo").strip().toUpperCase(Locale.ROOT);
      seen.merge(number, 1, Integer::sum);
      if (row.get("Postcode").strip().length() > 5
          && !row.get("TradingName").isBlank()
          && !row.get("Town").isBlank()) {
        complete.add(number);
      }
    }
    return Registers.csv(registers.audits()).stream()
        .filter(row -> row.get("AuditDate").strip().length() == 9)
        .map(row -> row.get("ApprovalNumber").strip().toUpperCase(Locale.ROOT))
        .filter(number -> seen.getOrDefault(number, 0) == 1 && complete.contains(number))
        .findFirst()
        .orElseThrow();
  }

  private void foodSafety(Registers registers) {
    Map<String, String> names = new HashMap<>();
    Registers.tsv(registers.authorityNames())
        .forEach(r -> names.putIfAbsent(blind(r.get("name")), r.get("local-authority")));
    Map<String, String> authorities = new HashMap<>();
    Map<String, String> codes = new HashMap<>();
    for (Map<String, String> row : Registers.tsv(registers.authorityCodes())) {
      authorities.put(blind(row.get("local-authority")), row.get("local-authority"));
      codes.put(row.get("local-authority"), row.get("gss"));
    }
    Map<String, String> moved = new HashMap<>();
    Registers.tsv(registers.migration()).forEach(r -> moved.put(r.get("old_id"), r.get("new_id")));

    List<Map<String, String>> premises = Registers.csv(registers.premises());
    Map<String, String> with = new HashMap<>();
    Map<String, String> without = new HashMap<>();
    Set<String> numbers = new HashSet<>();
    for (Map<String, String> row : premises) {
      boolean first = numbers.add(row.get("AppNo").strip().toUpperCase(Locale.ROOT));
      String name = blind(row.get("GeographicLocalAuthority"));
      if (name.isEmpty()) {
        add("premises_blank");
        continue;
      }
      String id = names.get(name);
      if (id == null) {
        add("premises_unknown");
        continue;
      }
      String unmigrated = authorities.get(blind(id));
      String migrated =
          unmigrated != null ? unmigrated : authorities.get(blind(migrate(id, moved)));
      add(migrated == null ? "premises_unresolved" : "premises_resolved");
      if (unmigrated != null) {
        add("premises_resolved_without_migration");
      }
      if (first) {
        put(with, row, migrated);
        put(without, row, unmigrated);
      }
    }
    figures.put("premises_rows", (long) premises.size());
    figures.put("premises_distinct", (long) numbers.size());
    figures.put("premises_duplicates", (long) premises.size() - numbers.size());
    audits(registers, numbers, with, without, codes);
  }

  private void audits(
      Registers registers,
      Set<String> numbers,
      Map<String, String> with,
      Map<String, String> without,
      Map<String, String> codes) {
    List<Map<String, String>> audits = Registers.csv(registers.audits());
    Map<String, Map<String, String>> accepted = new LinkedHashMap<>();
    for (Map<String, String> row : audits) {
      if (row.get("AuditDate").strip().matches("[0-9]{1,2}-[A-Z][a-z]{2}-[0-9]{2}")) {
        accepted.putIfAbsent(row.get("ApprovalNumber").strip().toUpperCase(Locale.ROOT), row);
      }
    }
    figures.put("audits_rows", (long) audits.size());
    figures.put("audits_accepted", (long) accepted.size());
    figures.put("audits_matched", accepted.keySet().stream().filter(numbers::contains).count());
    join("join", accepted.keySet(), with, codes);
    join("join_without_migration", accepted.keySet(), without, codes);
  }

  private void join(
      String figure, Set<String> audits, Map<String, String> authority, Map<String, String> codes) {
    List<String> rows = audits.stream().map(authority::get).filter(id -> id != null).toList();
    figures.put(figure + "_rows", (long) rows.size());
    figures.put(figure + "_authorities", rows.stream().map(codes::get).distinct().count());
  }

  private static void put(Map<String, String> map, Map<String, String> row, String authority) {
    if (authority != null) {
      map.put(row.get("AppNo").strip().toUpperCase(Locale.ROOT), authority);
    }
  }

  private static String migrate(String id, Map<String, String> moved) {
    int colon = id.indexOf(':');
    return id.substring(0, colon + 1)
        + moved.getOrDefault(id.substring(colon + 1), id.substring(colon + 1));
  }

  private static String blind(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  private void divisions(Registers registers) {
    Map<String, List<int[]>> periods = new TreeMap<>();
    Map<String, Boolean> retired = new HashMap<>();
    for (Map<String, String> row : Registers.csv(registers.divisionHistory())) {
      int from = year(row.get("启用时间"), Integer.MIN_VALUE);
      int to = year(row.get("变更/弃用时间"), Integer.MAX_VALUE);
      periods
          .computeIfAbsent(row.get("代码"), code -> new java.util.ArrayList<>())
          .add(new int[] {from, to});
      retired.merge(row.get("代码"), to != Integer.MAX_VALUE, Boolean::logicalAnd);
    }
    for (Map<String, String> row : Registers.csv(registers.epidemic())) {
      add("epidemic_rows");
      if (!row.get("country").equals("中国")) {
        continue;
      }
      add("epidemic_chinese");
      if (row.get("city").isBlank()) {
        continue;
      }
      add("epidemic_cities");
      int year = Integer.parseInt(row.get("date").substring(0, 4));
      String code = row.get("cityCode").strip();
      boolean valid =
          periods.getOrDefault(code, List.of()).stream()
              .anyMatch(p -> p[0] <= year && year <= p[1]);
      add(valid ? "epidemic_coded" : "epidemic_uncoded");
      if (valid && retired.get(code)) {
        add("epidemic_succeeded");
      }
    }
    figures.put(
        "streets",
        (long) Csv.read(Registers.text(registers.streets(), Registers.GB18030), ',', true).size());
  }

  private static int year(String text, int otherwise) {
    return text == null || text.isBlank()
        ? otherwise
        : Integer.parseInt(text.strip().substring(0, 4));
  }

  private void add(String figure) {
    figures.merge(figure, 1L, Long::sum);
  }
}
