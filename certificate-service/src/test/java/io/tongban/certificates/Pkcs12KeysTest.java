package io.tongban.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.certificates.KeyStoreSettings.Type;
import io.tongban.certificates.OutsideKeys.Chain;
import io.tongban.hub.test.MutableClock;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in a PKCS#12 file as the JDK and others write it. */
class Pkcs12KeysTest {
  private static final String PASSWORD = "s3cret-1";
  private static final Instant LATER = MutableClock.START.plus(Duration.ofDays(2000));
  @TempDir Path folder;
  private Chain chain;
  private KeyPair pair;

  @BeforeEach
  void certify() throws Exception {
    chain = Chain.of(SignatureSuite.ES256);
    pair = TestCa.pair(SignatureSuite.ES256);
  }

  private KeyStore empty() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private void put(KeyStore store, String alias, KeyPair key, X509Certificate... certificates)
      throws Exception {
    store.setKeyEntry(alias, key.getPrivate(), PASSWORD.toCharArray(), certificates);
  }

  private void put(KeyStore store, String alias) throws Exception {
    KeyPair key = TestCa.pair(SignatureSuite.ES256);
    put(store, alias, key, chain.under(chain.below().leaf(Town.ISSUER, key.getPublic())));
  }

  private Path written(KeyStore store) throws Exception {
    Path file = folder.resolve("keys.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  private static OutsideKeys hub(Path file, String password) {
    return new OutsideKeys(new KeyStoreSettings(Type.PKCS12, file, 0, password, null));
  }

  @Test
  void anAuthoritySignsWithThem() throws Exception {
    KeyStore store = empty();
    put(store, OutsideKeys.LISTS);
    put(store, OutsideKeys.APPROVAL + "1");
    put(store, OutsideKeys.APPROVAL + "2");
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    KeyStoreSettings settings =
        new KeyStoreSettings(Type.PKCS12, written(store), 0, null, password);
    try (OutsideKeys keys = new OutsideKeys(settings)) {
      keys.playWholeLife(chain, "PKCS12");
    }
  }

  @Test
  void aRetiredKeyThatWasTakenOutLeavesItsListsToTheKeyOfMetadata() throws Exception {
    KeyStore store = empty();
    put(store, OutsideKeys.LISTS);
    put(store, OutsideKeys.APPROVAL + "1");
    put(store, OutsideKeys.APPROVAL + "2");
    try (OutsideKeys keys = hub(written(store), PASSWORD)) {
      String credential = keys.issue();
      keys.start();
      X509Certificate own = OutsideKeys.chain(credential).get(0);
      assertThat(keys.listSigner(credential)).isEqualTo(own);
      store.deleteEntry(OutsideKeys.APPROVAL + "1");
      written(store);
      // a key that is not there makes the file be read anew
      keys.startsNothing(OutsideKeys.APPROVAL + "3");
      keys.hub.clock().advance(Duration.ofMinutes(5));
      assertThat(keys.listSigner(credential))
          .isEqualTo(store.getCertificate(OutsideKeys.LISTS))
          .isNotEqualTo(own);
      assertThat(keys.verdict(credential)).isEqualTo(Certificates.Verdict.VALID);
    }
  }

  @Test
  void anSm2KeyComesFromAFileToo() throws Exception {
    Chain sm2 = Chain.of(SignatureSuite.SM2);
    KeyPair key = TestCa.pair(SignatureSuite.SM2);
    KeyStore store =
        KeyStore.getInstance("PKCS12", io.tongban.certificates.signature.Bouncy.provider());
    store.load(null, null);
    put(
        store,
        OutsideKeys.APPROVAL + "1",
        key,
        sm2.under(sm2.below().leaf(Town.ISSUER, key.getPublic())));
    try (OutsideKeys keys = hub(written(store), PASSWORD)) {
      Town.apply(keys.hub, approval("SM2"));
      String credential = keys.issue();
      assertThat(keys.verdict(credential)).isEqualTo(Certificates.Verdict.VALID);
      assertThat(OutsideKeys.chain(credential).get(0).getSigAlgOID())
          .isEqualTo("1.2.156.10197.1.501");
    }
  }

  static String approval(String suite) {
    String all = Town.WORLD;
    int from =
        all.indexOf(
            "---\napiVersion: tongban.io/v1\nkind: CertificateType\nmetadata: {name: approval");
    int to = all.indexOf("---", from + 3);
    return all.substring(from, to).replace("purpose: issue", "purpose: issue\n  suite: " + suite);
  }

  @Test
  void whatTheFileLacksIsSaid() throws Exception {
    KeyStore store = empty();
    put(store, OutsideKeys.LISTS);
    Path file = written(store);
    try (OutsideKeys keys = hub(file, PASSWORD)) {
      keys.issuesNothing(CertificateProblem.KEY_UNFIT, "no private key \"issuer-agency.approval.1");
      // the operator puts it there
      put(store, OutsideKeys.APPROVAL + "1");
      written(store);
      assertThat(keys.verdict(keys.issue())).isEqualTo(Certificates.Verdict.VALID);
    }
  }

  @Test
  void aFileThatDoesNotOpenIssuesNothing() throws Exception {
    KeyStore store = empty();
    put(store, OutsideKeys.APPROVAL + "1");
    Path file = written(store);
    for (String wrong : new String[] {"s3cret-2", "", null}) {
      try (OutsideKeys keys = hub(file, wrong)) {
        keys.issuesNothing(CertificateProblem.KEYS_UNAVAILABLE, "keys.p12: it is not there");
      }
    }
    try (OutsideKeys keys = hub(folder.resolve("nothing.p12"), PASSWORD)) {
      keys.issuesNothing(CertificateProblem.KEYS_UNAVAILABLE, "nothing.p12: it is not there");
    }
    Path damaged = Files.write(folder.resolve("damaged.p12"), new byte[] {0x30, 1, 2, 3});
    try (OutsideKeys keys = hub(damaged, PASSWORD)) {
      keys.issuesNothing(CertificateProblem.KEYS_UNAVAILABLE, "damaged.p12: it is not there");
    }
    KeyStoreSettings unread =
        new KeyStoreSettings(Type.PKCS12, file, 0, null, folder.resolve("no-password"));
    assertThat(unread.toString()).doesNotContain("s3cret");
    try (OutsideKeys keys = new OutsideKeys(unread)) {
      keys.issuesNothing(CertificateProblem.KEYS_UNAVAILABLE, "no-password cannot be read");
    }
  }

  @Test
  void aChainThatDoesNotFitIssuesNothing() throws Exception {
    X509Certificate good = chain.below().leaf(Town.ISSUER, pair.getPublic());
    refused("has no chain", good);
    refused("does not end in a root", good, chain.middle());
    Chain other = Chain.of(SignatureSuite.ES256);
    // of the same names, but they did not sign it
    refused("has no chain", good, other.middle(), other.root());
    KeyPair another = TestCa.pair(SignatureSuite.ES256);
    refused(
        "chain of another key", chain.under(chain.below().leaf(Town.ISSUER, another.getPublic())));
    refused(
        "URI name " + Town.ISSUER,
        chain.under(chain.below().leaf("http://hub.test/issuer/council", pair.getPublic())));
    refused(
        "before what is signed under it",
        chain.under(
            chain
                .below()
                .leaf(
                    Town.ISSUER,
                    pair.getPublic(),
                    MutableClock.START.plus(Duration.ofDays(29)),
                    KeyUsage.digitalSignature)));
    refused(
        "not for signatures",
        chain.under(
            chain.below().leaf(Town.ISSUER, pair.getPublic(), LATER, KeyUsage.keyAgreement)));
    pair = TestCa.pair(SignatureSuite.ES384);
    refused(
        "not on the curve of ES256",
        chain.under(chain.below().leaf(Town.ISSUER, pair.getPublic())));
  }

  private void refused(String words, X509Certificate... certificates) throws Exception {
    KeyStore store =
        KeyStore.getInstance("PKCS12", io.tongban.certificates.signature.Bouncy.provider());
    store.load(null, null);
    put(store, OutsideKeys.APPROVAL + "1", pair, certificates);
    try (OutsideKeys keys = hub(written(store), PASSWORD)) {
      keys.issuesNothing(CertificateProblem.KEY_UNFIT, words);
    }
  }
}
