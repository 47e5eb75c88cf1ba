package io.tongban.benchmarks;

/** Where in the writing of a group of entries a hub is killed. */
enum CrashPoint {
  /** The new tree head is signed; nothing of the group is written. */
  SIGNED,
  /** The tree head is moved, entries and tiles are not written; the lock is held. */
  MOVED,
  /** All is written, nothing committed. */
  COMMITTING,
  /** Committed, nobody was told. */
  COMMITTED
}
