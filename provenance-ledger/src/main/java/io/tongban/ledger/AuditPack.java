package io.tongban.ledger;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * An audit pack: a ZIP that proves entries of the ledger to who trusts nobody, verified by {@link
 * AuditPackVerifier} with the ledger's public key only. The form is in {@code docs/ledger.md}.
 */
public final class AuditPack {
  /** Version of the form. */
  public static final int VERSION = 1;

  /** Most entries of a pack. */
  public static final int MOST_ENTRIES = 100_000;

  /** What the signature of {@code pack.json} says it is of. */
  static final String STATEMENT = "tongban.io/audit-pack/v1";

  static final String MANIFEST = "pack.json";
  static final String SIGNATURE = "pack.sig";
  static final String CHECKPOINT = "checkpoint";
  static final String ENTRIES = "entries.jsonl";
  static final String RANGE = "range.json";
  static final String EXPORT = "export.json";
  static final String ANCHORS = "anchors.json";
  static final String LINEAGE = "lineage.jsonl";
  static final String DEFINITIONS = "definitions.json";
  static final String HTML = "report.html";
  static final String PDF = "report.pdf";

  /** The files that {@link #MANIFEST} names. */
  static final Set<String> FILES =
      Set.of(CHECKPOINT, ENTRIES, RANGE, EXPORT, ANCHORS, LINEAGE, DEFINITIONS, HTML, PDF);

  private AuditPack() {}

  /** What a pack is of. */
  public sealed interface Selection {
    /** Its name in the pack. */
    String kind();
  }

  /**
   * A person.
   *
   * @param commitment commitment to the person; the identifier is nowhere in a pack
   */
  public record OfSubject(String commitment) implements Selection {
    @Override
    public String kind() {
      return "subject";
    }
  }

  /** A SharingAgreement, by its name. */
  public record OfAgreement(String agreement) implements Selection {
    @Override
    public String kind() {
      return "agreement";
    }
  }

  /**
   * A period.
   *
   * @param to exclusive
   */
  public record OfPeriod(Instant from, Instant to) implements Selection {
    @Override
    public String kind() {
      return "period";
    }
  }

  /**
   * Who exports it and why.
   *
   * @param caseReference the case, or null
   * @param export receipt of the entry that records the export
   */
  public record Export(
      String client,
      String department,
      String purpose,
      String caseReference,
      Instant made,
      Receipt export) {}

  /**
   * What a definition is named by.
   *
   * @param kind for example {@code SharingAgreement}
   */
  public record Named(String kind, String name) implements Comparable<Named> {
    @Override
    public int compareTo(Named other) {
      int byKind = kind.compareTo(other.kind);
      return byKind != 0 ? byKind : name.compareTo(other.name);
    }
  }

  /** A record of a resource that an entry names, and the run of the entry. */
  public record Used(UUID entry, Set<RowRef> rows) {
    public Used {
      rows = java.util.Collections.unmodifiableSet(new java.util.LinkedHashSet<>(rows));
    }
  }
}
