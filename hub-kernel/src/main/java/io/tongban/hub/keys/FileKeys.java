package io.tongban.hub.keys;

import io.tongban.hub.HubKeys;
import io.tongban.hub.HubProblem;
import io.tongban.hub.HubSettings;
import io.tongban.hub.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Keys as files below {@code <data>/keys}, readable by the hub's user only. */
@ApplicationScoped
class FileKeys implements HubKeys {
  private static final int SEED_BYTES = 32;
  private static final String ED25519 = ".ed25519";
  private final Path directory;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, KeyPair> pairs = new ConcurrentHashMap<>();

  @Inject
  FileKeys(HubSettings settings) {
    this.directory = settings.dataDirectory().resolve("keys");
  }

  @Override
  public byte[] derive(String label, int length) {
    var hkdf = new HKDFBytesGenerator(new SHA256Digest());
    hkdf.init(
        new HKDFParameters(
            readOrMake("master", this::seed),
            null,
            label.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    byte[] out = new byte[length];
    hkdf.generateBytes(out, 0, length);
    return out;
  }

  @Override
  public byte[] ed25519Seed(String name) {
    return readOrMake(name + ED25519, this::seed);
  }

  @Override
  public Optional<byte[]> storedEd25519Seed(String name) {
    String file = name + ED25519;
    return Files.exists(directory.resolve(file)) ? Optional.of(read(file)) : Optional.empty();
  }

  @Override
  public void forgetEd25519Seed(String name) {
    String file = name + ED25519;
    try {
      Files.deleteIfExists(directory.resolve(file));
    } catch (IOException e) {
      throw HubProblem.KEY_UNREADABLE.problem("the key file " + file + " cannot be deleted", e);
    }
  }

  @Override
  public KeyPair ec(String name, Curve curve) {
    return pairs.computeIfAbsent(name + suffix(curve), file -> loadPair(name, file, curve));
  }

  private static String suffix(Curve curve) {
    return switch (curve) {
      case P256 -> ".p256";
      case P384 -> ".p384";
      case SM2 -> ".sm2";
    };
  }

  private KeyPair loadPair(String name, String file, Curve curve) {
    byte[] stored = readOrMake(file, () -> newPair(curve));
    int privateLength = ((stored[0] & 0xFF) << 8) | (stored[1] & 0xFF);
    byte[] privateKey = java.util.Arrays.copyOfRange(stored, 2, 2 + privateLength);
    byte[] publicKey = java.util.Arrays.copyOfRange(stored, 2 + privateLength, stored.length);
    try {
      KeyFactory factory =
          curve == Curve.SM2
              ? KeyFactory.getInstance("EC", new BouncyCastleProvider())
              : KeyFactory.getInstance("EC");
      return new KeyPair(
          factory.generatePublic(new X509EncodedKeySpec(publicKey)),
          factory.generatePrivate(new PKCS8EncodedKeySpec(privateKey)));
    } catch (GeneralSecurityException e) {
      throw HubProblem.KEY_UNREADABLE.problem("the key " + name + " is damaged", e);
    }
  }

  /** Length of the PKCS#8 part in two bytes, the PKCS#8 part, the X.509 part. */
  private static byte[] newPair(Curve curve) {
    try {
      KeyPairGenerator generator =
          curve == Curve.SM2
              ? KeyPairGenerator.getInstance("EC", new BouncyCastleProvider())
              : KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve.standardName()));
      KeyPair pair = generator.generateKeyPair();
      byte[] privateKey = pair.getPrivate().getEncoded();
      byte[] publicKey = pair.getPublic().getEncoded();
      return java.nio.ByteBuffer.allocate(2 + privateKey.length + publicKey.length)
          .putShort((short) privateKey.length)
          .put(privateKey)
          .put(publicKey)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("there is no curve " + curve, e);
    }
  }

  private byte[] seed() {
    byte[] seed = new byte[SEED_BYTES];
    random.nextBytes(seed);
    return seed;
  }

  private byte[] readOrMake(String name, Supplier<byte[]> make) {
    Path file = directory.resolve(name);
    try {
      if (Files.notExists(file)) {
        write(file, make.get());
      }
    } catch (IOException e) {
      throw unreadable(name, e);
    }
    return read(name);
  }

  private byte[] read(String name) {
    try {
      return Files.readAllBytes(directory.resolve(name));
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static ProblemException unreadable(String name, IOException e) {
    return HubProblem.KEY_UNREADABLE.problem(
        "the key file " + name + " cannot be read or written", e);
  }

  /** Whole or not at all, and never over a key that is there. */
  private void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(directory);
    boolean posix = Files.getFileStore(directory).supportsFileAttributeView("posix");
    Path temporary =
        posix
            ? Files.createTempFile(
                directory,
                "new",
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
            : Files.createTempFile(directory, "new", null);
    Files.write(temporary, content, StandardOpenOption.SYNC);
    try {
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException another) {
      // another thread or node made it first: theirs counts
    } catch (UnsupportedOperationException noLinks) {
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Files.deleteIfExists(temporary);
  }
}
