package io.tongban.access.corrections;

import io.tongban.access.Correction;
import io.tongban.access.Correction.State;
import io.tongban.access.Outbox;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where corrections are kept. */
public interface CorrectionStore {
  /**
   * A correction that begins.
   *
   * @param subject identifier of the person the record is of, or null if its key names none
   * @param loaded the run that had last changed the record, or null
   */
  record New(
      UUID id,
      String resource,
      String subject,
      String key,
      String field,
      String reason,
      String provider,
      String client,
      String department,
      String purpose,
      String caseReference,
      UUID loaded,
      Instant requested,
      UUID entry) {}

  /**
   * A department that it concerns.
   *
   * @param uses how often it had received the record
   * @param newestUse ledger entry of the last time, or null
   */
  record Party(String department, long uses, UUID newestUse) {}

  /** Keeps a correction, whom it concerns and what they are told, all or nothing. */
  void add(New correction, List<Party> parties, List<Outbox.Event> told);

  /** The departments that it concerns. */
  List<String> departments(UUID id);

  /** As a department sees it; nothing if it does not concern it. */
  Optional<Correction> find(UUID id, String department);

  /**
   * What concerns a department, newest first.
   *
   * @param state null for all
   * @param before only those with a smaller id, or null
   */
  List<Correction> of(String department, State state, UUID before, int limit);

  /** The run that had last changed the record when it was asked. */
  Optional<UUID> loaded(UUID id);

  /** Marks it acknowledged by a department; false if it was before. */
  boolean acknowledge(UUID id, String department, Instant now, UUID entry);

  /**
   * Decides one that is open, and tells of it; false, and nothing is told, if it was decided
   * meanwhile.
   */
  boolean decide(
      UUID id, State state, String decision, Instant now, UUID entry, List<Outbox.Event> told);
}
