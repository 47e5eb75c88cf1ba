package io.tongban.certificates.jdbc;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How often this node committed something that a status list's token depends on, so that what was
 * made of the database before can be told from what was made after it.
 */
@ApplicationScoped
public class StatusEdits {
  private final AtomicLong count = new AtomicLong();

  /** To be called after a commit. */
  void committed() {
    count.incrementAndGet();
  }

  /** Grows with every change; to be read before the database is. */
  public long count() {
    return count.get();
  }
}
