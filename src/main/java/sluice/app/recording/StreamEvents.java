package sluice.app.recording;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.Frame;
import sluice.core.FrameResult;
import sluice.core.MotionState;
import sluice.recording.RecordingStore;
import sluice.stage.events.EventBuilder;
import sluice.stage.events.EventChange;
import sluice.stage.events.EventRules;
import sluice.stage.events.RunEvents;
import sluice.telemetry.RecordingFacts;

/** The events of one stream, which outlive its runs. Thread-safe. */
final class StreamEvents {
  private static final Logger LOG = LoggerFactory.getLogger(StreamEvents.class);

  private final String stream;
  private final EventBuilder builder;
  private final EventPainter painter;
  private final Supplier<Optional<RecordingStore>> store;
  private @Nullable Run current;
  private boolean overflown;
  private final EventCounts counts = new EventCounts();

  /**
   * A stream without events.
   *
   * @param painter makes their pictures
   * @param store keeps them; what is told before it is open is told again with the next change
   */
  StreamEvents(
      String stream,
      EventRules rules,
      EventPainter painter,
      Supplier<Optional<RecordingStore>> store) {
    this.stream = stream;
    this.builder = new EventBuilder(stream, rules);
    this.painter = painter;
    this.store = store;
  }

  /** A run begins; the one before is over, whether it has ended or not. */
  synchronized RunEvents forRun(EventRules rules) {
    keep(builder.end());
    builder.configure(rules);
    Run begun = new Run();
    current = begun;
    return begun;
  }

  /** What became of them so far. */
  synchronized RecordingFacts.Events counts() {
    return counts.of(stream, builder.overflow());
  }

  private List<EventChange> keep(List<EventChange> changes) {
    for (EventChange change : changes) {
      counts.count(change);
      store.get().ifPresent(open -> open.tell(change.event(), change.parts()));
      if (!change.event().open()) {
        painter.finish(change.event().id());
      } else if (change.parts().size() > 1) {
        painter.save(change.event().id());
      }
    }
    return changes;
  }

  private void warn() {
    if (!overflown && builder.overflow() > 0) {
      overflown = true;
      LOG.warn(
          "stream {} has more events at once than are recorded; what comes beyond is left out",
          stream);
    }
  }

  /** A run; once another one has begun nothing of it counts. */
  private final class Run implements RunEvents {
    @Override
    public List<EventChange> observe(FrameResult result, boolean followed) {
      synchronized (StreamEvents.this) {
        if (current != this) {
          return List.of();
        }
        Frame frame = result.frame();
        MotionState motion = frame.motion();
        List<EventChange> changes =
            builder.observe(
                frame.timestampNanos(),
                motion == null ? 0 : motion.stillNanos(),
                frame.systemTimestamp(),
                followed,
                result.detections(),
                candidate -> painter.offer(candidate, frame.picture()));
        warn();
        return keep(changes);
      }
    }

    @Override
    public List<EventChange> end() {
      synchronized (StreamEvents.this) {
        return current == this ? keep(builder.end()) : List.of();
      }
    }
  }
}
