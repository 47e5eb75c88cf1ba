package io.tongban.registry.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.hub.Fault;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import io.tongban.registry.RegistryTestBase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What definitions are refused for, with the place and the fix. */
class DefinitionChecksTest extends RegistryTestBase {
  @Override
  protected TestHub start() {
    return TestHub.onH2();
  }

  @Test
  void anUnknownDataElementSuggestsTheNearestOne() {
    assertThat(faults(premises("element: turnover}", "element: turn-over}")))
        .containsExactly(
            "/spec/items/3/element there is no DataElement \"turn-over\": did you mean"
                + " \"turnover\"? Otherwise: declare that DataElement");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "value|is a reserved word of SQL",
        "_hidden|begins with an underscore, which the hub keeps for its own columns",
        "Staff|is not made of lower-case letters, digits and underscores",
        "staff-count|is not made of lower-case letters, digits and underscores",
      })
  void itemNamesCanBeWrittenInSql(String name, String fault) {
    assertThat(faults(premises("name: staff,", "name: " + name + ",")))
        .singleElement()
        .asString()
        .startsWith("/spec/items/2/name \"" + name + "\" " + fault);
  }

  @Test
  void theKeyExistsAndIsRequired() {
    assertThat(faults(premises("key: [approval_number]", "key: [approval_nr]")))
        .containsExactly(
            "/spec/key/0 the resource has no item \"approval_nr\": did you mean"
                + " \"approval_number\"? Otherwise: name one of its items");
    assertThat(
            faults(
                premises(
                    "element: approval-number}", "element: approval-number, required: false}")))
        .containsExactly(
            "/spec/items/0/required \"approval_number\" is part of the key, whose values are never"
                + " missing: write required: true, or take it out of the key");
    assertThat(faults(premises("key: [approval_number]", "key: []")))
        .anySatisfy(fault -> assertThat(fault).startsWith("/spec/key"));
  }

  @Test
  void indexedItemsSubjectAndRelatedExist() {
    assertThat(
            faults(
                premises(
                    "indexed: [trading_name]",
                    "indexed: [trading_nam]\n  subject: person\n  related: [food-premise]")))
        .containsExactly(
            "/spec/indexed/0 the resource has no item \"trading_nam\": did you mean"
                + " \"trading_name\"? Otherwise: name one of its items",
            "/spec/subject the resource has no item \"person\": name one of its items",
            "/spec/related/0 there is no Resource \"food-premise\": did you mean"
                + " \"food-premises\"? Otherwise: declare that Resource");
  }

  @Test
  void aSubjectIsText() {
    assertThat(faults(premises("indexed: [trading_name]", "subject: staff")))
        .singleElement()
        .asString()
        .startsWith("/spec/subject ")
        .contains("not STRING");
  }

  @Test
  void notSharedCitesTheLaw() {
    assertThat(faults(premises("sharing: CONDITIONAL", "sharing: NOT_SHARED")))
        .singleElement()
        .asString()
        .startsWith("/spec/sharing ");
    assertThat(
            faults(
                premises(
                    "sharing: CONDITIONAL",
                    "sharing: NOT_SHARED\n  sharingCondition: 因为保密\n  open: true")))
        .extracting(fault -> fault.split(" ", 2)[0])
        .containsExactly("/spec/sharingCondition", "/spec/open");
    assertThat(
            faults(
                premises(
                    "sharing: CONDITIONAL",
                    "sharing: NOT_SHARED\n  sharingCondition: 《中华人民共和国档案法》第二十七条")))
        .isEmpty();
  }

  @Test
  void aLiveSourceIsADatabase() {
    String live = "indexed: [trading_name]\n  live: {source: %s, table: T, columns: {stafff: S}}";
    String source =
        """
        ---
        apiVersion: tongban.io/v1
        kind: Source
        metadata: {name: premises-drop}
        spec: {department: food-agency, file: {directory: drop}}
        """;
    assertThat(
            faults(premises("indexed: [trading_name]", live.formatted("premises-drop")) + source))
        .containsExactly(
            "/spec/live/source the Source \"premises-drop\" is not a database: name a Source with"
                + " jdbc or with tables of files, or load its records with a Connector",
            "/spec/live/columns/stafff the resource has no item \"stafff\": did you mean \"staff\"?"
                + " Otherwise: write item: COLUMN for items of this resource");
    assertThat(
            faults(premises("indexed: [trading_name]", live.formatted("premises-drob")) + source))
        .first()
        .asString()
        .contains("there is no Source \"premises-drob\": did you mean \"premises-drop\"?");
  }

  @Test
  void aCsvColumnIsReadAsTheItemIsAndTheTableIsDeclared() {
    String live = "indexed: [trading_name]\n  live: {source: drop, table: %s}";
    String source =
        """
        ---
        apiVersion: tongban.io/v1
        kind: Source
        metadata: {name: drop}
        spec:
          department: food-agency
          file:
            directory: drop
            tables:
              texts: {file: a.csv}
              typed: {file: a.csv, types: {staff: INTEGER}}
        """;
    assertThat(faults(premises("indexed: [trading_name]", live.formatted("texts")) + source))
        .contains(
            "/spec/live/table \"staff\" is INTEGER, and the column staff of the file is read as"
                + " STRING: add to the table in the Source: types: {staff: INTEGER}");
    assertThat(faults(premises("indexed: [trading_name]", live.formatted("typed")) + source))
        .noneMatch(fault -> fault.contains("staff"));
    assertThat(faults(premises("indexed: [trading_name]", live.formatted("typt")) + source))
        .containsExactly(
            "/spec/live/table the Source \"drop\" declares no table \"typt\": did you mean"
                + " \"typed\"? Otherwise: declare it in the Source");
  }

  @Test
  void theProviderIsADepartmentAndVocabulariesAreKept() {
    assertThat(
            faults(
                premises(
                    "provider: food-agency",
                    "provider: food-agencies\n  category: topics\n  grade: secret")))
        .extracting(fault -> fault.split(" ", 2)[0])
        .containsExactly("/spec/provider", "/spec/category", "/spec/grade");
  }

  @Test
  void directoryCodesAndIdentifiersAreUnique() {
    String coded = premises("provider:", "code: X/1\n  provider:");
    assertThat(
            faults(
                coded
                    + PREMISES
                        .replace("food-premises", "other")
                        .replace("provider:", "code: X/1\n  provider:")))
        .hasSize(2)
        .allSatisfy(fault -> assertThat(fault).startsWith("/spec/code "));
    assertThat(faults(DEPARTMENT + ELEMENTS + element("second", "identifier: DE1\n  type: STRING")))
        .hasSize(2)
        .allSatisfy(fault -> assertThat(fault).startsWith("/spec/identifier "));
  }

  @Test
  void aMajorVersionOnlyGains() {
    applyPremises();
    assertThat(faults(PREMISES.replace("    - {name: staff, element: head-count}\n", "")))
        .containsExactly(
            "/spec/items the item \"staff\" is removed within a major version: keep it, or set"
                + " majorVersion: 2");
    assertThat(faults(PREMISES.replace("element: head-count", "element: turnover")))
        .containsExactly(
            "/spec/items/2/element the type of \"staff\" changes from INTEGER to DECIMAL with 2"
                + " decimals within a major version: keep its type, add an item of another name, or"
                + " set majorVersion: 2");
    assertThat(faults(PREMISES.replace("key: [approval_number]", "key: [approval_number, staff]")))
        .containsExactly(
            "/spec/key the key changes from [approval_number] to [approval_number, staff] within a"
                + " major version: keep it, or set majorVersion: 2");
    assertThat(
            faults(
                PREMISES
                    .replace("    - {name: staff, element: head-count}\n", "")
                    .replace("provider:", "majorVersion: 2\n  provider:")))
        .isEmpty();
    assertThat(faults(PREMISES)).singleElement().asString().contains("goes back from 2 to 1");
  }

  @Test
  void anElementInUseKeepsItsType() {
    applyPremises();
    String asText = element("head-count", "type: STRING");
    assertThat(faults(asText))
        .containsExactly(
            "/spec/items/2/element this set would break it: the type of \"staff\" changes from"
                + " INTEGER to STRING within a major version: keep its type, add an item of another"
                + " name, or set majorVersion: 2; declare it in the same set where it has to"
                + " change");
    assertThat(faults(element("turnover", "type: DECIMAL\n  format: n..10,3"))).hasSize(1);
    assertThat(faults(element("turnover", "type: DECIMAL\n  format: n..20,2"))).isEmpty();
    assertThat(faults(asText + PREMISES.replace("provider:", "majorVersion: 2\n  provider:")))
        .isEmpty();
  }

  @Test
  void anElementsLifeOnlyGoesOn() {
    applyPremises();
    hub.apply(element("turnover", "type: DECIMAL\n  format: n..10,2\n  status: retired"));
    assertThat(faults(element("turnover", "type: DECIMAL\n  format: n..10,2")))
        .containsExactly(
            "/spec/status the status goes back from retired to standard: declare a new data"
                + " element; who knows this one knows it as retired");
    assertThat(faults(PREMISES.replace("  key:", "    - {name: rent, element: turnover}\n  key:")))
        .isEmpty();
    assertThat(
            faults(
                PREMISES
                    .replace("food-premises", "other-premises")
                    .replace("{zh: 食品场所, en: Food premises}", "{zh: 场所, en: Premises}")))
        .containsExactly(
            "/spec/items/3/element the data element \"turnover\" is retired: name another one; what"
                + " used it before may go on");
  }

  private static String promising(String promise) {
    return PREMISES.replace("provider:", "compatibility: " + promise + "\n  provider:");
  }

  @Test
  void aPromiseIsKept() {
    applyPremises();
    String wider = element("turnover", "type: DECIMAL\n  format: n..20,2");
    String narrower = element("turnover", "type: DECIMAL\n  format: n..8,2");
    hub.apply(promising("backward"));
    assertThat(faults(narrower))
        .singleElement()
        .asString()
        .contains(
            "/spec/items/3 this set would break it: \"turnover\" has the format n..8,2 where the"
                + " other side has n..10,2: not backward compatible");
    assertThat(
            faults(
                promising("backward")
                    .replace("element: head-count}", "element: head-count, required: true}")))
        .containsExactly(
            "/spec/items/2 \"staff\" is required on one side and may be missing on the other: not"
                + " backward compatible: keep what was promised, or set majorVersion: 2");
    hub.apply(promising("forward"));
    assertThat(faults(wider)).singleElement().asString().contains("not forward compatible");
    hub.apply(promising("full"));
    assertThat(faults(wider)).hasSize(1);
    assertThat(faults(narrower)).hasSize(1);
    assertThat(
            faults(
                promising("full")
                    .replace("  key:", "    - {name: town, element: trading-name}\n  key:")))
        .isEmpty();
  }

  @Test
  void aTransitivePromiseIsKeptTowardsEveryEarlierVersion() {
    applyPremises();
    hub.apply(element("turnover", "type: DECIMAL\n  format: n..20,2"));
    hub.apply(element("turnover", "type: DECIMAL\n  format: n..15,2"));
    hub.apply(promising("backward"));
    assertThat(faults(element("turnover", "type: DECIMAL\n  format: n..16,2"))).isEmpty();
    hub.apply(promising("backward-transitive"));
    assertThat(faults(element("turnover", "type: DECIMAL\n  format: n..17,2")))
        .singleElement()
        .asString()
        .contains("has the format n..17,2 where the other side has n..20,2");
    assertThat(faults(element("turnover", "type: DECIMAL\n  format: n..20,2"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type: STRING!format: varchar(2)|/spec/format \"varchar(2)\" is not a format of GB/T 19488.1",
        "type: INTEGER!format: an..3|/spec/format the format an..3 does not fit the type INTEGER",
        "type: DATE!format: n..10,2|/spec/format the format n..10,2 does not fit the type DATE",
        "type: STRING!pattern: '[0-9'|/spec/pattern not a regular expression",
        "type: DATE!pattern: '[0-9]'|/spec/pattern a pattern is for texts",
        "type: STRING!minimum: 1|/spec/minimum a range is for numbers",
        "type: INTEGER!minimum: 2!maximum: 1|/spec/minimum the minimum is above the maximum",
        "type: STRING!codeList: none|/spec/codeList there is no CodeList \"none\"",
        "type: STRING!status: standart|/spec/status \"standart\" is not a status: did you mean"
            + " \"standard\"?",
        "type: STRING!relations: [{element: none, relation: partOf}]|/spec/relations/0/element"
            + " there is no DataElement \"none\"",
      })
  void aDataElementIsConsistent(String spec, String fault) {
    assertThat(faults(element("some-element", spec.replace("!", "\n  "))))
        .singleElement()
        .asString()
        .startsWith(fault);
  }

  private static String premises(String what, String by) {
    return DEPARTMENT + ELEMENTS + PREMISES.replace(what, by);
  }

  private static String element(String name, String spec) {
    return """
    ---
    apiVersion: tongban.io/v1
    kind: DataElement
    metadata: {name: %s}
    spec:
      definition: {zh: 定义, en: Definition}
      %s
    """
        .formatted(name, spec);
  }

  /** The faults of a set as pointer, message and fix; none if it was applied. */
  private List<String> faults(String yaml) {
    ProblemException refused = catchThrowableOfType(ProblemException.class, () -> hub.apply(yaml));
    if (refused == null) {
      return List.of();
    }
    return ((List<?>) refused.problem().extensions().get("faults"))
        .stream()
            .map(Fault.class::cast)
            .map(fault -> fault.pointer() + " " + fault.message() + ": " + fault.fix())
            .toList();
  }
}
