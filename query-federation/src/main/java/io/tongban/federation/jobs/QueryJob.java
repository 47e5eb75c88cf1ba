package io.tongban.federation.jobs;

import io.tongban.federation.Readings.Reading;

/** A job of this node; its record changes under its own lock, and each change is on disk first. */
final class QueryJob {
  private final Spool spool;
  private JobRecord record;
  private Reading reading;

  QueryJob(Spool spool, JobRecord record) {
    this.spool = spool;
    this.record = record;
  }

  synchronized JobRecord record() {
    return record;
  }

  /** How a record changes. */
  interface Change {
    JobRecord of(JobRecord record);
  }

  /** Changes the record while the job is unfinished; false if it has ended. */
  synchronized boolean change(Change change) {
    if (!record.unfinished()) {
      return false;
    }
    JobRecord changed = change.of(record);
    spool.save(changed);
    record = changed;
    return true;
  }

  /** Notes progress, which need not survive. */
  synchronized boolean progress(Change change) {
    if (!record.unfinished()) {
      return false;
    }
    record = change.of(record);
    return true;
  }

  /** Ends the job as cancelled, also after it is done, and stops what runs. */
  synchronized void cancel(Change change) {
    if (record.state() == io.tongban.federation.QueryJobs.State.DONE || record.unfinished()) {
      JobRecord changed = change.of(record);
      spool.save(changed);
      record = changed;
    }
    if (reading != null) {
      reading.cancel();
    }
  }

  /** Stops what runs, as the node ends; the record stays as it is and tells it when it starts. */
  synchronized void stop() {
    if (reading != null) {
      reading.cancel();
    }
  }

  synchronized void reads(Reading open) {
    reading = open;
  }
}
