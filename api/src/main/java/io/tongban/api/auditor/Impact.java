package io.tongban.api.auditor;

import io.tongban.ledger.Lineage.Step;
import io.tongban.ledger.Receipt;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Who and what is affected if a column or a record was wrong.
 *
 * @param dataset of a column: the dataset that was asked for, else null
 * @param column its column, or null for all of it
 * @param resource of a record: its resource, else null
 * @param key its key
 * @param paths of a column: what was made of it, the nearest first
 * @param jobs jobs that made something of it, or that used the record
 * @param services data services among them
 * @param datasets datasets that hold what was made of it
 * @param certificateTypes types whose claims come from it
 * @param certificates of a record: certificates that were made of it
 * @param recipients clients that received it, with purpose
 * @param truncated whether there is more than is told here
 * @param next of a record with more uses: give it as {@code after} for the others, else null
 * @param receipt the receipt of this look, or null where the caller records it
 */
@Schema(description = "Who and what is affected if a column or a record was wrong")
public record Impact(
    String dataset,
    String column,
    String resource,
    String key,
    List<Step> paths,
    List<String> jobs,
    List<String> services,
    List<String> datasets,
    List<AffectedType> certificateTypes,
    List<MadeCertificate> certificates,
    List<Recipient> recipients,
    boolean truncated,
    String next,
    Receipt receipt) {

  /** This with the receipt of the look at it. */
  Impact under(Receipt look) {
    return new Impact(
        dataset,
        column,
        resource,
        key,
        paths,
        jobs,
        services,
        datasets,
        certificateTypes,
        certificates,
        recipients,
        truncated,
        next,
        look);
  }

  /**
   * A certificate type.
   *
   * @param claims the claims that come from it; empty where that is not known
   */
  public record AffectedType(String name, List<String> claims) {}

  /**
   * A certificate.
   *
   * @param status VALID, SUSPENDED or REVOKED, or null where it is not kept any more
   * @param entry ledger entry of its issue
   */
  public record MadeCertificate(UUID id, String type, String status, Instant issued, UUID entry) {}

  /**
   * A client that received it.
   *
   * @param department its department, or null
   * @param purpose the purpose, or null
   * @param uses of a record how often, on this page; of a column how many kinds of question (each
   *     plan once)
   * @param newest when last, as far as is told here
   * @param entry ledger entry of that use, or null
   * @param receipt fresh proof that it is in the ledger, or null
   */
  public record Recipient(
      String client,
      String department,
      String purpose,
      long uses,
      Instant newest,
      UUID entry,
      Receipt receipt) {}
}
