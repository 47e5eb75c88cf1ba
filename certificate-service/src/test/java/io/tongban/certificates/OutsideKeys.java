package io.tongban.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongban.access.Actor;
import io.tongban.certificates.Certificates.Verdict;
import io.tongban.certificates.bouncycastle.AuthorityKeys;
import io.tongban.certificates.jose.Jws;
import io.tongban.certificates.jose.X5c;
import io.tongban.hub.ProblemException;
import io.tongban.hub.test.TestHub;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A hub whose authorities' keys live in a store outside it, and the authority that certified them.
 */
final class OutsideKeys implements AutoCloseable {
  static final String APPROVAL = "issuer-agency.approval.";
  static final String LISTS = "issuer-agency.1";
  private static final Actor OPERATOR = new Actor("operator-system", "council", "GB");
  private static KeyStoreSettings settings;

  final TestHub hub;
  final Certificates certificates;
  final PlainWallet wallet;

  OutsideKeys(KeyStoreSettings chosen) {
    settings = chosen;
    TestHub.beans(Chosen.class);
    hub = TestHub.onH2();
    Town.build(hub);
    certificates = hub.get(Certificates.class);
    wallet = new PlainWallet(hub.get(CredentialIssuer.class), hub.clock());
  }

  @Override
  public void close() {
    hub.close();
  }

  /** As the composition root makes it. */
  @ApplicationScoped
  static class Chosen {
    @Produces
    @Dependent
    KeyStoreSettings settings() {
      return settings;
    }
  }

  /** A root and an authority below it. */
  record Chain(SignatureSuite suite, TestCa below, X509Certificate middle, X509Certificate root) {
    static Chain of(SignatureSuite suite) throws Exception {
      KeyPair rootPair = TestCa.pair(suite);
      KeyPair middlePair = TestCa.pair(suite);
      TestCa root = new TestCa(suite, "CN=root", rootPair.getPrivate());
      return new Chain(
          suite,
          new TestCa(suite, "CN=middle", middlePair.getPrivate()),
          root.authority("CN=middle", middlePair.getPublic()),
          root.authority("CN=root", rootPair.getPublic()));
    }

    X509Certificate[] under(X509Certificate leaf) {
      return new X509Certificate[] {leaf, middle, root};
    }
  }

  String issue() {
    return wallet.obtain(
        certificates.offer(Town.AGENCY, "approval", Map.of("number", "P1"), false).uri());
  }

  Verdict verdict(String credential) {
    return certificates.verify(null, PlainWallet.disclose(credential), null, null, null).verdict();
  }

  static List<X509Certificate> chain(String jwt) throws Exception {
    return X5c.read(Jws.parse(jwt.split("~")[0]).header());
  }

  SigningKeys.KeyRecord start() {
    return hub.get(SigningKeys.class).start(OPERATOR, "agency", "approval", "yearly change");
  }

  /** Issues, rotates, and looks at everything that is signed. The store holds two keys. */
  void playWholeLife(Chain chain, String store) throws Exception {
    String first = issue();
    assertThat(verdict(first)).isEqualTo(Verdict.VALID);
    assertThat(chain(first)).hasSize(2).endsWith(chain.middle());
    start();
    String second = issue();
    assertThat(chain(second).get(0)).isNotEqualTo(chain(first).get(0));
    assertThat(verdict(second)).isEqualTo(Verdict.VALID);
    assertThat(verdict(first)).isEqualTo(Verdict.VALID);
    assertThat(chain(hub.get(CredentialIssuer.class).signedMetadata("agency")))
        .endsWith(chain.middle());
    assertThat(hub.get(CredentialIssuer.class).issuerKeys("agency").at("/jwks/keys")).hasSize(3);
    assertThat(hub.get(AuthorityKeys.class).anchors()).contains(chain.root());
    assertThat(hub.get(SigningKeys.class).of("agency")).allMatch(key -> key.store().equals(store));
    for (String credential : List.of(first, second)) {
      assertThat(listSigner(credential)).isEqualTo(chain(credential).get(0));
    }
    startsNothing(APPROVAL + "3");
    assertThat(verdict(issue())).isEqualTo(Verdict.VALID);
    assertThat(files()).noneMatch(name -> name.startsWith("issuer-"));
  }

  /** No key is started where the store has none of that alias. */
  void startsNothing(String alias) {
    refused(CertificateProblem.KEY_UNFIT, this::start, alias);
  }

  /** The certificate a credential's status list is signed under. */
  X509Certificate listSigner(String credential) throws Exception {
    String uri =
        Jws.parse(credential.split("~")[0]).payload().at("/status/status_list/uri").asText();
    UUID list = UUID.fromString(uri.substring(uri.lastIndexOf('/') + 1));
    String token = hub.get(StatusLists.class).token(list).jwt();
    X509Certificate leaf = chain(token).get(0);
    assertThat(Jws.parse(token).signedBy(leaf.getPublicKey())).isTrue();
    return leaf;
  }

  private List<String> files() {
    try (Stream<Path> files = Files.list(hub.settings().dataDirectory().resolve("keys"))) {
      return new ArrayList<>(files.map(file -> file.getFileName().toString()).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing is issued, for the reason given, and no secret is told. */
  void issuesNothing(CertificateProblem problem, String words) {
    refused(problem, this::issue, words);
    assertThat(certificates.newest("approval", null, 1)).isEmpty();
  }

  private static void refused(
      CertificateProblem problem,
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call,
      String words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo(problem.code());
              assertThat(e.problem().detail()).contains(words);
              for (Throwable each = e; each != null; each = each.getCause()) {
                assertThat(String.valueOf(each.getMessage())).doesNotContain("s3cret");
              }
            });
  }
}
