package sluice.stage.events;

import java.time.Duration;

/**
 * When events begin and end.
 *
 * @param preRoll how much video before an event belongs to it
 * @param postRoll how much video after an event belongs to it
 */
public record EventRules(Duration preRoll, Duration postRoll) {
  /** Of so many results those are looked at that begin an event of a label. */
  static final int WINDOW = 5;

  /** In so many of them the label must be found. */
  static final int HITS = 3;

  /** What wasn't seen for that long, while anything moved, has ended. */
  static final Duration GONE = Duration.ofSeconds(5);

  /** What is seen again within that time after it was seen last is the same event. */
  static final Duration MERGE = Duration.ofSeconds(2);

  /** Longer events have several parts. */
  static final Duration LONGEST_PART = Duration.ofMinutes(10);

  /** From one point of a path to the next. */
  static final Duration PATH_STEP = Duration.ofMillis(500);

  /**
   * From one candidate for an event's best picture to the next, and from one update to the next.
   */
  static final Duration LEAST_BETWEEN = Duration.ofSeconds(1);

  /** Open events of a stream at most; what comes beyond is counted. */
  static final int MOST_OPEN = 64;

  /** Lines, and zones, of an event at most; the first ones. */
  static final int MOST_NAMES = 64;

  /** Where objects have got new numbers, boxes of the same one overlap by that at least. */
  static final float SAME_PLACE = 0.3f;

  /** A picture takes the place of another where it is better by this factor. */
  static final double BETTER = 1.1;
}
