package io.tongban.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.certificates.Certificates.Status;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** The life of a certificate under any sequence of acts. */
class ActPropertyTest {
  @Property(tries = 500)
  void whatIsFinalStaysAndWhatIsSuspendedComesBackByReinstatementOnly(
      @ForAll @Size(max = 12) List<Act> attempts) {
    Act last = Act.ISSUED;
    for (Act act : attempts) {
      if (!act.mayFollow(last)) {
        continue;
      }
      assertThat(act).isNotEqualTo(Act.ISSUED);
      assertThat(last.status()).isNotEqualTo(Status.REVOKED);
      assertThat(last.next()).contains(act);
      if (act.status() == Status.VALID) {
        assertThat(last).isEqualTo(Act.SUSPENDED);
      }
      assertThat(act.status() == last.status()).isFalse();
      last = act;
    }
    assertThat(last.next().isEmpty()).isEqualTo(last.status() == Status.REVOKED);
  }

  @Property(tries = 100)
  void aSuspendedFileIsNeitherTransferredNorReplaced(@ForAll Act act) {
    boolean allowed = act.mayFollow(Act.SUSPENDED);
    assertThat(allowed)
        .isEqualTo(
            act == Act.REINSTATED
                || (act.status() == Status.REVOKED
                    && act != Act.TRANSFERRED
                    && act != Act.REPLACED));
  }
}
