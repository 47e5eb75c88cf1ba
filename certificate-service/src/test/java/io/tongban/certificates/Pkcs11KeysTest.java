package io.tongban.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongban.certificates.KeyStoreSettings.Type;
import io.tongban.certificates.OutsideKeys.Chain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.spec.ECGenParameterSpec;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Keys in a token, SoftHSM's, which do not leave it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Pkcs11KeysTest {
  private static final String PIN = "s3cret-4321";
  private Path library;
  private Path tokens;
  private Chain chain;

  @BeforeAll
  void fill() throws Exception {
    Optional<Path> found =
        Stream.of(
                "/usr/lib/softhsm/libsofthsm2.so",
                "/usr/lib64/pkcs11/libsofthsm2.so",
                "/usr/local/lib/softhsm/libsofthsm2.so",
                "/opt/homebrew/lib/softhsm/libsofthsm2.so")
            .map(Path::of)
            .filter(Files::exists)
            .findFirst();
    String configuration = System.getenv("SOFTHSM2_CONF");
    Assumptions.assumeTrue(found.isPresent(), "no SoftHSM on this machine");
    Assumptions.assumeTrue(configuration != null, "SOFTHSM2_CONF does not name a file");
    library = found.get();
    tokens = Path.of(configuration).resolveSibling("softhsm-tokens");
    if (Files.exists(tokens)) {
      try (Stream<Path> old = Files.walk(tokens)) {
        old.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
    Files.createDirectories(tokens);
    Files.writeString(
        Path.of(configuration),
        "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
    token("first");
    token("second");
    chain = Chain.of(SignatureSuite.ES256);
    KeyStore store = store(0);
    put(store, OutsideKeys.LISTS, "secp256r1");
    put(store, OutsideKeys.APPROVAL + "1", "secp256r1");
    put(store, OutsideKeys.APPROVAL + "2", "secp256r1");
  }

  private static void token(String label) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                label,
                "--so-pin",
                "12345678",
                "--pin",
                PIN)
            .inheritIO()
            .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private KeyStore store(int slot) throws Exception {
    Provider provider =
        Security.getProvider("SunPKCS11")
            .configure("--name=filler" + slot + "\nlibrary=" + library + "\nslotListIndex=" + slot);
    KeyStore store = KeyStore.getInstance("PKCS11", provider);
    store.load(null, PIN.toCharArray());
    return store;
  }

  private void put(KeyStore store, String alias, String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", store.getProvider());
    generator.initialize(new ECGenParameterSpec(curve));
    KeyPair pair = generator.generateKeyPair();
    assertThat(pair.getPrivate().getEncoded()).as("the token keeps it").isNull();
    store.setKeyEntry(
        alias,
        pair.getPrivate(),
        null,
        chain.under(chain.below().leaf(Town.ISSUER, pair.getPublic())));
  }

  private OutsideKeys hub(Path path, int slot, String pin) {
    return new OutsideKeys(new KeyStoreSettings(Type.PKCS11, path, slot, pin, null));
  }

  @Test
  void anAuthoritySignsWithThem() throws Exception {
    try (OutsideKeys keys = hub(library, 0, PIN)) {
      keys.playWholeLife(chain, "PKCS11");
    }
  }

  @Test
  void aTokenThatDoesNotOpenIssuesNothing() {
    try (OutsideKeys keys = hub(library, 1, "s3cret-9999")) {
      keys.issuesNothing(CertificateProblem.KEYS_UNAVAILABLE, "its PIN is another");
    }
    try (OutsideKeys keys = hub(library, 7, PIN)) {
      keys.issuesNothing(CertificateProblem.KEYS_UNAVAILABLE, "slot 7 has no token");
    }
    try (OutsideKeys keys = hub(Path.of("/nowhere/lib.so"), 0, PIN)) {
      keys.issuesNothing(CertificateProblem.KEYS_UNAVAILABLE, "there is no such library");
    }
  }

  @Test
  void aTokenHasNoSm2Keys() {
    try (OutsideKeys keys = hub(library, 0, PIN)) {
      Town.apply(keys.hub, Pkcs12KeysTest.approval("SM2"));
      keys.issuesNothing(CertificateProblem.KEY_UNFIT, "not on the curve of SM2");
    }
  }
}
