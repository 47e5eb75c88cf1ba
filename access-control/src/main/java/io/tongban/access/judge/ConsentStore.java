package io.tongban.access.judge;

import io.tongban.access.Consent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Where consents are kept. Every question goes to the database, so that all nodes answer alike. */
public interface ConsentStore {
  /**
   * Keeps a new request.
   *
   * @param subject identifier of the only person who may answer, or null
   */
  void add(Consent consent, String subject);

  /** By id. */
  Optional<Consent> find(UUID id);

  /** By id, if this person answered it or may answer it. */
  Optional<Consent> find(UUID id, String subject);

  /** Those of a person, newest first. */
  List<Consent> list(String subject, UUID before, int limit);

  /** Those that were given by that person for that use, the one that lasts longest first. */
  List<Consent> given(String subject, String recipient, String purpose, int limit);

  /** Those of {@link #given} that are in force at that instant. */
  List<Consent> inForce(String subject, String recipient, String purpose, Instant now);

  /**
   * Changes one while no other node does.
   *
   * @param subject whose it is from then on
   * @param change answers the same object if nothing changes; what it throws leaves all as it was
   * @return as it is now; nothing if there is none that this person may answer
   */
  Optional<Consent> change(UUID id, String subject, UnaryOperator<Consent> change);
}
