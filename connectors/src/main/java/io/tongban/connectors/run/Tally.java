package io.tongban.connectors.run;

import io.tongban.connectors.ConnectorProblem;

/** The figures of a load while it is under way. */
final class Tally {
  private long read;
  private long filtered;
  private long inserted;
  private long updated;
  private long unchanged;
  private long quarantined;

  void filter() {
    filtered++;
  }

  void read() {
    read++;
  }

  void insert() {
    inserted++;
  }

  void update() {
    updated++;
  }

  void keep() {
    unchanged++;
  }

  void quarantine() {
    quarantined++;
  }

  /**
   * The figures; they add up or there are none.
   *
   * @throws io.tongban.hub.ProblemException if a row is in none of the three places
   */
  Figures figures() {
    Figures figures =
        new Figures(read, filtered, inserted + updated, unchanged, quarantined, updated);
    if (read != figures.accepted() + quarantined + unchanged) {
      throw ConnectorProblem.RUN_FAILED.problem(
          "the figures do not add up, so a row was lost: " + figures);
    }
    return figures;
  }

  /**
   * Figures of a batch.
   *
   * @param updated how many of the accepted ones were in the resource before
   */
  record Figures(
      long read, long filtered, long accepted, long unchanged, long quarantined, long updated) {
    static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0);
  }
}
