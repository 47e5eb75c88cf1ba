package io.tongban.ledger;

import java.util.List;
import java.util.UUID;

/**
 * Runs that other tools report as OpenLineage 2-0-2 run events, so that their jobs stand in the
 * hub's graph. What was told of a run is merged, whatever the order in which its events come; the
 * same event counts once.
 */
public interface LineageReports {
  /**
   * Takes events. All are checked before the first is taken; each is in the ledger, by its digest,
   * before it has an effect.
   *
   * @param reporter who reports
   * @param body JSON: one event, or with {@code batch} an array of them
   * @return what became of each, in order
   * @throws io.tongban.hub.ProblemException {@link LedgerProblem#LINEAGE_EVENT_INVALID} with {@code
   *     faults}, {@link LedgerProblem#LINEAGE_EVENT_UNSUPPORTED}, {@link
   *     LedgerProblem#LINEAGE_NAMESPACE} or {@link LedgerProblem#LINEAGE_RUN_TAKEN}
   */
  List<Taken> take(Reporter reporter, byte[] body, boolean batch);

  /**
   * A client that reports.
   *
   * @param namespaces of the jobs it may report; none means that it may report nothing
   */
  record Reporter(String client, String department, List<String> namespaces) {
    public Reporter {
      namespaces = List.copyOf(namespaces);
    }
  }

  /**
   * An event that was taken.
   *
   * @param digest lower-case hex SHA-256 of the event's canonical JSON (RFC 8785)
   * @param known whether it had been taken before
   * @param receipt of its ledger entry; without nonce where it is known
   */
  record Taken(UUID run, String digest, boolean known, Receipt receipt) {}

  /**
   * What is wrong with an event.
   *
   * @param pointer JSON Pointer (RFC 6901) into the body
   */
  record EventFault(String pointer, String message, String fix) {}
}
