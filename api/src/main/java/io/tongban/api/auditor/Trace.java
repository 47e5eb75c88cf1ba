package io.tongban.api.auditor;

import io.tongban.certificates.Certificates.Issued;
import io.tongban.ledger.EntryType;
import io.tongban.ledger.Receipt;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where a datum came from and who received it.
 *
 * @param resource name of the resource, or {@code certificate}
 * @param key the record's key or the certificate's id
 * @param certificate the certificate, or null for a record
 * @param origin where the record came from, or null where it is not stored (any more), and for a
 *     certificate
 * @param uses entries that name it, oldest first
 * @param records for a certificate: the records it was made of, each traced
 * @param receipt the receipt of this look, or null where the caller records it
 */
@Schema(description = "Where a datum came from and who received it")
public record Trace(
    String resource,
    String key,
    Issued certificate,
    Origin origin,
    List<Use> uses,
    List<Trace> records,
    Receipt receipt) {
  public Trace {
    uses = List.copyOf(uses);
    records = List.copyOf(records);
  }

  /** This trace with the receipt of the look at it. */
  Trace under(Receipt look) {
    return new Trace(resource, key, certificate, origin, uses, records, look);
  }

  /**
   * Where a record came from.
   *
   * @param run the run that last changed it
   * @param row its row number in the run's input, from 1
   * @param rowHash hash of the source row
   * @param connector the connector that ran, or null where the run is not kept any more
   * @param input file, path or table that was read, or null
   * @param inputDigest lower-case hex SHA-256 of the input, or null
   * @param loaded when the run ended, or null
   * @param loadEntry ledger entry of the load, or null
   * @param source the source row as it came, by column; empty where it is not kept
   */
  public record Origin(
      UUID run,
      long row,
      String rowHash,
      String connector,
      String input,
      String inputDigest,
      Instant loaded,
      UUID loadEntry,
      Map<String, String> source) {}

  /**
   * A use of it.
   *
   * @param recipient client that received it
   * @param department the client's department, or null
   * @param action for example {@code query}, or null
   * @param target what was asked, for example a data service, or null
   * @param purpose the purpose, or null
   * @param caseReference the case, or null
   * @param basis agreement, else legal basis, else kind; or null
   * @param receipt fresh proof that the use is in the ledger
   */
  public record Use(
      UUID id,
      long index,
      EntryType type,
      Instant at,
      String recipient,
      String department,
      String action,
      String target,
      String purpose,
      String caseReference,
      String basis,
      Receipt receipt) {}
}
