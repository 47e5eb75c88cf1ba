package io.tongban.access.jose;

import java.time.Instant;

/** Remembers what may be used once, beyond a restart and for all nodes of the hub. */
public interface SingleUse {
  /**
   * Marks something as used.
   *
   * @param context what kind of thing it is and whose
   * @param id the thing's own identifier
   * @param until when it would be refused for its age anyway; a clock that is set back does not
   *     make it fresh again
   * @return whether it had not been used before
   */
  boolean first(String context, String id, Instant until);
}
