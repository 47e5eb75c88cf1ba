package io.tongban.hub;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/** Makes identifiers: UUID version 7 (RFC 9562, section 5.7), increasing within one hub node. */
@ApplicationScoped
public class Ids {
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private long lastMillis;
  private int counter;

  @Inject
  public Ids(Clock clock) {
    this.clock = clock;
  }

  /**
   * The next identifier; greater than every earlier one of this node, also when the clock steps
   * back.
   */
  public synchronized UUID next() {
    long now = Math.max(clock.millis(), lastMillis);
    if (now > lastMillis) {
      lastMillis = now;
      counter = random.nextInt(1 << 11);
    } else if (++counter > 0xFFF) {
      lastMillis++;
      counter = random.nextInt(1 << 11);
    }
    long high = (lastMillis << 16) | 0x7000L | counter;
    long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low);
  }
}
