package io.tongban.certificates;

/**
 * How well an authority knows what it certifies, the lowest first (levels of Regulation (EU)
 * 910/2014, article 8). It says nothing of the holder's key or of how the holder was identified.
 */
public enum Assurance {
  LOW,
  SUBSTANTIAL,
  HIGH;

  /** Whether this is as much as is asked for; anything is where nothing is asked for. */
  public boolean suffices(Assurance minimum) {
    return minimum == null || compareTo(minimum) >= 0;
  }
}
