package io.tongban.connectors.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.connectors.ConnectorHub;
import io.tongban.connectors.Inspections;
import io.tongban.connectors.Inspections.ColumnProfile;
import io.tongban.connectors.Inspections.ElementCandidate;
import io.tongban.connectors.Inspections.Inspection;
import io.tongban.connectors.Inspections.Wanted;
import io.tongban.hub.test.TestHub;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How often the data element that is right is among the first three that are named, over the
 * columns of real registers: with their headers, and with {@code col1 … coln} in their place.
 */
class ProposalScoreTest {
  private static final Path HUBS = ConnectorHub.EXAMPLES;

  /**
   * A register and what its columns are; columns that the catalogue has no element for are left
   * out.
   */
  private record Register(String name, byte[] bytes, String delimiter, Map<String, String> truth) {}

  private static Register register(String name, String delimiter, String... truth) {
    Map<String, String> elements = new LinkedHashMap<>();
    for (String each : truth) {
      String[] pair = each.split("=");
      elements.put(pair[0], pair[1]);
    }
    return new Register(name, bytes(name), delimiter, elements);
  }

  private static byte[] bytes(String name) {
    if (name.contains("/")) {
      return ConnectorHub.bytes(HUBS.resolve(name));
    }
    try (var in = ProposalScoreTest.class.getResourceAsStream("/inspect/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Register> registers() {
    return List.of(
        register(
            "prefill/data/persons.csv",
            ",",
            "registration_number=registration-number",
            "id_number=citizen-id-number",
            "name=person-name",
            "born=birth-date",
            "address=home-address",
            "household_size=household-size"),
        register(
            "divisions/data/2020-02-20.csv",
            ",",
            "date=report-day",
            "country=country-name",
            "countryCode=country-code",
            "province=province-name",
            "provinceCode=division-code",
            "city=city-name",
            "cityCode=division-code",
            "confirmed=person-count",
            "suspected=person-count",
            "cured=person-count",
            "dead=person-count"),
        register(
            "divisions/data/nhc-2020-02-20.gbk.csv",
            ",",
            "date=report-day",
            "country=country-name",
            "province=province-name",
            "city=city-name",
            "cityCode=division-code",
            "confirmed=person-count"),
        register(
            "divisions/data/streets.gb18030.csv",
            ",",
            "code=street-code",
            "name=street-name",
            "areaCode=division-code",
            "cityCode=prefecture-number"),
        register(
            "divisions/definitions/gbt2260-history.csv",
            ",",
            "代码=division-code",
            "一级行政区=province-name",
            "二级行政区=city-name",
            "名称=division-name",
            "级别=division-level",
            "状态=division-status",
            "启用时间=valid-from-year",
            "变更/弃用时间=valid-to-year"),
        register(
            "epidemic-by-name.csv",
            ",",
            "省=province-name",
            "省确诊=person-count",
            "省治愈=person-count",
            "市=city-name",
            "新增确诊=person-count",
            "确诊=person-count",
            "治愈=person-count",
            "死亡=person-count",
            "日期=report-day"),
        register(
            "ethnic-groups.csv",
            ",",
            "id=record-number",
            "name=ethnic-group-name",
            "code_number=ethnic-group-code",
            "code_letter=ethnic-group-letters",
            "pinyin=romanised-name"),
        register(
            "countries.csv",
            ",",
            "id=record-number",
            "code_2=country-code",
            "code_3=country-code-3",
            "code_number=country-number",
            "name=country-name",
            "name_cn=chinese-name"),
        register(
            "currencies.csv",
            ",",
            "code=currency-code",
            "num=currency-number",
            "digits=minor-unit-digits",
            "name=currency-name",
            "name_cn=chinese-name"),
        register(
            "food-safety/data/approved-food-establishments.csv",
            ",",
            "CompetentAuthority=authority-name",
            "TradingName=trading-name",
            "AppNo=approval-number",
            "Address1=address-line",
            "Address2=address-line",
            "Town=town",
            "Postcode=uk-postcode",
            "Country=country-name",
            "AllActivities=food-activities",
            "GeographicLocalAuthority=authority-name",
            "X=easting",
            "Y=northing",
            "AddressWithheld=yes-no",
            "Slaughterhouse=yes-no"),
        register(
            "food-safety/data/approved-meat-establishment.csv",
            ",",
            "ApprovalNumber=approval-number",
            "TradingName=trading-name",
            "Town=town",
            "County=county",
            "Country=country-name",
            "Sheep=yes-no",
            "RTE=yes-no",
            "AuditDate=audit-date",
            "Outcome=audit-outcome",
            "AuditFrequency=months",
            "NextAuditDueDate=next-audit-date"),
        register(
            "food-safety/data/gss.tsv",
            "\t",
            "gss=gss-code",
            "local-authority=authority-id",
            "name=authority-name"),
        register(
            "food-authorities.tsv", "\t",
            "food-authority=food-authority-number", "name=authority-name",
            "website=web-address", "email=e-mail-address"),
        register(
            "authority-contacts.csv",
            ",",
            "Name=authority-name",
            "Home page URL=web-address",
            "Contact page URL=web-address",
            "SNAC Code=snac-code",
            "Address Line 1=address-line",
            "Address Line 2=address-line",
            "Town=town",
            "County=county",
            "Postcode=uk-postcode",
            "Telephone Number 1=telephone-number",
            "Fax=telephone-number",
            "Main Contact Email=e-mail-address",
            "Opening Hours=opening-hours"));
  }

  @Test
  void theRightElementIsAmongTheFirstThree() {
    try (ConnectorHub hub = new ConnectorHub(TestHub.onH2())) {
      hub.hub()
          .apply(
              ConnectorHub.resource("/inspect/elements.yaml"),
              Map.of(
                  "gbt2260-history.csv", bytes("divisions/definitions/gbt2260-history.csv"),
                  "countries.csv", bytes("countries.csv"),
                  "currencies.csv", bytes("currencies.csv"),
                  "ethnic-groups.csv", bytes("ethnic-groups.csv")));
      Inspections inspections = hub.get(Inspections.class);
      List<String> missed = new ArrayList<>();
      int columns = 0;
      int named = 0;
      int obfuscated = 0;
      for (Register register : registers()) {
        Inspection open = inspect(inspections, register.name(), register.bytes());
        List<String> header = open.columns().stream().map(ColumnProfile::name).toList();
        Inspection hidden = inspect(inspections, "x.csv", withoutHeader(register, header.size()));
        int found = 0;
        for (Map.Entry<String, String> each : register.truth().entrySet()) {
          int index = header.indexOf(each.getKey());
          assertThat(index).as("%s in %s", each.getKey(), header).isNotNegative();
          columns++;
          named += right(open.columns().get(index), each.getValue(), "named", missed);
          int hit = right(hidden.columns().get(index), each.getValue(), each.getKey(), missed);
          obfuscated += hit;
          found += hit;
        }
        System.out.printf(
            "%-52s %2d of %2d with col1..n%n", register.name(), found, register.truth().size());
      }
      System.out.printf(
          "right element among the first three: %.1f %% with headers, %.1f %% with col1..n, of %d"
              + " columns%n%s%n",
          100.0 * named / columns,
          100.0 * obfuscated / columns,
          columns,
          String.join(System.lineSeparator(), missed));
      assertThat(obfuscated / (double) columns).isGreaterThanOrEqualTo(0.70);
      assertThat(named / (double) columns).isGreaterThan(0.90);
    }
  }

  private static Inspection inspect(Inspections inspections, String name, byte[] bytes) {
    return inspections.file(
        name.substring(name.lastIndexOf('/') + 1),
        new ByteArrayInputStream(bytes),
        true,
        new Wanted(null, null));
  }

  private static int right(ColumnProfile column, String element, String told, List<String> missed) {
    boolean right = column.candidates().stream().anyMatch(c -> c.element().equals(element));
    if (!right) {
      missed.add(
          "  missed %s (%s): %s %s instead of %s"
              .formatted(
                  column.name(),
                  told,
                  column.facts(),
                  column.candidates().stream().map(ElementCandidate::element).toList(),
                  element));
    }
    return right ? 1 : 0;
  }

  /** The same bytes below a header that says nothing. */
  private static byte[] withoutHeader(Register register, int columns) {
    byte[] bytes = register.bytes();
    int end = 0;
    while (bytes[end] != '\n') {
      end++;
    }
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= columns; i++) {
      names.add("col" + i);
    }
    byte[] header = String.join(register.delimiter(), names).getBytes(StandardCharsets.US_ASCII);
    byte[] hidden = new byte[header.length + bytes.length - end];
    System.arraycopy(header, 0, hidden, 0, header.length);
    System.arraycopy(bytes, end, hidden, header.length, bytes.length - end);
    return hidden;
  }
}
