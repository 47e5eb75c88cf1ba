package io.tongban.hub;

import java.time.Duration;
import java.util.Optional;

/** Leases in the database: among several hub nodes one at a time does a thing. */
public interface Leases {
  /**
   * Takes the lease if nobody holds it or the holder let it run out.
   *
   * @param name what is leased, for example {@code connector/premises-drop}
   * @param term how long it holds unless renewed
   * @return the lease, or nothing if another holds it
   */
  Optional<Lease> tryAcquire(String name, Duration term);

  /** A lease that is held. Closing gives it back. */
  interface Lease extends AutoCloseable {
    /** Holds it for another term; false if it was lost. */
    boolean renew();

    @Override
    void close();
  }
}
