package io.tongban.certificates;

import io.tongban.access.Actor;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What operators do with the keys authorities sign with. Starting and withdrawing are recorded in
 * the ledger before they take effect.
 */
public interface SigningKeys {
  /** An authority's keys, newest first; of all where null. */
  List<KeyRecord> of(String authority);

  /**
   * Starts a new key, which signs from now on. What the one before signed verifies until it ends.
   *
   * @param actor the operator's client
   * @param type name of the authority's CertificateType, or null for metadata
   * @param reason at most 200 characters that name no person
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#AUTHORITY_UNKNOWN}, {@link
   *     CertificateProblem#TYPE_UNKNOWN}, {@link CertificateProblem#SIGNING_KEY_REASON}, {@link
   *     CertificateProblem#SIGNING_KEY_CHANGED}, {@link CertificateProblem#KEYS_UNAVAILABLE} or
   *     {@link CertificateProblem#KEY_UNFIT}
   */
  KeyRecord start(Actor actor, String authority, String type, String reason);

  /**
   * Withdraws a key that is compromised. Nothing it signed verifies from now on; the next signature
   * starts a new key.
   *
   * @param reason as in {@link #start}
   * @throws io.tongban.hub.ProblemException {@link CertificateProblem#SIGNING_KEY_UNKNOWN}, {@link
   *     CertificateProblem#SIGNING_KEY_REASON} or {@link CertificateProblem#SIGNING_KEY_CHANGED}
   */
  KeyRecord withdraw(Actor actor, UUID key, String reason);

  /**
   * A key; never its private part.
   *
   * @param type name of the CertificateType; null where it signs metadata, {@code *} where it
   *     signed every type before types had keys of their own
   * @param store {@code HUB}, {@code PKCS12} or {@code PKCS11}
   * @param alias its name there
   * @param fingerprint SHA-256 of its certificate, hex
   * @param retired when its successor took over, or null
   * @param neededUntil of a retired key: until when it is published for verifiers
   * @param withdrawn when it was withdrawn, or null
   */
  record KeyRecord(
      UUID id,
      String authority,
      String type,
      SignatureSuite suite,
      String store,
      String alias,
      String fingerprint,
      Instant started,
      Instant retired,
      Instant neededUntil,
      Instant withdrawn) {}
}
