package io.tongban.registry.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.hub.test.TestHub;
import io.tongban.registry.RegistrySearch;
import io.tongban.registry.RegistrySearch.Hit;
import io.tongban.registry.RegistrySearch.Kind;
import io.tongban.registry.RegistryTestBase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Search; it asks no database, so one suffices. */
class SearchOnH2Test extends RegistryTestBase {
  @Override
  protected TestHub start() {
    return TestHub.onH2();
  }

  private List<String> names(String query) {
    return hub.get(RegistrySearch.class).find(query, 20).stream()
        .map(hit -> hit.kind() + "/" + hit.name())
        .toList();
  }

  @Test
  void findsInChineseEnglishAndPinyin() {
    applyPremises();
    assertThat(names("食品场所")).containsExactly("RESOURCE/food-premises");
    assertThat(names("ＦＯＯＤ  premises")).containsExactly("RESOURCE/food-premises");
    assertThat(names("shipinchangsuo")).containsExactly("RESOURCE/food-premises");
    assertThat(names("spcs")).containsExactly("RESOURCE/food-premises");
    assertThat(names("pizhun")).contains("ELEMENT/approval-number", "RESOURCE/food-premises");
    assertThat(names("批准 食品")).containsExactly("RESOURCE/food-premises");
    assertThat(names("火车")).isEmpty();
    assertThat(names("  ")).isEmpty();
  }

  @Test
  void theNameItselfComesFirstAndSaysWhatMatched() {
    applyPremises();
    Hit first = hub.get(RegistrySearch.class).find("turnover", 20).get(0);
    assertThat(first.kind()).isEqualTo(Kind.ELEMENT);
    assertThat(first.by()).isEqualToIgnoringCase("turnover");
  }

  @Test
  void seesAChangeAtOnce() {
    applyPremises();
    assertThat(names("别名甲")).isEmpty();
    hub.apply(
        """
        apiVersion: tongban.io/v1
        kind: DataElement
        metadata: {name: rent}
        spec:
          definition: {zh: 租金, en: Rent}
          type: STRING
          synonyms: [别名甲]
        """);
    assertThat(names("别名甲")).containsExactly("ELEMENT/rent");
    assertThat(names("biemingjia")).containsExactly("ELEMENT/rent");
  }
}
