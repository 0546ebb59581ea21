package sluice.core;

import java.util.Locale;

/** What the gate of a stream makes of its pictures. */
public enum MotionPhase {
  /** Motion isn't looked for: all frames pass. */
  OFF,
  /** All frames pass: something moves, did so shortly before, or an object is followed. */
  MOVING,
  /** Few frames pass, for nothing moves. */
  IDLE;

  /** In lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
