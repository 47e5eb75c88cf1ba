package io.tongban.connectors.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.connectors.ConnectorHub;
import io.tongban.hub.Fault;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConnectorKindTest {
  private static ConnectorHub hub;

  @BeforeAll
  static void open() {
    TestHub.variables(Map.of("WEB_URL", "http://127.0.0.1:1", "BASE_URL", "jdbc:h2:mem:none"));
    hub = new ConnectorHub(TestHub.onH2());
    hub.apply(ConnectorHub.resource("/story/entries.yaml"));
  }

  @AfterAll
  static void close() {
    hub.close();
  }

  private static final String SOUND =
      """
      apiVersion: tongban.io/v1
      kind: Connector
      metadata: {name: tried}
      spec:
        source: drop
        resource: entries
        input: {format: csv, file: "x.csv"}
        fields:
          - {item: id, from: id}
          - {item: name, from: name}
      """;

  /** The faults of a connector in which one text is put in the place of another. */
  private static List<Fault> faults(String sound, String bad) {
    assertThat(SOUND).contains(sound);
    ProblemException e =
        catchThrowableOfType(ProblemException.class, () -> hub.apply(SOUND.replace(sound, bad)));
    assertThat(e).as(bad).isNotNull();
    @SuppressWarnings("unchecked")
    List<Fault> faults = (List<Fault>) e.problem().extensions().get("faults");
    return faults;
  }

  private static void one(String sound, String bad, String pointer, String message, String fix) {
    assertThat(faults(sound, bad))
        .anySatisfy(
            fault -> {
              assertThat(fault.pointer()).isEqualTo(pointer);
              assertThat(fault.message()).contains(message);
              assertThat(fault.fix()).contains(fix);
              assertThat(fault.place().line()).isPositive();
            });
  }

  @Test
  void namesThatLeadNowhere() {
    one("source: drop", "source: drip", "/spec/source", "drip", "did you mean \"drop\"");
    one("resource: entries", "resource: entry", "/spec/resource", "entry", "entries");
    one("item: name", "item: nane", "/spec/fields/1/item", "nane", "did you mean \"name\"");
    one("item: name", "item: nane", "/spec/fields", "required item \"name\"", "item: name");
    one(
        "from: name}",
        "from: name, codeList: {list: none}}",
        "/spec/fields/1/codeList/list",
        "none",
        "");
    one(
        "from: name}",
        "from: name, crosswalk: {steps: [{source: drop, query: SELECT 1}]}}",
        "/spec/fields/1/crosswalk/steps/0/source",
        "no database Source",
        "base");
  }

  @Test
  void wordsThatMeanNothing() {
    one("format: csv", "format: cvs", "/spec/input/format", "cvs", "csv");
    one("file: \"x.csv\"", "file: \"x.csv\", encoding: GBQ", "/spec/input/encoding", "GBQ", "GBK");
    one("file: \"x.csv\"", "file: \"../x.csv\"", "/spec/input/file", "leads out", "file name");
    one("from: name}", "from: name, steps: [tirm]}", "/spec/fields/1/steps/0", "tirm", "trim");
    one(
        "from: name}",
        "from: name, dateFormat: \"d-{\"}",
        "/spec/fields/1/dateFormat",
        "not a date pattern",
        "d-MMM-uu");
    one("fields:", "mode: ful\n  fields:", "/spec/mode", "ful", "full");
    one("fields:", "schedule: often\n  fields:", "/spec/schedule", "often", "15m");
  }

  @Test
  void whatContradictsItself() {
    one("file: \"x.csv\"", "path: /x", "/spec/input/path", "does not fit", "input.file");
    one("file: \"x.csv\"", "encoding: UTF-8", "/spec/input", "input.file", "file");
    one("source: drop", "source: base", "/spec/input/format", "does not fit", "table");
    one("from: name}", "from: name, value: x}", "/spec/fields/1", "exactly one", "from");
    one("item: name", "item: id", "/spec/fields/1/item", "made twice", "one");
    one("item: id", "item: fee", "/spec/fields", "key item \"id\"", "item: id");
  }

  private static void input(String bad, String pointer, String message, String fix) {
    one("{format: csv, file: \"x.csv\"}", bad, "/spec/input" + pointer, message, fix);
  }

  @Test
  void layoutsAndColumnsThatCannotBe() {
    input("{format: fixed, file: x}", "", "needs its columns", "columns");
    input("{format: csv, file: x, layout: {merged: repeat}}", "/layout", "does not fit", "xls");
    input("{format: csv, file: x, tree: {children: c}}", "/tree", "does not fit", "json");
    input("{format: xls, file: x, layout: {merged: all}}", "/layout/merged", "\"all\"", "repeat");
    input("{format: xls, file: x, layout: {beyond: x}}", "/layout/beyond", "\"x\"", "drop");
    input("{format: xls, file: x, layout: {headerRows: 0}}", "/layout/headerRows", "0", "header");
    input(
        "{format: xls, file: x, headerRow: 2, layout: {headerMatch: [a]}}",
        "/headerRow",
        "by its row and by its names",
        "keep");
    input(
        "{format: xls, file: x, sheet: a, layout: {sheets: [b]}}",
        "/layout/sheets",
        "several",
        "keep one");
    input(
        "{format: fixed, file: x, fixed: {columns: [{name: a, start: 0, length: 1}]}}",
        "/fixed/columns/0",
        "no place",
        "from 1 on");
    input(
        "{format: fixed, file: x, encoding: UTF-16LE, fixed: {countedIn: bytes, columns: [{name: a,"
            + " start: 1, length: 1}]}}",
        "/fixed/countedIn",
        "UTF-16",
        "characters");
    input("{format: csv, file: x, maxCell: 0}", "/maxCell", "less than 1", "from 1");
    input("{format: csv, file: x, maxCell: 99999999}", "/maxCell", "more than", "up to");
    input("{format: csv, file: x, aliases: {a: [c], b: [c]}}", "/aliases", "two columns", "one of");
  }

  @Test
  void waysOfCleaningThatCannotBe() {
    String at = "/spec/fields/1";
    one(
        "from: name}",
        "from: name, numberFormat: {}}",
        at + "/numberFormat",
        "no number",
        "DECIMAL");
    String fee = "from: name}\n    - {item: fee, from: fee, ";
    String of = "/spec/fields/2";
    one("from: name}", fee + "unit: {from: 万圆, to: 元}}", of + "/unit/from", "万圆", "did you mean");
    one("from: name}", fee + "unit: {from: 万元, to: kg}}", of + "/unit", "converted", "dimension");
    one(
        "from: name}",
        fee + "numberFormat: {grouping: \".\"}}",
        of + "/numberFormat/grouping",
        "are one",
        "decimal");
    one("from: name}", "from: name, split: {take: 2}}", at + "/split", "exactly one", "by");
    one(
        "from: name}",
        "from: name, split: {pattern: \"(a)\\\\1\"}}",
        at + "/split/pattern",
        "RE2",
        "back references");
    one(
        "from: name}",
        "from: name, split: {pattern: a}}",
        at + "/split/group",
        "0 groups",
        "group: 0");
    one("from: name}", "join: {columns: [a]}}", at + "/join/columns", "nothing to join", "two");
    one(
        "from: name}",
        "division: {list: gbt, columns: [a]}}",
        at + "/division/list",
        "no CodeList",
        "code lists");
    one(
        "from: name}",
        "coordinate: {longitude: a, latitude: b, from: GCJ02, to: WGS-84, take: longitude}}",
        at + "/coordinate/from",
        "GCJ02",
        "GCJ-02");
    one(
        "from: name}",
        "from: name, crosswalk: {steps: [{table: names}]}}",
        at + "/crosswalk/steps/0/table",
        "no Crosswalk",
        "crosswalks");
    one(
        "from: name}",
        "from: name, crosswalk: {steps: [{source: base}]}}",
        at + "/crosswalk/steps/0",
        "rows of a query",
        "table");
    one(
        "fields:",
        "survivorship: {keep: newest}\n  fields:",
        "/spec/survivorship/keep",
        "newest",
        "latest");
    one(
        "fields:",
        "survivorship: {keep: latest}\n  fields:",
        "/spec/survivorship/by",
        "column",
        "by");
    one(
        "fields:",
        "survivorship: {keep: priority, by: a}\n  fields:",
        "/spec/survivorship/order",
        "order",
        "best first");
  }

  @Test
  void soundOnesAreTaken() {
    hub.apply(SOUND.replace("fields:", "schedule: \"0 0 2 * * ?\"\n  fields:"));
    hub.apply(SOUND);
  }
}
