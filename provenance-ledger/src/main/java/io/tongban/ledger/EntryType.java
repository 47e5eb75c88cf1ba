package io.tongban.ledger;

/** What a ledger entry tells of. */
public enum EntryType {
  /** Data was given to an actor. */
  ACCESS,
  /** An access was refused. */
  REFUSAL,
  /** A batch was loaded. */
  LOAD,
  /** Definitions were changed. */
  DEFINITIONS,
  /** A certificate was issued. */
  CERTIFICATE_ISSUED,
  /** A certificate's status was changed. */
  CERTIFICATE_STATUS,
  /** A certificate was verified. */
  CERTIFICATE_VERIFIED,
  /** A certificate that was sealed elsewhere was collected. */
  CERTIFICATE_COLLECTED,
  /** An operator started or withdrew a key that certificates are signed with. */
  SIGNING_KEY,
  /** An operator changed the key the log itself is signed with, or destroyed one it had before. */
  LOG_KEY,
  /** A department asked a person to allow a use of data. */
  CONSENT_REQUESTED,
  /** A person allowed a department to use data. */
  CONSENT_GIVEN,
  /** A person did not allow what a department asked for. */
  CONSENT_DECLINED,
  /** A person took a consent back. */
  CONSENT_WITHDRAWN,
  /** Another tool reported what a run of its own read and wrote. */
  LINEAGE_REPORTED,
  /** A department says that a record is wrong. */
  CORRECTION_REQUESTED,
  /** A department that received the record took note of that. */
  CORRECTION_ACKNOWLEDGED,
  /** The record was corrected, or its provider says that it is right. */
  CORRECTION_DECIDED,
  /** A person was erased; the entry names nobody. */
  ERASURE
}
