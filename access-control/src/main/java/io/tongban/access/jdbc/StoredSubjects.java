package io.tongban.access.jdbc;

import io.tongban.access.AccessProblem;
import io.tongban.access.Subjects;
import io.tongban.hub.Database;
import io.tongban.hub.HubKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Salts in the database, encrypted (AES-256-GCM) under a key derived from the hub's master key, so
 * that neither a copy of the database nor one of the data directory alone can try out identifiers.
 */
@ApplicationScoped
class StoredSubjects implements Subjects {
  private static final int SALT_BYTES = 32;
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final String DUPLICATE = "23505";

  private final Database database;
  private final Clock clock;
  private final SubjectNames names;
  private final SecretKeySpec saltKey;
  private final SecureRandom random = new SecureRandom();

  @Inject
  StoredSubjects(Database database, HubKeys keys, SubjectNames names, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.names = names;
    this.saltKey = new SecretKeySpec(keys.derive("access/subject-salts", 32), "AES");
    database.migrate("access");
  }

  @Override
  public String commitment(String subject) {
    String name = names.of(subject);
    byte[] salt = find(name).orElseGet(() -> make(name));
    return SubjectNames.hmac(new SecretKeySpec(salt, "HmacSHA256"), subject);
  }

  @Override
  public boolean known(String subject) {
    return find(names.of(subject)).isPresent();
  }

  @Override
  public void forget(String subject) {
    String name = names.of(subject);
    database
        .jdbi()
        .useTransaction(
            handle -> {
              // who is forgotten allows nothing any more
              handle.execute("DELETE FROM access.consent WHERE subject = ?", name);
              handle.execute("DELETE FROM access.subject_salt WHERE subject = ?", name);
            });
  }

  private Optional<byte[]> find(String name) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT salt FROM access.subject_salt WHERE subject = ?")
                    .bind(0, name)
                    .mapTo(byte[].class)
                    .findOne())
        .map(encrypted -> open(name, encrypted));
  }

  private byte[] make(String name) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    try {
      database
          .jdbi()
          .useHandle(
              handle ->
                  handle.execute(
                      "INSERT INTO access.subject_salt (subject, salt, made) VALUES (?, ?, ?)",
                      name,
                      seal(name, salt),
                      clock.instant()));
      return salt;
    } catch (UnableToExecuteStatementException e) {
      if (e.getCause() instanceof SQLException sql && DUPLICATE.equals(sql.getSQLState())) {
        // another made it in between: that one counts
        return find(name).orElseThrow(() -> e);
      }
      throw e;
    }
  }

  private byte[] seal(String name, byte[] salt) {
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    try {
      byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, iv, name).doFinal(salt);
      byte[] stored = Arrays.copyOf(iv, IV_BYTES + encrypted.length);
      System.arraycopy(encrypted, 0, stored, IV_BYTES, encrypted.length);
      return stored;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  private byte[] open(String name, byte[] stored) {
    try {
      return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(stored, IV_BYTES), name)
          .doFinal(stored, IV_BYTES, stored.length - IV_BYTES);
    } catch (GeneralSecurityException e) {
      throw AccessProblem.SUBJECT_SALT_UNREADABLE.problem(
          "a salt in access.subject_salt does not open with this hub's master key", e);
    }
  }

  /** A salt is encrypted to its row: one that was moved to another person's row does not open. */
  private Cipher cipher(int mode, byte[] iv, String name) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, saltKey, new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(name.getBytes(StandardCharsets.US_ASCII));
    return cipher;
  }
}
