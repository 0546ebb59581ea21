package sluice.stage.sink;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sluice.config.sink.FrameChoice;
import sluice.config.sink.MessageFilters;
import sluice.core.Detection;
import sluice.core.Predictions;
import sluice.core.message.MessageKind;

/**
 * Selection of the frames of a stream that a sink tells of, and of what it tells of them. Time is
 * that of the media, so that a recording is told alike however fast it is read. For one thread.
 */
public final class FrameSelection {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** How long a number of objects must hold before it is told. */
  public static final Duration HOLD = Duration.ofMillis(500);

  private final FrameChoice only;
  private final MessageFilters filters;
  private final boolean takesFrames;
  private Map<String, Integer> told = Map.of();
  private Map<String, Integer> current = Map.of();
  private long since;
  private long last;
  private long lastTold;
  private boolean begun;
  private boolean hasTold;

  /** A selection that has told of nothing. */
  public FrameSelection(FrameChoice only, MessageFilters filters) {
    this.only = only;
    this.filters = filters;
    this.takesFrames = filters.kinds().contains(MessageKind.DETECTIONS);
  }

  /**
   * What is told of a frame; null: nothing. Call {@link #accepted} once it was taken.
   *
   * @param nanos media time, ns; where it goes back, a new run has begun
   */
  public @Nullable Predictions choose(long nanos, Predictions all) {
    if (!takesFrames) {
      return null;
    }
    Predictions kept = keep(all);
    begin(nanos);
    long pause = nanos - lastTold;
    boolean overdue = pause >= filters.heartbeat().toNanos();
    boolean tooSoon =
        hasTold
            && filters.maxRate().isPresent()
            && pause < SECOND / filters.maxRate().getAsDouble();
    if (only == FrameChoice.CHANGES) {
      observe(nanos, kept);
    }
    boolean wanted =
        switch (only) {
          case ALL -> true;
          case DETECTIONS -> !kept.isEmpty();
          case CHANGES -> !current.equals(told) && nanos - since >= HOLD.toNanos();
        };
    return overdue || (wanted && !tooSoon) ? kept : null;
  }

  private void begin(long nanos) {
    if (!begun || nanos < last) {
      begun = true;
      since = nanos;
      lastTold = nanos;
      current = Map.of();
      told = Map.of();
      hasTold = false;
    }
    last = nanos;
  }

  private void observe(long nanos, Predictions kept) {
    Map<String, Integer> counts = new TreeMap<>();
    kept.counted().forEach(label -> counts.merge(label, 1, Integer::sum));
    if (!counts.equals(current)) {
      current = counts;
      since = nanos;
    }
  }

  /** The frame that was chosen last was taken. */
  public void accepted() {
    told = current;
    hasTold = true;
    lastTold = last;
  }

  private Predictions keep(Predictions all) {
    if (filters.takesAllObjects()) {
      return all;
    }
    List<Detection> kept = all.detections().stream().filter(this::takes).toList();
    return new Predictions(kept, all.classes(), all.attributes());
  }

  private boolean takes(Detection detection) {
    return filters.takesLabel(detection.label())
        && detection.confidence() >= filters.minConfidence()
        && detection.box().yMax() - detection.box().yMin() >= filters.minBox();
  }
}
