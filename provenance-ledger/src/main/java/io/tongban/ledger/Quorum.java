package io.tongban.ledger;

import java.util.List;

/**
 * So many of these witnesses must have cosigned a checkpoint (C2SP tlog-policy: k of n).
 *
 * @param witnesses their keys; each counts once
 * @param needed how many of them, 0 to all
 */
public record Quorum(List<VerifierKey> witnesses, int needed) {
  /** No witness is asked for. */
  public static final Quorum NONE = new Quorum(List.of(), 0);

  public Quorum {
    witnesses = List.copyOf(witnesses);
    if (witnesses.stream().anyMatch(key -> key.type() != VerifierKey.Type.WITNESS)) {
      throw new IllegalArgumentException("a quorum is of witnesses' keys");
    }
    if (witnesses.stream().map(VerifierKey::key).distinct().count() < witnesses.size()) {
      throw new IllegalArgumentException("a witness's key is named twice");
    }
    if (needed < 0 || needed > witnesses.size()) {
      throw new IllegalArgumentException("a quorum lies between 0 and the number of witnesses");
    }
  }

  /** What a checkpoint's signatures are under a quorum. */
  public enum Standing {
    /** Enough witnesses cosigned. */
    REACHED,
    /** Too few did. */
    MISSED,
    /** A signature carries a witness's name and id and is not the witness's: the note is void. */
    FORGED
  }

  /** What a checkpoint's signatures are under this quorum. */
  public Standing of(SignedNote checkpoint) {
    int signed = 0;
    for (VerifierKey witness : witnesses) {
      switch (checkpoint.standing(witness)) {
        case FORGED:
          return Standing.FORGED;
        case SIGNED:
          signed++;
          break;
        case UNKNOWN_KEY:
          break;
      }
    }
    return signed >= needed ? Standing.REACHED : Standing.MISSED;
  }
}
