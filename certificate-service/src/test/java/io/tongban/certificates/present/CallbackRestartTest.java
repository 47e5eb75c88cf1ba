package io.tongban.certificates.present;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.tongban.access.Corrections;
import io.tongban.access.Corrections.Ask;
import io.tongban.access.Outbox;
import io.tongban.certificates.Callbacks;
import io.tongban.certificates.PlainWallet;
import io.tongban.certificates.Presentations;
import io.tongban.certificates.Presentations.Wish;
import io.tongban.certificates.Town;
import io.tongban.hub.test.TestHub;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that stops forgets nothing it has to tell, not even what expires while it is down. */
class CallbackRestartTest {
  private static final String DECLARED =
      """
      apiVersion: tongban.io/v1
      kind: Source
      metadata: {name: inbox, title: {zh: 收件, en: Inbox}}
      spec: {department: council, http: {url: "%s", privateNetwork: true}}
      ---
      apiVersion: tongban.io/v1
      kind: Callback
      metadata: {name: events, title: {zh: 回调, en: Events}}
      spec: {client: council-system, source: inbox, corrections: true}
      """;

  private static final Wish WISH =
      new Wish(
          "counter",
          "case 18",
          PlainWallet.json(
              """
              {"credentials": [{"id": "a", "format": "dc+sd-jwt",
                "meta": {"vct_values": ["urn:test:approval:1"]}, "claims": [{"path": ["name"]}]}]}
              """),
          List.of(),
          null,
          null,
          "events");

  @TempDir Path folder;

  @Test
  void onAnH2File() throws Exception {
    stopsAndGoesOn("jdbc:h2:file:" + folder.resolve("hub"));
  }

  @Test
  void onPostgres() throws Exception {
    stopsAndGoesOn(TestHub.postgresUrl());
  }

  private void stopsAndGoesOn(String url) throws Exception {
    try (Receiver receiver = new Receiver()) {
      receiver.willAnswer(Receiver.status(503));
      UUID tried;
      UUID wrong;
      UUID open;
      Instant next;
      try (TestHub hub = TestHub.start(url, folder)) {
        Town.apply(hub, Town.WORLD);
        Town.apply(hub, DECLARED.formatted(receiver.base()));
        tried = started(hub);
        hub.clock().advance(Duration.ofMinutes(10));
        open = started(hub);
        hub.clock().advance(Duration.ofMinutes(6));
        hub.get(Presentations.class).forget();
        hub.get(Callbacks.class).deliver().join();
        next = notice(hub, tried).next();
        Town.received(hub, Town.COUNCIL, "P6");
        wrong =
            hub.get(Corrections.class)
                .request(
                    Town.COUNCIL,
                    false,
                    new Ask("premises", "P6", null, "it is no tearoom", "counter", null))
                .correction()
                .id();
      }
      String id = jti(receiver);
      try (TestHub hub = TestHub.start(url, folder)) {
        hub.clock().set(next.plus(Duration.ofMinutes(20)));
        hub.get(Presentations.class).forget();
        hub.get(Callbacks.class).deliver().join();
        List<String> told = List.of(jti(receiver), jti(receiver), jti(receiver));
        assertThat(told).doesNotHaveDuplicates().contains(id);
        assertThat(receiver.waiting()).isZero();
        for (UUID each : List.of(tried, open, wrong)) {
          assertThat(notice(hub, each).state()).isEqualTo(Outbox.State.DELIVERED);
        }
        assertThat(notice(hub, tried).attempts()).isEqualTo(2);
      }
    }
  }

  private static UUID started(TestHub hub) {
    return hub.get(Presentations.class).start(Town.COUNCIL, WISH).id();
  }

  private static Outbox.Notice notice(TestHub hub, UUID id) {
    return hub.get(Outbox.class).of(id).orElseThrow();
  }

  private static String jti(Receiver receiver) throws Exception {
    return SignedJWT.parse(receiver.take().body()).getJWTClaimsSet().getJWTID();
  }
}
