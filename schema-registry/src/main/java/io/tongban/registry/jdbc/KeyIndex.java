package io.tongban.registry.jdbc;

import io.tongban.registry.RecordStore.Outcome;

/**
 * What a table holds: key to digest of the values, by fingerprints, in flat arrays (33 bytes a
 * slot, so a million records take some 66 MB while they load).
 */
final class KeyIndex {
  private static final byte STORED = 1;
  private static final byte SEEN = 2;

  private long[] slots = new long[4 * 1024];
  private byte[] states = new byte[1024];
  private int used;
  private int unseen;

  /** Takes in a record that the table holds. */
  void stored(Fingerprint key, Fingerprint digest) {
    if (put(key, digest, STORED)) {
      unseen++;
    }
  }

  /** What it means that a batch names this key with these values. */
  Outcome see(Fingerprint key, Fingerprint digest) {
    int slot = slot(key);
    switch (states[slot]) {
      case SEEN -> {
        return Outcome.DUPLICATE;
      }
      case STORED -> {
        states[slot] = SEEN;
        unseen--;
        boolean same = slots[4 * slot + 2] == digest.high() && slots[4 * slot + 3] == digest.low();
        return same ? Outcome.UNCHANGED : Outcome.UPDATED;
      }
      default -> {
        put(key, digest, SEEN);
        return Outcome.INSERTED;
      }
    }
  }

  /** Records of the table that the batch has not named so far. */
  int unseen() {
    return unseen;
  }

  /** Whether the table holds the key and the batch has not named it. */
  boolean unseen(Fingerprint key) {
    return states[slot(key)] == STORED;
  }

  private boolean put(Fingerprint key, Fingerprint digest, byte state) {
    if (2 * used >= states.length) {
      grow();
    }
    int slot = slot(key);
    boolean fresh = states[slot] == 0;
    slots[4 * slot] = key.high();
    slots[4 * slot + 1] = key.low();
    slots[4 * slot + 2] = digest.high();
    slots[4 * slot + 3] = digest.low();
    states[slot] = state;
    used += fresh ? 1 : 0;
    return fresh;
  }

  /** The key's slot, or the free one where it would be. */
  private int slot(Fingerprint key) {
    int mask = states.length - 1;
    int slot = (int) key.low() & mask;
    while (states[slot] != 0
        && (slots[4 * slot] != key.high() || slots[4 * slot + 1] != key.low())) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldSlots = slots;
    byte[] oldStates = states;
    slots = new long[Math.multiplyExact(oldSlots.length, 2)];
    states = new byte[oldStates.length * 2];
    for (int i = 0; i < oldStates.length; i++) {
      if (oldStates[i] != 0) {
        int slot = slot(new Fingerprint(oldSlots[4 * i], oldSlots[4 * i + 1]));
        System.arraycopy(oldSlots, 4 * i, slots, 4 * slot, 4);
        states[slot] = oldStates[i];
      }
    }
  }
}
