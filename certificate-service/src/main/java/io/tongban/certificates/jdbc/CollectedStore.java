package io.tongban.certificates.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import io.tongban.certificates.CollectedMetadata;
import io.tongban.certificates.secrets.Sealer;
import io.tongban.hub.CanonicalJson;
import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Collected certificates: metadata and file sealed, found by identifier and by the file's digest.
 */
@ApplicationScoped
public class CollectedStore {
  private static final String SELECT =
      "SELECT d.certificate, d.client, d.media_type, d.sha256, d.sm3, d.metadata_sealed, c.type"
          + " FROM certificates.collected d JOIN certificates.certificate c ON c.id = d.certificate"
          + " WHERE ";

  private final Database database;
  private final Sealer sealer;
  private final CertificateStore certificates;

  @Inject
  CollectedStore(Database database, Sealer sealer, CertificateStore certificates) {
    this.database = database;
    this.sealer = sealer;
    this.certificates = certificates;
    database.migrate("certificates");
  }

  /**
   * A collected certificate without its file.
   *
   * @param client that collected it
   */
  public record StoredCollected(
      UUID certificate,
      String client,
      String mediaType,
      String sha256,
      String sm3,
      byte[] metadataSealed,
      String type) {}

  /** One to be stored, after it was recorded in the ledger. */
  public record NewCollected(
      UUID id,
      String type,
      String authority,
      String client,
      CollectedMetadata metadata,
      Instant issued,
      Instant expires,
      String mediaType,
      String sha256,
      String sm3,
      byte[] file,
      UUID receiptId) {}

  /** Stores one; false, with nothing stored, where its identifier or its file is there already. */
  public boolean add(NewCollected fresh) {
    try {
      database.jdbi().useTransaction(handle -> add(handle, fresh));
      return true;
    } catch (UnableToExecuteStatementException e) {
      if (UsedOnce.isDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  private void add(Handle handle, NewCollected fresh) {
    handle
        .createUpdate(
            "INSERT INTO certificates.collected (certificate, identifier, client, media_type,"
                + " sha256, sm3, metadata_sealed, file_sealed) VALUES (:id, :identifier, :client,"
                + " :mediaType, :sha256, :sm3, :metadata, :file)")
        .bind("id", fresh.id())
        .bind("identifier", fresh.metadata().identifier())
        .bind("client", fresh.client())
        .bind("mediaType", fresh.mediaType())
        .bind("sha256", fresh.sha256())
        .bind("sm3", fresh.sm3())
        .bind("metadata", sealer.seal(metadataContext(fresh.id()), json(fresh.metadata())))
        .bind("file", sealer.seal(fileContext(fresh.id()), fresh.file()))
        .execute();
    certificates.collect(handle, fresh);
  }

  private static byte[] json(CollectedMetadata metadata) {
    JsonNode tree = CanonicalJson.mapper().valueToTree(metadata);
    return tree.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String metadataContext(UUID id) {
    return "collected-metadata/" + id;
  }

  private static String fileContext(UUID id) {
    return "collected-file/" + id;
  }

  /** Of that certificate. */
  public Optional<StoredCollected> find(UUID certificate) {
    return one("d.certificate = :value", certificate);
  }

  /** Under that national identifier. */
  public Optional<StoredCollected> byIdentifier(String identifier) {
    return one("d.identifier = :value", identifier);
  }

  /** Whose file has that SHA-256 digest in lower-case hex. */
  public Optional<StoredCollected> byDigest(String sha256) {
    return one("d.sha256 = :value", sha256);
  }

  private Optional<StoredCollected> one(String condition, Object value) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(SELECT + condition)
                    .bind("value", value)
                    .mapTo(StoredCollected.class)
                    .findOne());
  }

  /** Its metadata. */
  public CollectedMetadata metadata(StoredCollected stored) {
    byte[] json = sealer.open(metadataContext(stored.certificate()), stored.metadataSealed());
    try {
      return CanonicalJson.mapper().readValue(json, CollectedMetadata.class);
    } catch (IOException e) {
      throw new UncheckedIOException("what was sealed here can be read", e);
    }
  }

  /** Its file. */
  public byte[] file(StoredCollected stored) {
    byte[] sealed =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            "SELECT file_sealed FROM certificates.collected WHERE certificate = :id")
                        .bind("id", stored.certificate())
                        .mapTo(byte[].class)
                        .one());
    return sealer.open(fileContext(stored.certificate()), sealed);
  }
}
