package io.tongban.api.auditor;

import io.tongban.ledger.Lineage.Step;
import io.tongban.ledger.Receipt;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where a column, a record or a certificate's claim comes from.
 *
 * @param dataset of a column: the dataset that was asked for, else null
 * @param column its column, or null for all of it
 * @param certificate of a claim: the certificate, else null
 * @param type its type
 * @param claim the claim
 * @param service of a claim: the data service that gave it
 * @param paths what it was made of, the nearest first, with the digests of what was read
 * @param records the records behind it, each back to its source row; empty for a column
 * @param truncated whether there are more steps
 * @param receipt the receipt of this look, or null where the caller records it
 */
@Schema(description = "Where a column, a record or a claim comes from")
public record ProvenanceOf(
    String dataset,
    String column,
    UUID certificate,
    String type,
    String claim,
    String service,
    List<Step> paths,
    List<SourceOf> records,
    boolean truncated,
    Receipt receipt) {

  /** This with the receipt of the look at it. */
  ProvenanceOf under(Receipt look) {
    return new ProvenanceOf(
        dataset, column, certificate, type, claim, service, paths, records, truncated, look);
  }

  /**
   * A record and where it came from.
   *
   * @param origin the run, file, row and digests; null where it is not stored here (any more)
   * @param paths the way of its columns from that run's input on
   */
  public record SourceOf(String resource, String key, Trace.Origin origin, List<Step> paths) {}
}
