package io.tongban.access.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.tongban.access.AccessProblem;
import io.tongban.hub.HubSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.Set;

/**
 * The key of {@code local-operator}: made at the first start as a private JWK in the data
 * directory, for whoever may read that. The hub itself only needs its public part.
 */
@ApplicationScoped
class OperatorKey {
  private static final String FILE = "operator.jwk";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path file;
  private volatile JWK key;

  @Inject
  OperatorKey(HubSettings settings) {
    this.file = settings.dataDirectory().resolve(FILE);
  }

  void start(@Observes Startup event) {
    publicKey();
  }

  /** Its public part. */
  JWK publicKey() {
    JWK held = key;
    return held == null ? load() : held;
  }

  private synchronized JWK load() {
    try {
      if (Files.notExists(file)) {
        write(make());
      }
      // whoever loosened it: the key lets its reader administer the hub
      if (posix(file)) {
        Files.setPosixFilePermissions(file, OWNER_ONLY);
      }
      key = JWK.parse(Files.readString(file)).toPublicJWK();
      return key;
    } catch (IOException | ParseException | JOSEException e) {
      throw AccessProblem.OPERATOR_KEY_UNREADABLE.problem(
          FILE + " in the data directory cannot be read or written as a JWK", e);
    }
  }

  private static ECKey make() throws JOSEException {
    return new ECKeyGenerator(Curve.P_256)
        .keyUse(KeyUse.SIGNATURE)
        .keyIDFromThumbprint(true)
        .generate();
  }

  /** Whole or not at all, and never over a key that is there. */
  private void write(ECKey made) throws IOException {
    Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
    FileAttribute<?>[] attributes =
        posix(directory)
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    Path temporary = Files.createTempFile(directory, "new", null, attributes);
    try {
      Files.writeString(temporary, made.toJSONString() + "\n", StandardOpenOption.SYNC);
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException another) {
      // another node made it first: its key counts
    } catch (UnsupportedOperationException noLinks) {
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static boolean posix(Path path) throws IOException {
    return Files.getFileStore(path).supportsFileAttributeView("posix");
  }
}
