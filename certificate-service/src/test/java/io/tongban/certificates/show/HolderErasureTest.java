package io.tongban.certificates.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tongban.access.Actor;
import io.tongban.access.Erasures;
import io.tongban.certificates.Act;
import io.tongban.certificates.Certificates;
import io.tongban.certificates.Certificates.Change;
import io.tongban.certificates.Certificates.Status;
import io.tongban.certificates.CredentialIssuer;
import io.tongban.certificates.HolderCertificates;
import io.tongban.certificates.HolderCertificates.Held;
import io.tongban.certificates.PlainWallet;
import io.tongban.certificates.ServiceItems;
import io.tongban.certificates.Town;
import io.tongban.hub.Database;
import io.tongban.hub.Problem;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Ledger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holders who are erased: what the law keeps, and what is left of their certificates. */
abstract class HolderErasureTest {
  private static final Actor OFFICER = new Actor("local-operator", "hub", null);
  private static final String ITEM =
      """
      apiVersion: tongban.io/v1
      kind: ServiceItem
      metadata: {name: stall, title: {zh: 摆摊申请, en: Market stall}}
      spec:
        department: council
        client: council-system
        purpose: counter
        needs: [{type: approval, claims: [number, name]}]
        days: 20
      """;

  private TestHub hub;
  private HolderCertificates holders;
  private Certificates certificates;

  abstract TestHub start();

  @BeforeEach
  void open() {
    hub = start();
    Town.build(hub);
    Town.apply(hub, ITEM);
    holders = hub.get(HolderCertificates.class);
    certificates = hub.get(Certificates.class);
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private Held issued(String holder) {
    new PlainWallet(hub.get(CredentialIssuer.class), hub.clock())
        .obtain(certificates.offer(Town.AGENCY, "approval", Map.of("number", holder), false).uri());
    return holders.list(holder).get(0);
  }

  private void erase(String holder) {
    hub.get(Erasures.class)
        .erase(OFFICER, new Erasures.Ask(holder, Erasures.Ground.RETENTION_ENDED, "law", null));
  }

  private long rows(String table) {
    return hub.get(Database.class)
        .jdbi()
        .withHandle(
            h ->
                h.createQuery("SELECT COUNT(*) FROM certificates." + table)
                    .mapTo(Long.class)
                    .one());
  }

  @Test
  void aCertificateInForceIsKeptAndOfAnEndedOneTheBareRecord() {
    Held held = issued("P21");
    Held other = issued("P22");
    holders.print("P21", held.id());
    holders.code("P21", holders.show("P21", held.id(), Set.of("name")).id());
    hub.get(ServiceItems.class).authorise("P21", "stall");

    Problem kept = catchThrowableOfType(ProblemException.class, () -> erase("P21")).problem();
    assertThat(kept.code()).isEqualTo("erasure-retained");
    assertThat(kept.detail()).contains("1 certificates").doesNotContain("P21");
    assertThat(holders.list("P21")).isNotEmpty();

    certificates.changeStatus(
        Town.AGENCY,
        held.id(),
        new Change(Act.DEREGISTERED, null, "Food Act s. 9", "P21 closed", null));
    erase("P21");

    assertThat(holders.list("P21")).isEmpty();
    assertThat(certificates.byNumber("approval", "P21")).isEmpty();
    assertThat(hub.get(ServiceItems.class).ofHolder("P21")).isEmpty();
    Certificates.Issued left = certificates.find(held.id()).orElseThrow();
    assertThat(left.number()).isEmpty();
    assertThat(left.status()).isEqualTo(Status.REVOKED);
    assertThat(left.acts())
        .extracting(Certificates.RecordedAct::act)
        .containsExactly(Act.DEREGISTERED);
    assertThat(left.toString()).doesNotContain("P21");
    for (String table : List.of("showing", "show_code", "certificate_use", "print_code")) {
      assertThat(rows(table)).as(table).isZero();
    }
    assertThat(rows("holding")).as("the other holder's").isOne();
    assertThat(holders.list("P22")).extracting(Held::id).containsExactly(other.id());
    assertThat(certificates.find(other.id()).orElseThrow().number()).isEqualTo("P22");
    assertThat(hub.get(Ledger.class).fsck().clean()).isTrue();

    // who comes back is new
    issued("P21");
    assertThat(holders.list("P21")).hasSize(1);
  }
}
