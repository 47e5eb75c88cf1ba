package io.tongban.ledger;

import java.util.List;

/**
 * What the check of an audit pack found.
 *
 * @param findings what does not hold, in the order of the checks; empty if everything does
 * @param entries how many entries were disclosed and checked
 * @param hashesOnly how many entries of the period are there as hashes only
 * @param withoutNonce how many manifests could not be checked, since their entries were recorded
 *     before nonces were kept
 * @param anchors how many anchors were checked
 * @param checkpoint the signed tree head, or null where it does not hold
 */
public record AuditPackVerdict(
    List<Finding> findings,
    long entries,
    long hashesOnly,
    long withoutNonce,
    long anchors,
    Checkpoint checkpoint) {
  public AuditPackVerdict {
    findings = List.copyOf(findings);
  }

  /** Whether everything holds. */
  public boolean holds() {
    return findings.isEmpty();
  }

  /**
   * Something that does not hold.
   *
   * @param file the file of the pack it is in
   * @param index index of the entry it is about, or -1
   * @param message for people: what is wrong
   */
  public record Finding(String file, long index, Reason reason, String message) {}

  /** Why something does not hold. */
  public enum Reason {
    /** The file is no ZIP, or a file in it is not what its name says. */
    MALFORMED,
    /** A file of the pack is missing. */
    FILE_MISSING,
    /** A file lies in the pack that does not belong there, or twice. */
    FILE_UNKNOWN,
    /** A file is not the one that the signed list names, or longer. */
    FILE_CHANGED,
    /** The pack or its checkpoint is another ledger's, or signed with another key. */
    WRONG_KEY,
    /** The signature is not the key's. */
    BAD_SIGNATURE,
    /** An entry is not in the signed tree at its index. */
    NOT_INCLUDED,
    /** A manifest is not the one whose digest is logged. */
    WRONG_MANIFEST,
    /** An entry is not of what the pack says it is of, or out of order. */
    WRONG_ENTRY,
    /** Entries of the period are missing or too many. */
    INCOMPLETE,
    /** An older tree head is not a beginning of the pack's. */
    INCONSISTENT,
    /** An anchor's transaction does not carry its root. */
    WRONG_ANCHOR,
    /** The report does not tell what the entries tell. */
    WRONG_REPORT
  }
}
