package io.tongban.access;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * The only key that federation and certificates accept.
 *
 * @param id UUIDv7; also the id of the ledger entry that settles it
 * @param actor who
 * @param action what for
 * @param target as asked
 * @param resources what is granted, by resource name; nothing else may be read
 * @param purpose the purpose
 * @param caseReference or null
 * @param basis what it rests on
 * @param rowLimit most rows of an answer, 0 for the hub's default
 * @param expires after this it is worth nothing
 * @param policyShape hex digest of what shapes a plan (columns, masks, row conditions, not their
 *     parameters): plans are cached under it
 */
public record AccessGrant(
    UUID id,
    Actor actor,
    Action action,
    String target,
    Map<String, ResourceGrant> resources,
    String purpose,
    String caseReference,
    Basis basis,
    long rowLimit,
    Instant expires,
    String policyShape) {
  public AccessGrant {
    Objects.requireNonNull(id);
    Objects.requireNonNull(actor);
    resources = Map.copyOf(resources);
    Objects.requireNonNull(basis);
  }

  /**
   * What the grant rests on.
   *
   * @param kind {@code unconditional}, {@code agreement}, {@code consent} (an agreement that rests
   *     on the person's consent) or {@code own} (the department's own data)
   * @param agreement name of the SharingAgreement, or null
   * @param law the legal basis it names, or null
   * @param consent the person's {@link Consent}, or null
   * @param subject commitment to that person ({@link Subjects#commitment}), or null
   */
  public record Basis(String kind, String agreement, String law, UUID consent, String subject) {
    /** On nobody's consent. */
    public Basis(String kind, String agreement, String law) {
      this(kind, agreement, law, null, null);
    }
  }
}
