package sluice.stage.sink;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.core.message.StateChange;
import sluice.core.scene.SceneEvent;

/**
 * Names and numbers of what a stream tells, shared by its sinks, so that a message has the same id
 * in each of them. Thread-safe.
 */
public final class RunIds {
  private static final int RANDOM_BITS = 20;

  private final Supplier<String> prefix;
  private String current;
  private @Nullable SceneEvent lastEvent;
  private @Nullable StateChange lastState;
  private long eventNumber;
  private long stateNumber;
  private long given;

  /** Of a stream that runs in this process alone. */
  public RunIds() {
    this(() -> "");
  }

  /**
   * Of a stream that may move from process to process.
   *
   * @param prefix what the names of runs begin with, asked at each begin: digits and lower-case
   *     letters
   */
  public RunIds(Supplier<String> prefix) {
    this.prefix = prefix;
    this.current = prefix.get() + random();
  }

  /** A name that no other run of this or another process has: digits and lower-case letters. */
  private static String random() {
    long time = System.currentTimeMillis() << RANDOM_BITS;
    int more = ThreadLocalRandom.current().nextInt(1 << RANDOM_BITS);
    return Long.toString(time | more, Character.MAX_RADIX);
  }

  /** Another run begins. */
  public synchronized void begin() {
    current = prefix.get() + random();
  }

  /** The name of the run; before the first one, of the time before. */
  public synchronized String current() {
    return current;
  }

  /**
   * The number of an event. Events and states are counted together, as they are first asked for.
   * All sinks are told of one event before the next; states may come in between.
   *
   * @param event the event itself: the same object has the same number
   */
  @SuppressWarnings("ReferenceEquality") // two equal things that happen are two
  public synchronized long number(SceneEvent event) {
    if (event != lastEvent) {
      lastEvent = event;
      eventNumber = ++given;
    }
    return eventNumber;
  }

  /**
   * The number of a state. All sinks are told of one state before the next; events may come in
   * between.
   *
   * @param state the state itself: the same object has the same number
   */
  @SuppressWarnings("ReferenceEquality") // two equal things that happen are two
  public synchronized long number(StateChange state) {
    if (state != lastState) {
      lastState = state;
      stateNumber = ++given;
    }
    return stateNumber;
  }
}
