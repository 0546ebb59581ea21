package sluice.core.recording;

import java.util.List;

/** What decides how long a file of a recording is kept; the first level goes first. */
public enum RetentionLevel {
  /** Nothing is known to be in it. */
  CONTINUOUS(0),
  /** Something moved in it, and it belongs to no event. */
  MOTION(1),
  /** It belongs to an event. */
  EVENT(2),
  /** It belongs to a locked event, and stays. */
  LOCKED(3);

  private static final List<RetentionLevel> DELETED = List.of(CONTINUOUS, MOTION, EVENT);

  private final int number;

  RetentionLevel(int number) {
    this.number = number;
  }

  /** As it is kept in indices: not to be changed. Grows with the levels, from 0 on. */
  public int number() {
    return number;
  }

  /** Those of which files are deleted to make room, what goes first first. */
  public static List<RetentionLevel> byDeletion() {
    return DELETED;
  }
}
