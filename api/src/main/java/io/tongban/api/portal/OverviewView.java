package io.tongban.api.portal;

import io.tongban.hub.Label;
import io.tongban.hub.SourceHealth;
import io.tongban.ledger.Checkpoint;
import java.time.LocalDate;
import java.util.List;

/**
 * The overview.
 *
 * @param hub what the hub is called; null where no Hub is defined
 * @param description what it is for; may be null
 * @param moreCertificates whether there are more certificates than were counted
 * @param records by resource, most first
 * @param use by day, oldest first
 * @param partial whether the ledger was too long to be counted whole
 * @param sources how departments' systems answer; empty for who is no operator
 * @param checkpoint the latest, or null
 */
record OverviewView(
    Label hub,
    Label description,
    HubFigures.Snapshot figures,
    boolean moreCertificates,
    long accesses,
    long refusals,
    List<ResourceCount> records,
    List<DayUse> use,
    boolean partial,
    List<RunRow> runs,
    List<SourceRow> sources,
    Checkpoint checkpoint) {

  /** Most entries that are counted for {@link #use}. */
  public long mostCounted() {
    return LedgerFigures.MOST;
  }

  /** Whether nothing has been declared yet. */
  public boolean empty() {
    return figures.resources() == 0;
  }

  /** Whether the ledger tells of any use in these days. */
  public boolean used() {
    return use.stream().anyMatch(d -> d.accesses() + d.refusals() + d.certificates() > 0);
  }

  /** A source and what it is called. */
  record SourceRow(Label title, SourceHealth health) {}

  /**
   * A resource's records.
   *
   * @param count -1 for a live resource
   */
  record ResourceCount(String name, Label title, long count) {}

  /** A day's entries. */
  record DayUse(LocalDate day, long accesses, long refusals, long certificates) {}
}
