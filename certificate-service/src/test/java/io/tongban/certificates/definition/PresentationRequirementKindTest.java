package io.tongban.certificates.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.certificates.PresentationRequirementSpec;
import io.tongban.certificates.Town;
import io.tongban.hub.Definitions;
import io.tongban.hub.Fault;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A requirement's query is checked when it is declared. */
class PresentationRequirementKindTest {
  private static final String GOOD =
      """
      apiVersion: tongban.io/v1
      kind: PresentationRequirement
      metadata: {name: premises-name, title: {zh: 场所名称, en: Name of the premises}}
      spec:
        query:
          credentials:
            - id: approval
              format: dc+sd-jwt
              meta: {vct_values: ["urn:test:approval:1"]}
              claims:
                - {path: [name]}
                - {path: [rooms, null, area]}
      """;

  @Test
  void aQueryIsDeclaredOrRefusedAtItsPlace() {
    try (TestHub hub = TestHub.onH2()) {
      Town.apply(hub, GOOD);
      assertThat(
              hub.get(Definitions.class)
                  .find(PresentationRequirementSpec.class, "premises-name")
                  .orElseThrow()
                  .spec()
                  .query())
          .containsOnlyKeys("credentials");
      String bad = GOOD.replace("[rooms, null, area]", "[rooms, -1]");
      ProblemException refused =
          catchThrowableOfType(
              ProblemException.class,
              () -> hub.get(Definitions.class).apply(Town.files(bad), true));
      @SuppressWarnings("unchecked")
      List<Fault> faults = (List<Fault>) refused.problem().extensions().get("faults");
      assertThat(faults).hasSize(1);
      assertThat(faults.get(0).pointer()).isEqualTo("/spec/query/credentials/0/claims/1/path/1");
      assertThat(faults.get(0).place().line()).isEqualTo(12);
    }
  }
}
