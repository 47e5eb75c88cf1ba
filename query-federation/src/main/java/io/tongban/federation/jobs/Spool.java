package io.tongban.federation.jobs;

import io.tongban.federation.FederationProblem;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.HubKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Jobs as files, one folder each: {@code job} and the pages {@code 0}, {@code 1} … Every file is a
 * 12-byte nonce and AES-256-GCM under a key of that job, derived from the hub's master key; the
 * file's name is authenticated with it, so that pages cannot be exchanged.
 */
final class Spool {
  private static final String RECORD = "job";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final Path directory;
  private final HubKeys keys;
  private final SecureRandom random = new SecureRandom();

  Spool(Path directory, HubKeys keys) {
    this.directory = directory;
    this.keys = keys;
  }

  void save(JobRecord job) {
    write(job.id(), RECORD, CanonicalJson.bytes(job));
  }

  /** Every job that can be read; what cannot is deleted. */
  List<JobRecord> jobs() {
    List<JobRecord> found = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return found;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory)) {
      for (Path folder : folders) {
        job(folder).ifPresentOrElse(found::add, () -> delete(folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private Optional<JobRecord> job(Path folder) {
    try {
      UUID id = UUID.fromString(folder.getFileName().toString());
      return Optional.of(CanonicalJson.mapper().readValue(opened(id, RECORD), JobRecord.class));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  /** Writes a page and tells its size on disk. */
  long writePage(UUID job, int number, byte[] page) {
    return write(job, Integer.toString(number), page);
  }

  byte[] page(UUID job, int number) {
    try {
      return opened(job, Integer.toString(number));
    } catch (IOException | GeneralSecurityException e) {
      throw FederationProblem.QUERY_JOB_LOST.problem("the page cannot be read any more", e);
    }
  }

  private byte[] opened(UUID job, String name) throws IOException, GeneralSecurityException {
    byte[] file = Files.readAllBytes(directory.resolve(job.toString()).resolve(name));
    if (file.length < NONCE_BYTES) {
      throw new GeneralSecurityException("too short");
    }
    Cipher cipher = cipher(Cipher.DECRYPT_MODE, job, name, file);
    return cipher.doFinal(file, NONCE_BYTES, file.length - NONCE_BYTES);
  }

  private long write(UUID job, String name, byte[] content) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, job, name, nonce).doFinal(content);
      byte[] file = ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
      Path folder = directory.resolve(job.toString());
      Files.createDirectories(folder);
      Path fresh = folder.resolve(name + ".new");
      Files.write(fresh, file);
      Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      return file.length;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  private Cipher cipher(int mode, UUID job, String name, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode,
        new SecretKeySpec(keys.derive("query-job/" + job, KEY_BYTES), "AES"),
        new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
    cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  /** Deletes the pages and keeps the record. */
  void deletePages(UUID job) {
    deleteFiles(directory.resolve(job.toString()), RECORD);
  }

  void delete(UUID job) {
    delete(directory.resolve(job.toString()));
  }

  private static void delete(Path folder) {
    try {
      if (Files.isDirectory(folder)) {
        deleteFiles(folder, "");
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteFiles(Path folder, String except) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (!file.getFileName().toString().equals(except)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException nothingThere) {
      // as wanted
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
