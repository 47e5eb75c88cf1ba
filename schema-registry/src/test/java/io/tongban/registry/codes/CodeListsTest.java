package io.tongban.registry.codes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.hub.Label;
import io.tongban.registry.Code;
import io.tongban.registry.CodeLists;
import io.tongban.registry.RegistryTestBase;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Look-ups in the real history of GB/T 2260; each database runs it. */
abstract class CodeListsTest extends RegistryTestBase {
  private static final String LIST = "gbt2260";
  private static final LocalDate REPORT_DAY = LocalDate.of(2020, 2, 20);
  private static final LocalDate TODAY = LocalDate.of(2026, 1, 15);

  private CodeLists codes;

  @BeforeEach
  void divisionsAreApplied() {
    applyDivisions();
    codes = hub.get(CodeLists.class);
  }

  @Test
  void holdsEveryPeriodOfTheRegister() {
    assertThat(codes.names()).containsExactly(LIST);
    List<Code> all = new ArrayList<>();
    String after = null;
    for (List<Code> page = codes.page(LIST, null, 1000);
        !page.isEmpty();
        page = codes.page(LIST, after, 1000)) {
      all.addAll(page);
      after = page.get(page.size() - 1).code();
    }
    assertThat(all).hasSize(6823);
    assertThat(all.stream().map(Code::code).distinct()).hasSize(6450);
    assertThat(all.stream().filter(code -> code.validTo() == null)).hasSize(3213);
  }

  @Test
  void aCodeHoldsThroughItsLastYear() {
    assertThat(codes.valid(LIST, "220381", REPORT_DAY))
        .contains(
            new Code(
                LIST,
                "220381",
                new Label("公主岭市", "公主岭市"),
                List.of("吉林省", "四平市"),
                LocalDate.of(1990, 1, 1),
                LocalDate.of(2020, 12, 31),
                List.of(
                    new Code.Successor("220104", LocalDate.of(2005, 1, 1)),
                    new Code.Successor("220184", null))));
    assertThat(codes.valid(LIST, "220381", LocalDate.of(2020, 12, 31))).isPresent();
    assertThat(codes.valid(LIST, "220381", LocalDate.of(2021, 1, 1))).isEmpty();
    assertThat(codes.valid(LIST, "220381", LocalDate.of(1989, 12, 31))).isEmpty();
  }

  @Test
  void theSuccessorOfAReplacedCodeIsTheReplacementNotAPartialTransfer() {
    assertThat(codes.current(LIST, "220381", TODAY))
        .extracting(Code::code)
        .containsExactly("220184");
    assertThat(codes.current(LIST, "220381", REPORT_DAY))
        .extracting(Code::code)
        .containsExactly("220381");
  }

  @Test
  void successionIsFollowedOverSeveralSteps() {
    // 怀德县 222121 (to 1983) → 220321 (to 1985) → 公主岭市 220319 (to 1988) → … → 220184
    assertThat(codes.current(LIST, "222121", TODAY))
        .extracting(Code::code)
        .containsExactly("220184");
    assertThat(codes.current(LIST, "222121", LocalDate.of(1984, 6, 1)))
        .extracting(Code::code)
        .containsExactly("220321");
  }

  @Test
  void aSplitCodeHasSeveralSuccessors() {
    // 邢台县, divided in 2020 between 襄都区 and 信都区
    assertThat(codes.current(LIST, "130521", TODAY))
        .extracting(Code::code)
        .containsExactlyInAnyOrder("130502", "130503");
  }

  @Test
  void anAbolishedCodeHasNone() {
    assertThat(codes.current(LIST, "132100", TODAY)).isEmpty();
    assertThat(codes.current(LIST, "999999", TODAY)).isEmpty();
    assertThat(codes.current("no-list", "220381", TODAY)).isEmpty();
  }

  @Test
  void aRenamedCodeKeepsBothNamesInItsHistory() {
    assertThat(codes.history(LIST, "120110"))
        .extracting(code -> code.label().zh())
        .containsExactly("东郊区", "东丽区");
    assertThat(codes.valid(LIST, "120110", LocalDate.of(1992, 6, 1)).orElseThrow().label().zh())
        .isEqualTo("东郊区");
    assertThat(codes.valid(LIST, "120110", LocalDate.of(1993, 1, 1)).orElseThrow().label().zh())
        .isEqualTo("东丽区");
  }

  @Test
  void namesAreLookedUpOnTheDay() {
    assertThat(codes.byLabel(LIST, " 公主岭市　", REPORT_DAY))
        .extracting(Code::code)
        .containsExactly("220381");
    assertThat(codes.byLabel(LIST, "公主岭市", TODAY)).extracting(Code::code).containsExactly("220184");
    assertThat(codes.byLabel(LIST, "鼓楼区", TODAY)).hasSizeGreaterThan(1);
    assertThat(codes.byLabel(LIST, "亚特兰蒂斯", TODAY)).isEmpty();
  }

  @Test
  void aDivisionIsNotItsOwnParent() {
    assertThat(codes.valid(LIST, "220000", TODAY).orElseThrow().parents()).isEmpty();
    assertThat(codes.valid(LIST, "220100", TODAY).orElseThrow().parents()).containsExactly("吉林省");
  }

  @Test
  void pagesGoByCode() {
    assertThat(codes.page(LIST, null, 2))
        .extracting(Code::code)
        .containsExactly("110000", "110101");
    assertThat(codes.page(LIST, "110101", 1)).extracting(Code::code).containsExactly("110102");
    assertThat(codes.page(LIST, "999999", 5)).isEmpty();
  }

  @Test
  void aChangedListIsSeenAtOnce() {
    hub.apply(
        """
        apiVersion: tongban.io/v1
        kind: CodeList
        metadata: {name: gbt2260}
        spec:
          codes:
            - {code: "1", label: {zh: 男, en: Male}, validFrom: 2000-01-01}
            - {code: "2", label: {zh: 女, en: Female}, parent: "1", successors: ["1"]}
        """);
    assertThat(codes.history(LIST, "220381")).isEmpty();
    assertThat(codes.byLabel(LIST, "FEMALE", TODAY)).extracting(Code::code).containsExactly("2");
    assertThat(codes.valid(LIST, "2", TODAY).orElseThrow().parents()).containsExactly("男");
    assertThat(codes.valid(LIST, "1", LocalDate.of(1999, 12, 31))).isEmpty();
  }
}
