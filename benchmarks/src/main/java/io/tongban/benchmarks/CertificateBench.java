package io.tongban.benchmarks;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import io.tongban.access.Actor;
import io.tongban.certificates.Certificates;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.CredentialIssuer;
import io.tongban.certificates.CredentialIssuer.TokenUse;
import io.tongban.certificates.statuslist.StatusList;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.test.TestHub;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/**
 * {@code tongban bench certificates}: whole issuance and verification as a share of what the bare
 * signatures in them cost, turn by turn in one run; status lists; verification over HTTP.
 */
final class CertificateBench {
  private static final Actor AGENCY = new Actor(CertificateWorld.ISSUING, "bench-owner", "GB");
  private static final int CORES = 2;

  /** Wallets that ask at once: a durable commit is shared by those who wait for it. */
  private static final int WALLETS = 256;

  /**
   * Certificates, with their offers and tokens, that go before the first that is measured: until
   * then the compiler takes as much of both cores as the issues do.
   */
  private static final int WARM_UP = 32_000;

  private static final int ENTRIES = 1_000_000;
  private static final String NONCE = "n-bench";
  private static final String AUDIENCE = "https://counter.bench";

  private CertificateBench() {}

  static void run(Report report, Path home, boolean quick) throws Exception {
    LookupWorld world = LookupBench.onH2();
    TestHub.direct();
    try (TestHub hub = TestHub.onH2(Files.createTempDirectory("tongban-bench"))) {
      hub.apply(world.definitions(Lookups.JWK) + CertificateWorld.definitions(Lookups.JWK));
      issue(report, hub, quick);
      verify(report, hub, quick);
    }
    statusList(report);
    CertificateHttpBench.run(report, home, quick);
  }

  // ---- issue ----

  /** One credential request that is ready to be sent. */
  private record Ready(String token, ObjectNode request) {}

  private static void issue(Report report, TestHub hub, boolean quick) throws Exception {
    int rounds = quick ? 6 : 15;
    int count = quick ? 1_000 : 2_000;
    for (int i = 0; i < WARM_UP; i += count) {
      issued(hub, ready(hub, count));
    }
    bare(count * 4, CertificateBench::verifyAndSign);
    double[] shares = new double[rounds];
    Rate[] ours = new Rate[rounds];
    Rate[] bare = new Rate[rounds];
    for (int i = 0; i < rounds; i++) {
      ours[i] = issued(hub, ready(hub, count));
      bare[i] = bare(count * 4, CertificateBench::verifyAndSign);
      shares[i] = ours[i].perSecond() / bare[i].perSecond();
    }
    report.floor("issue_share", Turns.median(shares), "share", 0.3);
    report.figure("issue_per_s", Rate.median(ours, Rate::perSecond), "1/s");
    report.figure("issue_cpu_us", Rate.median(ours, Rate::cpuMicros), "us");
    report.figure("issue_bare_cpu_us", Rate.median(bare, Rate::cpuMicros), "us");
  }

  /**
   * How fast it went.
   *
   * @param cpuMicros CPU time of the whole process for one, the collector and the compiler included
   */
  private record Rate(double perSecond, double cpuMicros) {
    private static final OperatingSystemMXBean SYSTEM =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    static Rate of(int count, Callable<?> work) throws Exception {
      long cpu = SYSTEM.getProcessCpuTime();
      long start = System.nanoTime();
      work.call();
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Rate(count / seconds, (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / count);
    }

    static double median(Rate[] rates, ToDoubleFunction<Rate> of) {
      return Turns.median(Arrays.stream(rates).mapToDouble(of).toArray());
    }
  }

  /** Offers, tokens, nonces and proofs: what comes before and what is the wallets' work. */
  private static List<Ready> ready(TestHub hub, int count) throws Exception {
    Certificates certificates = hub.get(Certificates.class);
    CredentialIssuer door = hub.get(CredentialIssuer.class);
    Random random = new Random();
    BenchWallet wallet = BenchWallet.create();
    String issuer = door.metadata(CertificateWorld.AUTHORITY).path("credential_issuer").textValue();
    List<Callable<Ready>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = LookupWorld.key(random.nextInt(LookupWorld.ROWS));
      tasks.add(
          () -> {
            var offer = certificates.offer(AGENCY, CertificateWorld.TYPE, Map.of("id", id), false);
            String token = token(door, BenchWallet.code(offer.uri()));
            String nonce = door.nonce(CertificateWorld.AUTHORITY).path("c_nonce").textValue();
            String proof = wallet.proof(issuer, nonce, hub.clock().instant());
            return new Ready(token, request(proof));
          });
    }
    return all(WALLETS, tasks);
  }

  private static String token(CredentialIssuer door, String code) {
    Map<String, List<String>> form =
        Map.of(
            "grant_type", List.of("urn:ietf:params:oauth:grant-type:pre-authorized_code"),
            "pre-authorized_code", List.of(code));
    return door.token(CertificateWorld.AUTHORITY, form, List.of()).path("access_token").textValue();
  }

  static ObjectNode request(String proof) {
    ObjectNode request = CanonicalJson.mapper().createObjectNode();
    request.put("credential_configuration_id", CertificateWorld.TYPE);
    request.putObject("proofs").putArray("jwt").add(proof);
    return request;
  }

  /** Issues what was asked for. */
  private static Rate issued(TestHub hub, List<Ready> requests) throws Exception {
    CredentialIssuer door = hub.get(CredentialIssuer.class);
    List<Callable<String>> tasks = new ArrayList<>();
    for (Ready ready : requests) {
      tasks.add(() -> credential(door, ready));
    }
    return Rate.of(requests.size(), () -> all(WALLETS, tasks));
  }

  private static String credential(CredentialIssuer door, Ready ready) {
    return door.credential(
            CertificateWorld.AUTHORITY,
            new TokenUse("Bearer " + ready.token(), List.of()),
            ready.request())
        .at("/credentials/0/credential")
        .textValue();
  }

  // ---- verify ----

  private static void verify(Report report, TestHub hub, boolean quick) throws Exception {
    int rounds = quick ? 6 : 15;
    int count = quick ? 4_000 : 10_000;
    List<String> presentations = presentations(hub, 200);
    for (int i = 0; i < 4; i++) {
      verified(hub, presentations, count);
      bare(count, CertificateBench::verifyTwice);
    }
    double[] shares = new double[rounds];
    Rate[] ours = new Rate[rounds];
    for (int i = 0; i < rounds; i++) {
      ours[i] = verified(hub, presentations, count);
      shares[i] = ours[i].perSecond() / bare(count, CertificateBench::verifyTwice).perSecond();
    }
    report.floor("verify_share", Turns.median(shares), "share", 0.5);
    report.figure("verify_per_s", Rate.median(ours, Rate::perSecond), "1/s");
    report.figure("verify_cpu_us", Rate.median(ours, Rate::cpuMicros), "us");
  }

  private static List<String> presentations(TestHub hub, int count) throws Exception {
    CredentialIssuer door = hub.get(CredentialIssuer.class);
    Certificates certificates = hub.get(Certificates.class);
    String issuer = door.metadata(CertificateWorld.AUTHORITY).path("credential_issuer").textValue();
    List<String> presentations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      BenchWallet wallet = BenchWallet.create();
      var offer =
          certificates.offer(
              AGENCY, CertificateWorld.TYPE, Map.of("id", LookupWorld.key(i)), false);
      String token = token(door, BenchWallet.code(offer.uri()));
      String nonce = door.nonce(CertificateWorld.AUTHORITY).path("c_nonce").textValue();
      String proof = wallet.proof(issuer, nonce, hub.clock().instant());
      String credential = credential(door, new Ready(token, request(proof)));
      presentations.add(wallet.present(credential, NONCE, AUDIENCE, hub.clock().instant()));
    }
    return presentations;
  }

  /** Verifies presentations: issuer, holder, chain and status; as on the public page. */
  private static Rate verified(TestHub hub, List<String> presentations, int count)
      throws Exception {
    Certificates certificates = hub.get(Certificates.class);
    AtomicInteger next = new AtomicInteger();
    return perSecond(
        count,
        () -> {
          int n = next.getAndIncrement() % presentations.size();
          var told = certificates.verify(null, presentations.get(n), NONCE, AUDIENCE, null);
          if (told.verdict() != Verdict.VALID) {
            throw new IllegalStateException(told.verdict().name());
          }
        });
  }

  // ---- the bare provider ----

  /** What a thread signs and verifies with. */
  private record Bare(PrivateKey secret, PublicKey key, byte[] text, byte[] signature) {
    static Bare create() {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider());
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        byte[] text = new byte[700];
        return new Bare(pair.getPrivate(), pair.getPublic(), text, signed(pair, text));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    private static byte[] signed(KeyPair pair, byte[] text) throws GeneralSecurityException {
      Signature signing = Signature.getInstance("SHA256withECDSA", provider());
      signing.initSign(pair.getPrivate());
      signing.update(text);
      return signing.sign();
    }

    void verify() throws GeneralSecurityException {
      Signature verifying = Signature.getInstance("SHA256withECDSA", provider());
      verifying.initVerify(key);
      verifying.update(text);
      if (!verifying.verify(signature)) {
        throw new IllegalStateException("the bare signature does not hold");
      }
    }

    void sign() throws GeneralSecurityException {
      signed(new KeyPair(key, secret), text);
    }
  }

  private static AmazonCorrettoCryptoProvider provider() {
    return AmazonCorrettoCryptoProvider.INSTANCE;
  }

  /** One piece of bare work. */
  private interface Work {
    void once(Bare bare) throws GeneralSecurityException;
  }

  private static void verifyAndSign(Bare bare) throws GeneralSecurityException {
    bare.verify();
    bare.sign();
  }

  private static void verifyTwice(Bare bare) throws GeneralSecurityException {
    bare.verify();
    bare.verify();
  }

  /** Does it on both cores. */
  private static Rate bare(int count, Work work) throws Exception {
    ThreadLocal<Bare> own = ThreadLocal.withInitial(Bare::create);
    return perSecond(
        count,
        () -> {
          work.once(own.get());
        });
  }

  // ---- running ----

  /** One call. */
  private interface Call {
    void once() throws Exception;
  }

  /** By as many callers as there are cores. */
  private static Rate perSecond(int count, Call call) throws Exception {
    AtomicInteger left = new AtomicInteger(count);
    List<Callable<Void>> callers = new ArrayList<>();
    for (int i = 0; i < CORES; i++) {
      callers.add(
          () -> {
            while (left.getAndDecrement() > 0) {
              call.once();
            }
            return null;
          });
    }
    return Rate.of(count, () -> all(CORES, callers));
  }

  private static <T> List<T> all(int threads, List<Callable<T>> tasks) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : pool.invokeAll(tasks)) {
        results.add(result.get());
      }
      return results;
    } finally {
      pool.shutdown();
    }
  }

  // ---- status lists ----

  /** A list of 1,000,000 entries, one in a hundred revoked, from its changes to its {@code lst}. */
  private static void statusList(Report report) {
    Random random = new Random(3);
    int[] revoked = random.ints(ENTRIES / 100, 0, ENTRIES).toArray();
    double[] millis = new double[25];
    int length = 0;
    for (int i = 0; i < millis.length; i++) {
      long start = System.nanoTime();
      StatusList list = StatusList.of(1, ENTRIES);
      for (int index : revoked) {
        list.set(index, StatusList.INVALID);
      }
      length = list.encode().length();
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    report.ceiling("statuslist_build_ms", Turns.median(millis), "ms", 100);
    report.figure("statuslist_kb", length / 1e3, "kB");
  }
}
