package sluice.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sluice.core.recording.RecordedEvent;
import sluice.core.recording.RecordingMode;

/**
 * Which fragments of a stream go to the disk: all, or those of its events. For events the last ones
 * are held in memory, so that video begins before the event does. For one thread at a time.
 */
final class FragmentGate {
  /** Bytes that are held. One fragment always may be, however large. */
  static final long MOST_BYTES = 32L << 20;

  /** Fragments that are held, however short. */
  static final int MOST_FRAGMENTS = 1_000;

  /** An event may be known so much later than it began. */
  static final Duration LATE = Duration.ofSeconds(10);

  private final Deque<RecordedFragment> held = new ArrayDeque<>();

  /** From when on each open event wants video. */
  private final Map<String, Instant> open = new HashMap<>();

  private RecordingMode mode = RecordingMode.CONTINUOUS;
  private Duration preRoll = Duration.ZERO;
  private Instant until = Instant.MIN;
  private long bytes;
  private boolean passing;

  /** Goes on in another mode. */
  void configure(RecordingMode wanted, Duration before) {
    mode = wanted;
    preRoll = before;
    if (mode != RecordingMode.EVENTS) {
      clear();
      open.clear();
    }
  }

  /** Whether what passes is there for events alone. */
  boolean isForEvents() {
    return mode == RecordingMode.EVENTS;
  }

  /**
   * An event began, changed or ended.
   *
   * @return held fragments that are wanted now, in order; held no more
   */
  List<RecordedFragment> tell(RecordedEvent event) {
    if (mode != RecordingMode.EVENTS) {
      return List.of();
    }
    if (event.open()) {
      open.put(event.id(), event.keepsFrom());
      return release(event.keepsFrom());
    }
    open.remove(event.id());
    until = event.keepsTo().isAfter(until) ? event.keepsTo() : until;
    return List.of();
  }

  /**
   * A fragment came.
   *
   * @return what goes to the disk now, in order
   */
  List<RecordedFragment> take(RecordedFragment fragment) {
    boolean wanted =
        mode == RecordingMode.CONTINUOUS
            || open.values().stream().anyMatch(from -> fragment.endsAt().isAfter(from))
            || fragment.startsAt().isBefore(until)
            || (passing && !fragment.fragment().keyFrame());
    if (wanted) {
      passing = true;
      return List.of(fragment);
    }
    passing = false;
    held.addLast(fragment);
    bytes += fragment.bytes();
    trim(fragment.endsAt().minus(preRoll).minus(LATE));
    return List.of();
  }

  /** Whether the last fragment that came is on its way to the disk. */
  boolean isPassing() {
    return passing;
  }

  /** Holds what is needed to begin at a time, within the bytes; the first one is a key frame's. */
  private void trim(Instant from) {
    while (held.size() > 1
        && (bytes > MOST_BYTES
            || held.size() > MOST_FRAGMENTS
            || !held.getFirst().endsAt().isAfter(from))) {
      drop();
    }
    while (!held.isEmpty() && !held.getFirst().fragment().keyFrame()) {
      drop();
    }
  }

  private void drop() {
    bytes -= held.removeFirst().bytes();
  }

  /** All from the last key frame at a time or before it. */
  private List<RecordedFragment> release(Instant from) {
    List<RecordedFragment> all = List.copyOf(held);
    int first = 0;
    for (int i = 1; i < all.size(); i++) {
      RecordedFragment fragment = all.get(i);
      if (fragment.fragment().keyFrame() && !fragment.startsAt().isAfter(from)) {
        first = i;
      }
    }
    clear();
    passing = !all.isEmpty();
    return all.subList(first, all.size());
  }

  /** Gives up what is held of a span, and what comes before it. */
  void forget(Instant from, Instant to) {
    boolean isHeld =
        held.stream()
            .anyMatch(
                fragment -> fragment.startsAt().isBefore(to) && fragment.endsAt().isAfter(from));
    if (isHeld) {
      while (!held.isEmpty()
          && (held.getFirst().startsAt().isBefore(to) || !held.getFirst().fragment().keyFrame())) {
        drop();
      }
    }
  }

  /** What is held is given up: the source is closed. */
  void clear() {
    held.clear();
    bytes = 0;
    passing = false;
  }
}
