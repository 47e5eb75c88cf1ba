package io.tongban.certificates.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.certificates.ForeignRegion;
import io.tongban.certificates.Town;
import io.tongban.hub.Definitions;
import io.tongban.hub.Fault;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with the claim rules of a Recognition, where, and what to write instead. */
class RecognitionKindTest {
  private static TestHub hub;
  private static ForeignRegion region;

  @BeforeAll
  static void open() {
    hub = TestHub.onH2();
    region = new ForeignRegion(hub.clock());
    Town.build(hub);
  }

  @AfterAll
  static void close() {
    region.close();
    hub.close();
  }

  @Test
  void aGoodOneHasNoFaultAndMayNameTheSubject() {
    Definitions definitions = hub.get(Definitions.class);
    String good = region.recognised("");
    assertThat(definitions.apply(Town.files(good), true).created()).hasSize(3);
    String subject = good.replace("from: [permit_no]", "from: [sub]");
    assertThat(definitions.apply(Town.files(subject), true).created()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: number, from | name: cnf, from | /spec/claims/0/name | cnf has a meaning of its own",
        "name: number, from | name: vct, from | /spec/claims/0/name | vct has a meaning of its own",
        "name: fee, constant | name: iss, constant | /spec/claims/4/name | iss has a meaning of its",
        "name: fee, constant | name: sub, constant | /spec/claims/4/name | sub has a meaning of its",
        "[permit_no] | [cnf] | /spec/claims/0/from/0 | cnf tells of the foreign certificate itself",
        "[permit_no] | [iss] | /spec/claims/0/from/0 | iss tells of the foreign certificate itself",
        "[permit_no] | [vct] | /spec/claims/0/from/0 | vct tells of the foreign certificate itself",
        "[permit_no] | [status] | /spec/claims/0/from/0 | status tells of the foreign certificate",
        "[first, last] | [first, exp] | /spec/claims/1/from/1 | exp tells of the foreign",
        "[since] | [iat] | /spec/claims/3/from/0 | iat tells of the foreign certificate itself"
      })
  void namesTheFaultAndThePlace(String from, String to, String pointer, String message) {
    String good = region.recognised("");
    assertThat(good).contains(from);
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () -> hub.get(Definitions.class).apply(Town.files(good.replace(from, to)), true));
    assertThat(refused).isNotNull();
    @SuppressWarnings("unchecked")
    List<Fault> faults = (List<Fault>) refused.problem().extensions().get("faults");
    assertThat(faults)
        .anySatisfy(
            fault -> {
              assertThat(fault.pointer()).isEqualTo(pointer);
              assertThat(fault.message()).contains(message);
              assertThat(fault.fix()).isNotBlank();
              assertThat(fault.place().line()).isPositive();
            });
  }
}
