package io.tongban.certificates.jdbc;

import io.tongban.certificates.CertificateIdentifier;
import io.tongban.certificates.secrets.Sealer;
import io.tongban.hub.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Assigns national identifiers. A number of a type has one serial for good, and every offer of it
 * the next version; the same offer always gets the same identifier, so that a repeated issue wastes
 * none and the copies of one offer are one certificate.
 */
@ApplicationScoped
public class IdentifierStore {
  /** Two nodes that assign at once collide on a unique key; the loser tries again. */
  private static final int TRIES = 10;

  private final Database database;
  private final Sealer sealer;

  @Inject
  IdentifierStore(Database database, Sealer sealer) {
    this.database = database;
    this.sealer = sealer;
    database.migrate("certificates");
  }

  /**
   * Whose identifier is asked for.
   *
   * @param type name of the CertificateType
   * @param number the certificate's number
   */
  public record Asked(UUID offer, String type, String number, String typeCode, String issuerCode) {}

  private record Place(long serial, int version) {}

  /** The identifier; empty once {@link CertificateIdentifier#MAX_VERSION} versions are used up. */
  public Optional<CertificateIdentifier> assign(Asked asked) {
    String hash = sealer.hash("identifier/" + asked.type(), asked.number().strip());
    for (int i = 1; ; i++) {
      try {
        Place place = database.jdbi().inTransaction(handle -> place(handle, asked, hash));
        return Optional.of(place)
            .filter(p -> p.version() <= CertificateIdentifier.MAX_VERSION)
            .map(p -> identifier(asked, p));
      } catch (UnableToExecuteStatementException e) {
        if (i == TRIES || !UsedOnce.isDuplicate(e)) {
          throw e;
        }
      }
    }
  }

  private static CertificateIdentifier identifier(Asked asked, Place place) {
    return new CertificateIdentifier(
        asked.typeCode(),
        asked.issuerCode(),
        String.format("%09d", place.serial()),
        place.version());
  }

  private static Place place(Handle handle, Asked asked, String hash) {
    Optional<Place> known =
        handle
            .createQuery("SELECT serial, version FROM certificates.identifier WHERE offer = :offer")
            .bind("offer", asked.offer())
            .mapTo(Place.class)
            .findOne();
    if (known.isPresent()) {
      return known.get();
    }
    Place next = next(handle, asked, hash);
    if (next.version() <= CertificateIdentifier.MAX_VERSION) {
      add(handle, asked, hash, next);
    }
    return next;
  }

  private static Place next(Handle handle, Asked asked, String hash) {
    return handle
        .createQuery(
            "SELECT serial, version + 1 AS version FROM certificates.identifier"
                + " WHERE number_hash = :hash AND type_code = :type AND issuer_code = :issuer"
                + " ORDER BY version DESC FETCH FIRST 1 ROWS ONLY")
        .bind("hash", hash)
        .bind("type", asked.typeCode())
        .bind("issuer", asked.issuerCode())
        .mapTo(Place.class)
        .findOne()
        .orElseGet(() -> new Place(lastSerial(handle, asked) + 1, 1));
  }

  private static long lastSerial(Handle handle, Asked asked) {
    return handle
        .createQuery(
            "SELECT COALESCE(MAX(serial), 0) FROM certificates.identifier"
                + " WHERE type_code = :type AND issuer_code = :issuer")
        .bind("type", asked.typeCode())
        .bind("issuer", asked.issuerCode())
        .mapTo(Long.class)
        .one();
  }

  private static void add(Handle handle, Asked asked, String hash, Place place) {
    handle.execute(
        "INSERT INTO certificates.identifier (offer, type_code, issuer_code, number_hash, serial,"
            + " version) VALUES (?, ?, ?, ?, ?, ?)",
        asked.offer(),
        asked.typeCode(),
        asked.issuerCode(),
        hash,
        place.serial(),
        place.version());
  }
}
