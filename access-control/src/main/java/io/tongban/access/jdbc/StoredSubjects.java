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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
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

  /** What is no identifier: the key of a salt that seals the identifier. */
  private static final String IDENTIFIER_KEY = "\0access/identifier";

  /** So many salts are read or made by one statement. */
  private static final int PAGE = 500;

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
    return commitments(List.of(subject)).get(subject);
  }

  @Override
  public Map<String, String> commitments(Collection<String> subjects) {
    Map<String, String> found = new HashMap<>();
    // in one order everywhere, so that two who make the same salts do not wait for each other
    TreeMap<String, String> wanted = new TreeMap<>();
    subjects.forEach(subject -> wanted.put(names.of(subject), subject));
    List<String> order = List.copyOf(wanted.keySet());
    for (int from = 0; from < order.size(); from += PAGE) {
      page(wanted, order.subList(from, Math.min(order.size(), from + PAGE)), found);
    }
    return found;
  }

  private void page(Map<String, String> subjects, List<String> page, Map<String, String> found) {
    Map<String, Salt> salts = salts(page);
    List<String> missing = page.stream().filter(name -> !salts.containsKey(name)).toList();
    if (!missing.isEmpty() && !make(missing, subjects)) {
      // another made some in between: those count
      page(subjects, page, found);
      return;
    }
    if (!missing.isEmpty()) {
      salts.putAll(salts(missing));
    }
    for (String name : page) {
      String subject = subjects.get(name);
      Salt salt = salts.get(name);
      if (salt == null) {
        throw AccessProblem.SUBJECT_SALT_UNREADABLE.problem(
            "a salt was destroyed while it was used; ask again");
      }
      found.put(subject, commitment(salt.salt(), subject));
    }
    List<String> unnamed = page.stream().filter(name -> !salts.get(name).named()).toList();
    if (!unnamed.isEmpty()) {
      name(unnamed, salts, subjects);
    }
  }

  /** Salts from before lead back to their person from now on. */
  private void name(List<String> page, Map<String, Salt> salts, Map<String, String> subjects) {
    database
        .jdbi()
        .useTransaction(
            handle -> {
              PreparedBatch batch =
                  handle.prepareBatch(
                      "UPDATE access.subject_salt SET commitment = ?, identifier = ?"
                          + " WHERE subject = ? AND commitment IS NULL");
              for (String name : page) {
                byte[] salt = salts.get(name).salt();
                String subject = subjects.get(name);
                batch.add(commitment(salt, subject), sealed(salt, name, subject), name);
              }
              batch.execute();
            });
  }

  /** The identifier, sealed under the person's salt. */
  private byte[] sealed(byte[] salt, String name, String subject) {
    return seal(identifierKey(salt), name, subject.getBytes(StandardCharsets.UTF_8));
  }

  private static String commitment(byte[] salt, String subject) {
    return SubjectNames.hmac(new SecretKeySpec(salt, "HmacSHA256"), subject);
  }

  @Override
  public Optional<String> find(String subject) {
    String name = names.of(subject);
    return Optional.ofNullable(salts(List.of(name)).get(name))
        .map(salt -> commitment(salt.salt(), subject));
  }

  /**
   * A salt.
   *
   * @param named whether its commitment leads back to the person
   */
  private record Salt(String subject, byte[] salt, boolean named) {}

  private Map<String, Salt> salts(List<String> page) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT subject, salt, commitment FROM access.subject_salt"
                            + " WHERE subject IN (<names>)")
                    .bindList("names", page)
                    .map(
                        (row, context) ->
                            new Salt(
                                row.getString(1),
                                open(saltKey, row.getString(1), row.getBytes(2)),
                                row.getString(3) != null))
                    .stream()
                    .collect(Collectors.toMap(Salt::subject, salt -> salt)));
  }

  @Override
  public Optional<String> identifier(String commitment) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT subject, salt, identifier FROM access.subject_salt"
                            + " WHERE commitment = ?")
                    .bind(0, commitment)
                    .map((row, context) -> identifier(row))
                    .findOne());
  }

  private String identifier(ResultSet row) throws SQLException {
    String name = row.getString(1);
    byte[] salt = open(saltKey, name, row.getBytes(2));
    return new String(open(identifierKey(salt), name, row.getBytes(3)), StandardCharsets.UTF_8);
  }

  private static SecretKeySpec identifierKey(byte[] salt) {
    String key = SubjectNames.hmac(new SecretKeySpec(salt, "HmacSHA256"), IDENTIFIER_KEY);
    return new SecretKeySpec(HexFormat.of().parseHex(key), "AES");
  }

  /** Makes salts; false, with none made, if another made one of them in between. */
  private boolean make(List<String> missing, Map<String, String> subjects) {
    try {
      database.jdbi().useTransaction(handle -> add(handle, missing, subjects));
      return true;
    } catch (UnableToExecuteStatementException e) {
      if (e.getCause() instanceof SQLException sql && DUPLICATE.equals(sql.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private void add(Handle handle, List<String> missing, Map<String, String> subjects) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO access.subject_salt (subject, salt, made, commitment, identifier)"
                + " VALUES (?, ?, ?, ?, ?)");
    for (String name : missing) {
      byte[] salt = new byte[SALT_BYTES];
      random.nextBytes(salt);
      String subject = subjects.get(name);
      batch.add(
          name,
          seal(saltKey, name, salt),
          clock.instant(),
          commitment(salt, subject),
          sealed(salt, name, subject));
    }
    batch.execute();
  }

  private byte[] seal(SecretKeySpec key, String name, byte[] plain) {
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    try {
      byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, key, iv, name).doFinal(plain);
      byte[] stored = Arrays.copyOf(iv, IV_BYTES + encrypted.length);
      System.arraycopy(encrypted, 0, stored, IV_BYTES, encrypted.length);
      return stored;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  private static byte[] open(SecretKeySpec key, String name, byte[] stored) {
    try {
      return cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(stored, IV_BYTES), name)
          .doFinal(stored, IV_BYTES, stored.length - IV_BYTES);
    } catch (GeneralSecurityException e) {
      throw AccessProblem.SUBJECT_SALT_UNREADABLE.problem(
          "a salt in access.subject_salt does not open with this hub's master key", e);
    }
  }

  /** A salt is encrypted to its row: one that was moved to another person's row does not open. */
  private static Cipher cipher(int mode, SecretKeySpec key, byte[] iv, String name)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(name.getBytes(StandardCharsets.US_ASCII));
    return cipher;
  }
}
