package sluice.stage.sink;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Names and numbers of what a stream tells, shared by its sinks, so that a message has the same id
 * in each of them. Thread-safe.
 */
public final class RunIds {
  private static final int RANDOM_BITS = 20;

  private String current = random();
  private @Nullable Object last;
  private long number;

  /** A name that no other run of this or another process has: digits and lower-case letters. */
  private static String random() {
    long time = System.currentTimeMillis() << RANDOM_BITS;
    int more = ThreadLocalRandom.current().nextInt(1 << RANDOM_BITS);
    return Long.toString(time | more, Character.MAX_RADIX);
  }

  /** Another run begins. */
  public synchronized void begin() {
    current = random();
  }

  /** The name of the run; before the first one, of the time before. */
  public synchronized String current() {
    return current;
  }

  /**
   * The number of something that happened. All sinks are told of one thing before the next.
   *
   * @param told the thing itself: the same object has the same number
   */
  @SuppressWarnings("ReferenceEquality") // two equal things that happen are two
  public synchronized long number(Object told) {
    if (told != last) {
      last = told;
      number++;
    }
    return number;
  }
}
