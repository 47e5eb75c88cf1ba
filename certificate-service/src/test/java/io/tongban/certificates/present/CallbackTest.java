package io.tongban.certificates.present;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.tongban.access.Actor;
import io.tongban.access.Correction;
import io.tongban.access.Corrections;
import io.tongban.access.Corrections.Ask;
import io.tongban.access.Outbox;
import io.tongban.certificates.Callbacks;
import io.tongban.certificates.CertificateProblem;
import io.tongban.certificates.Certificates;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.CredentialIssuer;
import io.tongban.certificates.CredentialVerifier;
import io.tongban.certificates.OwnTls;
import io.tongban.certificates.PlainWallet;
import io.tongban.certificates.Presentations;
import io.tongban.certificates.Presentations.Progress;
import io.tongban.certificates.Presentations.Started;
import io.tongban.certificates.Presentations.State;
import io.tongban.certificates.Presentations.Wish;
import io.tongban.certificates.Town;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.present.PresentingWallet.Request;
import io.tongban.certificates.present.Receiver.Got;
import io.tongban.hub.Database;
import io.tongban.hub.Definitions;
import io.tongban.hub.ProblemException;
import io.tongban.hub.Sources;
import io.tongban.hub.test.MutableClock;
import io.tongban.hub.test.TestHub;
import io.tongban.ledger.Ledger;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A department's system is told that a presentation has ended, by good and bad receivers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CallbackTest {
  private static final String EVENT = "urn:tongban:event:presentation-ended";
  private static final String REQUESTED = "urn:tongban:event:correction-requested";
  private static final String DECIDED = "urn:tongban:event:correction-decided";
  private static final String DECLARED =
      """
      apiVersion: tongban.io/v1
      kind: Source
      metadata: {name: inbox-%1$d, title: {zh: 收件, en: Inbox}}
      spec: {department: %2$s, http: {url: "%3$s"%4$s}}
      ---
      apiVersion: tongban.io/v1
      kind: Callback
      metadata: {name: events-%1$d, title: {zh: 回调, en: Events}}
      spec: {client: %5$s, source: inbox-%1$d, path: /hub/events, corrections: %6$b}
      """;

  private static final String INSIDE = ", privateNetwork: true";
  private static final JsonNode QUERY =
      PlainWallet.json(
          """
          {"credentials": [{"id": "a", "format": "dc+sd-jwt",
            "meta": {"vct_values": ["urn:test:approval:1"]}, "claims": [{"path": ["name"]}]}]}
          """);

  private final List<AutoCloseable> open = new ArrayList<>();
  private int declared;
  private TestHub hub;
  private Presentations presentations;
  private Callbacks callbacks;
  private PresentingWallet wallet;
  private String approval;

  abstract TestHub start();

  @BeforeAll
  void open() {
    hub = start();
    Town.build(hub);
    presentations = hub.get(Presentations.class);
    callbacks = hub.get(Callbacks.class);
    PlainWallet holder = new PlainWallet(hub.get(CredentialIssuer.class), hub.clock());
    wallet = new PresentingWallet(hub.get(CredentialVerifier.class), holder.key(), hub.clock());
    approval =
        holder.obtain(
            hub.get(Certificates.class)
                .offer(Town.AGENCY, "approval", Map.of("number", "P5"), false)
                .uri());
  }

  @AfterAll
  void close() {
    hub.close();
  }

  @AfterEach
  void forget() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    open.clear();
    hub.clock().set(MutableClock.START);
    hub.get(Database.class)
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute("DELETE FROM certificates.presentation");
              handle.execute("DELETE FROM access.notice");
              handle.execute("DELETE FROM access.correction_party");
              handle.execute("DELETE FROM access.correction");
            });
  }

  private Receiver receiver() {
    Receiver receiver = new Receiver();
    open.add(receiver);
    return receiver;
  }

  /** A Callback of the council, with a Source that no other test has made fail. */
  private String callback(String url, String more) {
    declared++;
    Town.apply(
        hub, DECLARED.formatted(declared, "council", url, more, Town.COUNCIL.client(), false));
    return "events-" + declared;
  }

  private String callback(Receiver receiver) {
    return callback(receiver.base(), INSIDE);
  }

  private Started started(String callback) {
    return started(Town.COUNCIL, callback, "case 17");
  }

  private Started started(Actor actor, String callback, String caseReference) {
    return presentations.start(
        actor, new Wish("counter", caseReference, QUERY, List.of(), null, null, callback));
  }

  private Progress look(UUID id) {
    return presentations.look(Town.COUNCIL, id, null);
  }

  private Outbox.Notice notice(UUID id) {
    return hub.get(Outbox.class).of(id).orElseThrow();
  }

  private void answer(Started started) {
    Request request = wallet.fetch(started.link(), null);
    wallet.answer(request, Map.of("a", wallet.present(request, approval, "name")));
  }

  private void refuse(Started started) {
    Request request = wallet.fetch(started.link(), null);
    hub.get(CredentialVerifier.class)
        .respond(
            started.id(),
            Map.of("error", List.of("access_denied"), "state", List.of(request.state())));
  }

  private UUID ended(String callback) {
    Started started = started(callback);
    refuse(started);
    return started.id();
  }

  private void deliver() {
    callbacks.deliver().join();
  }

  /** Everything a receiver has to check, without a secret it shares with the hub. */
  private JsonNode checked(Got got) throws Exception {
    return checked(got, EVENT);
  }

  private JsonNode checked(Got got, String type) throws Exception {
    assertThat(got.method()).isEqualTo("POST");
    assertThat(got.path()).isEqualTo("/hub/events");
    assertThat(got.type()).isEqualTo("application/secevent+jwt");
    assertThat(got.accept()).startsWith("application/json");
    SignedJWT jwt = SignedJWT.parse(got.body());
    assertThat(jwt.getHeader().getType().getType()).isEqualTo("secevent+jwt");
    assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
    X509Certificate leaf =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(jwt.getHeader().getX509CertChain().get(0).decode()));
    leaf.verify(hub.get(AuthorityKeys.class).anchor().getPublicKey());
    assertThat(leaf.getSubjectAlternativeNames()).contains(List.of(6, "http://hub.test/hub"));
    assertThat(jwt.verify(new ECDSAVerifier((ECPublicKey) leaf.getPublicKey()))).isTrue();
    JsonNode claims = PlainWallet.json(jwt.getPayload().toString());
    assertThat(claims.get("iss").asText()).isEqualTo("http://hub.test");
    assertThat(claims.get("aud").asText()).isEqualTo("council-system");
    assertThat(claims.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("iss", "aud", "jti", "iat", "events");
    assertThat(claims.get("events").fieldNames()).toIterable().containsExactly(type);
    return claims;
  }

  private static String jti(Got got) throws Exception {
    return SignedJWT.parse(got.body()).getJWTClaimsSet().getJWTID();
  }

  @Test
  void anAnswerIsToldOnceAndFetchedByTheClientItself() throws Exception {
    Receiver receiver = receiver();
    Started started = started(callback(receiver));
    deliver();
    assertThat(receiver.waiting()).isZero();
    assertThat(look(started.id()).notice().state()).isEqualTo(Outbox.State.WAITING);
    hub.clock().advance(Duration.ofMinutes(2));
    answer(started);
    long entries = hub.get(Ledger.class).size();
    deliver();
    JsonNode claims = checked(receiver.take());
    assertThat(claims.get("iat").asLong())
        .isEqualTo(MutableClock.START.plus(Duration.ofMinutes(2)).getEpochSecond());
    JsonNode event = claims.get("events").get(EVENT);
    assertThat(event.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("presentation", "state", "case");
    assertThat(event.get("presentation").asText()).isEqualTo(started.id().toString());
    assertThat(event.get("state").asText()).isEqualTo("received");
    assertThat(event.get("case").asText()).isEqualTo("case 17");
    assertThat(hub.get(Ledger.class).size()).as("nothing was shown yet").isEqualTo(entries);
    Progress seen = look(started.id());
    assertThat(seen.credentials().get(0).verdict()).isEqualTo(Verdict.VALID);
    assertThat(seen.notice().state()).isEqualTo(Outbox.State.DELIVERED);
    assertThat(seen.notice().attempts()).isEqualTo(1);
    assertThat(seen.notice().settled()).isEqualTo(hub.clock().instant());
    assertThat(seen.notice().next()).isNull();
    assertThatThrownBy(() -> look(started.id()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problem().extensions().get("callback"))
                    .isEqualTo(
                        Map.of(
                            "name",
                            seen.notice().callback(),
                            "state",
                            "delivered",
                            "attempts",
                            1)));
    hub.clock().advance(Duration.ofHours(1));
    presentations.forget();
    deliver();
    assertThat(receiver.waiting()).as("an end is told once").isZero();
    assertThat(sealedCases()).as("the case is erased with it").isZero();
  }

  private int sealedCases() {
    return hub.get(Database.class)
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT COUNT(content) FROM access.notice")
                    .mapTo(Integer.class)
                    .one());
  }

  @Test
  void aRefusalAndAnExpiryAreToldToo() throws Exception {
    Receiver receiver = receiver();
    String callback = callback(receiver);
    refuse(started(Town.COUNCIL, callback, null));
    deliver();
    JsonNode event = checked(receiver.take()).get("events").get(EVENT);
    assertThat(event.get("state").asText()).isEqualTo("refused");
    assertThat(event.has("case")).isFalse();
    Started unanswered = started(callback);
    Started unread = started(callback);
    answer(unread);
    deliver();
    assertThat(jti(receiver.take())).isNotBlank();
    hub.clock().advance(Duration.ofMinutes(16));
    deliver();
    assertThat(receiver.waiting()).isZero();
    presentations.forget();
    deliver();
    event = checked(receiver.take()).get("events").get(EVENT);
    assertThat(event.get("state").asText()).isEqualTo("expired");
    assertThat(event.get("presentation").asText()).isEqualTo(unanswered.id().toString());
    assertThat(receiver.waiting()).as("what was answered is not told again").isZero();
    assertThat(look(unanswered.id()).state()).isEqualTo(State.EXPIRED);
  }

  @Test
  void whatIsNotTakenIsSentAgainAfterGrowingPauses() throws Exception {
    Receiver receiver = receiver();
    receiver.willAnswer(
        Receiver.status(500),
        Receiver.text(400, "{\"err\":\"invalid_audience\",\"description\":\"no\"}"),
        Receiver.text(400, "{\"err\":\"<script>\"}"),
        Receiver.text(400, "no JSON"),
        Receiver.status(404),
        Receiver.status(200));
    UUID id = ended(callback(receiver));
    List<String> reasons =
        List.of("source-unreachable", "invalid_audience", "status-400", "status-400", "status-404");
    Set<String> ids = new HashSet<>();
    Duration most = Duration.ofSeconds(10);
    for (String reason : reasons) {
      deliver();
      ids.add(jti(receiver.take()));
      Outbox.Notice notice = notice(id);
      assertThat(notice.state()).isEqualTo(Outbox.State.PENDING);
      assertThat(notice.error()).isEqualTo(reason);
      assertThat(Duration.between(hub.clock().instant(), notice.next()))
          .isBetween(most.dividedBy(2), most);
      hub.clock().set(notice.next().minusMillis(1));
      deliver();
      assertThat(receiver.waiting()).as("not before its time").isZero();
      hub.clock().set(notice.next());
      most = most.multipliedBy(2);
    }
    deliver();
    ids.add(jti(receiver.take()));
    assertThat(ids).as("one event, however often it is sent").hasSize(1);
    assertThat(notice(id).state()).isEqualTo(Outbox.State.DELIVERED);
    assertThat(notice(id).error()).isNull();
    assertThat(notice(id).attempts()).isEqualTo(6);
  }

  @Test
  void afterADayItIsGivenUpAndSaysSo() {
    UUID id = ended(callback("http://127.0.0.1:1", INSIDE));
    assertThat(callbacks.counts()).containsEntry(Outbox.State.PENDING, 1L);
    Instant last = null;
    Outbox.Notice notice = notice(id);
    while (notice.state() == Outbox.State.PENDING) {
      last = hub.clock().instant();
      deliver();
      notice = notice(id);
      if (notice.next() != null) {
        assertThat(Duration.between(last, notice.next())).isLessThanOrEqualTo(Duration.ofHours(1));
        hub.clock().set(notice.next());
      }
    }
    assertThat(notice.state()).isEqualTo(Outbox.State.GIVEN_UP);
    assertThat(notice.error()).isEqualTo("source-unreachable");
    assertThat(notice.attempts()).isBetween(25, 60);
    assertThat(last)
        .isBetween(
            MutableClock.START.plus(Duration.ofHours(23)),
            MutableClock.START.plus(Duration.ofDays(1)));
    assertThat(callbacks.counts())
        .containsEntry(Outbox.State.PENDING, 0L)
        .containsEntry(Outbox.State.GIVEN_UP, 1L);
    assertThat(look(id).notice().state()).isEqualTo(Outbox.State.GIVEN_UP);
    assertThat(sealedCases()).isZero();
    hub.clock().advance(Duration.ofDays(2));
    started(notice.callback());
    assertThat(hub.get(Outbox.class).of(id)).as("it goes with its presentation").isEmpty();
  }

  private void toldOfCorrections(String department, String client, String url) {
    declared++;
    Town.apply(hub, DECLARED.formatted(declared, department, url, INSIDE, client, true));
  }

  @Test
  void aRecordThatIsSaidToBeWrongIsToldToWhoReceivedItThoughAnotherIsAway() throws Exception {
    Corrections corrections = hub.get(Corrections.class);
    Receiver receiver = receiver();
    receiver.willAnswer(Receiver.status(503));
    callback(receiver);
    toldOfCorrections("council", Town.COUNCIL.client(), receiver.base());
    toldOfCorrections("agency", Town.AGENCY.client(), "http://127.0.0.1:1");
    UUID use = Town.received(hub, Town.COUNCIL, "P6");
    Correction asked =
        corrections
            .request(
                Town.AGENCY,
                false,
                new Ask("premises", "P6", "name", "Ms Wang says so", "counter", null))
            .correction();
    deliver();
    Got first = receiver.take();
    JsonNode claims = checked(first, REQUESTED);
    assertThat(claims.get("iat").asLong()).isEqualTo(asked.requested().getEpochSecond());
    assertThat(claims.get("events").get(REQUESTED))
        .isEqualTo(
            PlainWallet.json(
                """
                {"correction": "%s", "resource": "premises", "entry": "%s", "use": "%s"}
                """
                    .formatted(asked.id(), asked.requestedEntry(), use)));
    assertThat(callbacks.counts()).containsEntry(Outbox.State.PENDING, 2L);
    hub.clock().advance(Duration.ofMinutes(1));
    deliver();
    assertThat(jti(receiver.take())).as("it is told again").isEqualTo(jti(first));
    assertThat(callbacks.counts())
        .as("the one that is away holds up nobody")
        .containsEntry(Outbox.State.PENDING, 1L)
        .containsEntry(Outbox.State.DELIVERED, 1L);
    Correction seen = corrections.find(Town.COUNCIL, asked.id());
    assertThat(seen.reason()).as("fetched by the client itself").isEqualTo("Ms Wang says so");
    Correction decided =
        corrections.decide(
            Town.AGENCY, asked.id(), Correction.State.REFUSED, "The register is right");
    deliver();
    assertThat(checked(receiver.take(), DECIDED).get("events").get(DECIDED))
        .isEqualTo(
            PlainWallet.json(
                """
                {"correction": "%s", "resource": "premises", "entry": "%s", "state": "refused"}
                """
                    .formatted(asked.id(), decided.decidedEntry())));
    assertThat(receiver.waiting()).as("a Callback that did not ask is not told").isZero();
  }

  private Notices secondNode() {
    return new Notices(
        hub.get(Outbox.class),
        hub.get(SecurityEvents.class),
        hub.get(Definitions.class),
        hub.get(Sources.class),
        hub.clock());
  }

  private static Receiver.Answering after(CountDownLatch latch, Receiver.Answering then) {
    return exchange -> {
      try {
        latch.await(60, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      then.answer(exchange);
    };
  }

  @Test
  void ofTwoNodesOneSendsUntilItIsLost() throws Exception {
    Receiver receiver = receiver();
    CountDownLatch latch = new CountDownLatch(1);
    receiver.willAnswer(after(latch, Receiver.status(202)));
    UUID id = ended(callback(receiver));
    Notices other = secondNode();
    open.add(other::close);
    CompletableFuture<Void> first = callbacks.deliver();
    String jti = jti(receiver.take());
    other.deliver().join();
    callbacks.deliver().join();
    assertThat(receiver.waiting()).as("it is under lease").isZero();
    hub.clock().advance(Duration.ofMinutes(3));
    other.deliver().join();
    assertThat(jti(receiver.take())).as("the other is thought lost").isEqualTo(jti);
    assertThat(notice(id).state()).isEqualTo(Outbox.State.DELIVERED);
    latch.countDown();
    first.join();
    assertThat(notice(id).state()).isEqualTo(Outbox.State.DELIVERED);
    assertThat(notice(id).attempts()).isEqualTo(2);
  }

  @Test
  void twoNodesShareManyAndSendEachOnce() throws Exception {
    Receiver receiver = receiver();
    String callback = callback(receiver);
    for (int i = 0; i < 20; i++) {
      ended(callback);
    }
    Notices other = secondNode();
    open.add(other::close);
    CompletableFuture.allOf(callbacks.deliver(), other.deliver()).join();
    assertThat(receiver.waiting()).isEqualTo(20);
    Set<String> ids = new HashSet<>();
    while (receiver.waiting() > 0) {
      ids.add(jti(receiver.take()));
    }
    assertThat(ids).hasSize(20);
    assertThat(callbacks.counts()).containsEntry(Outbox.State.DELIVERED, 20L);
  }

  @Test
  void whoHangsDelaysNobodyElse() {
    Receiver hanging = receiver();
    CountDownLatch latch = new CountDownLatch(1);
    hanging.willAnswer(after(latch, Receiver.status(202)));
    UUID late = ended(callback(hanging.base(), INSIDE + ", timeoutSeconds: 2"));
    Receiver good = receiver();
    UUID told = ended(callback(good));
    CompletableFuture<Void> all = callbacks.deliver();
    hanging.take();
    good.take();
    all.join();
    assertThat(notice(told).state()).isEqualTo(Outbox.State.DELIVERED);
    assertThat(notice(late).state()).isEqualTo(Outbox.State.PENDING);
    assertThat(notice(late).error()).isEqualTo("source-unreachable");
    latch.countDown();
  }

  @Test
  void aRedirectIsNotFollowedAndALongAnswerNotRead() {
    Receiver elsewhere = receiver();
    Receiver moved = receiver();
    moved.willAnswer(Receiver.redirect(elsewhere.base() + "/hub/events"));
    UUID redirected = ended(callback(moved));
    Receiver longWinded = receiver();
    longWinded.willAnswer(Receiver.endless(202));
    UUID taken = ended(callback(longWinded));
    Receiver verbose = receiver();
    verbose.willAnswer(Receiver.endless(400));
    UUID refused = ended(callback(verbose));
    deliver();
    assertThat(elsewhere.waiting()).isZero();
    assertThat(notice(redirected).error()).isEqualTo("status-307");
    assertThat(notice(taken).state()).isEqualTo(Outbox.State.DELIVERED);
    assertThat(notice(refused).error()).isEqualTo("status-400");
  }

  @Test
  void aPrivateAddressAndAnUnknownCertificateAreRefused() throws Exception {
    Receiver inside = receiver();
    UUID refused = ended(callback(inside.base(), ""));
    HttpsServer tls = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    tls.setHttpsConfigurator(new HttpsConfigurator(OwnTls.context()));
    Receiver unknown = new Receiver(tls);
    open.add(unknown);
    UUID untrusted = ended(callback("https://127.0.0.1:" + unknown.port(), INSIDE));
    deliver();
    assertThat(inside.waiting()).isZero();
    assertThat(notice(refused).error()).isEqualTo("outbound-refused");
    assertThat(notice(refused).state()).isEqualTo(Outbox.State.PENDING);
    assertThat(unknown.waiting()).isZero();
    assertThat(notice(untrusted).error()).isEqualTo("source-unreachable");
  }

  @Test
  void onlyTheClientsOwnCallbackCanBeNamed() {
    Receiver receiver = receiver();
    String own = callback(receiver);
    declared++;
    Town.apply(
        hub,
        DECLARED.formatted(declared, "agency", receiver.base(), INSIDE, "agency-system", false));
    String agencys = "events-" + declared;
    long entries = hub.get(Ledger.class).size();
    for (String name : List.of(agencys, "nowhere", "", own.toUpperCase(java.util.Locale.ROOT))) {
      assertThatThrownBy(() -> started(name))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> {
                assertThat(e.problem().code())
                    .isEqualTo(CertificateProblem.CALLBACK_UNKNOWN.code());
                assertThat(e.problem().detail()).contains("council-system").doesNotContain(agencys);
              });
    }
    assertThat(hub.get(Ledger.class).size()).as("nobody was asked").isEqualTo(entries);
    assertThatThrownBy(() -> started(Town.STRANGER, own, null))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("callback-unknown");
    assertThat(started(Town.AGENCY, agencys, null)).isNotNull();
  }

  @Test
  void aCallbackThatBecameAnothersIsNotToldAndAMendedOneIs() throws Exception {
    Receiver receiver = receiver();
    UUID id = ended(callback(receiver));
    String another = DECLARED.formatted(declared, "council", receiver.base(), INSIDE, "%s", false);
    Town.apply(hub, another.formatted(Town.STRANGER.client()));
    deliver();
    assertThat(receiver.waiting()).isZero();
    assertThat(notice(id).error()).isEqualTo("callback-unknown");
    Town.apply(hub, another.formatted(Town.COUNCIL.client()));
    hub.clock().set(notice(id).next());
    deliver();
    assertThat(checked(receiver.take()).get("events").get(EVENT).get("presentation").asText())
        .isEqualTo(id.toString());
  }
}
