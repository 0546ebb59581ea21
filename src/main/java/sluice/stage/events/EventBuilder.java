package sluice.stage.events;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sluice.core.Detection;
import sluice.core.recording.EventPhase;

/**
 * Makes the events of a stream of its results. Where objects are followed each is an event, from
 * when it is confirmed; else each label, from when it is found in {@link EventRules#HITS} of {@link
 * EventRules#WINDOW} results. It ends when it wasn't seen for {@link EventRules#GONE} of media time
 * in which anything moved; dates are those of the pictures. Has no clock and no thread; for one
 * thread at a time. Outlives the runs of its stream.
 */
public final class EventBuilder {
  private static final int ALL_RESULTS = (1 << EventRules.WINDOW) - 1;

  /** What an event is recognised by: the number of an object, or a label and 0. */
  private record Key(String label, long object) {
    static Key of(Detection detection, boolean tracked) {
      return tracked
          ? new Key("", detection.object().orElseThrow().id())
          : new Key(detection.label(), 0);
    }
  }

  private final String stream;
  private final Map<Key, OpenEvent> open = new LinkedHashMap<>();

  /** Those that ended within {@link EventRules#MERGE} of the last result, the newest last. */
  private final Deque<OpenEvent> ended = new ArrayDeque<>();

  /** Of each label, in which of the last results it was found; the lowest bit is the last one. */
  private final Map<String, Integer> hits = new HashMap<>();

  private final Deque<Instant> dates = new ArrayDeque<>();
  private final Set<Key> refused = new HashSet<>();
  private EventRules rules;
  private boolean tracked;
  private boolean hasTime;
  private long media;
  private long still;

  /** Media time so far, which goes on where the stream's jumps. */
  private long clock;

  /** The same without what passed while nothing moved. */
  private long awake;

  private Instant date = Instant.EPOCH;
  private long last;
  private long overflow;

  /**
   * A builder that has seen nothing.
   *
   * @param stream id of the stream
   */
  public EventBuilder(String stream, EventRules rules) {
    this.stream = stream;
    this.rules = rules;
  }

  /** Goes on by other rules. */
  public void configure(EventRules other) {
    rules = other;
  }

  /**
   * Takes a result in.
   *
   * @param timestampNanos its media time; a step back ends all events
   * @param stillNanos media time of the run so far in which nothing moved
   * @param at when the decoder had the picture
   * @param followed whether objects are followed: detections without a number don't count then
   * @param detections what was found
   * @param pictures takes the picture of this result as the best one of an event; false where it
   *     has no room
   * @return what became of events, in order
   */
  public List<EventChange> observe(
      long timestampNanos,
      long stillNanos,
      Instant at,
      boolean followed,
      Collection<Detection> detections,
      Predicate<PictureCandidate> pictures) {
    List<EventChange> changes = new ArrayList<>();
    if (hasTime && (timestampNanos < media || followed != tracked)) {
      endAll(changes);
    }
    pass(timestampNanos, stillNanos);
    date = at;
    tracked = followed;
    ended.removeIf(event -> at.isAfter(event.seenAt.plus(EventRules.MERGE)));
    expire(changes);
    Map<Key, Detection> seen = best(detections);
    remember(at, seen.keySet());
    refused.retainAll(seen.keySet());
    seen.forEach(
        (key, detection) -> {
          OpenEvent event = open.get(key);
          if (event != null) {
            event.see(detection, at, clock, awake);
          }
        });
    seen.forEach(
        (key, detection) -> {
          if (!open.containsKey(key) && isReal(key)) {
            begin(key, detection, at);
          }
        });
    seen.forEach(
        (key, detection) -> {
          OpenEvent event = open.get(key);
          if (event != null && event.wantsPicture(detection, clock)) {
            boolean taken = pictures.test(new PictureCandidate(event.id(), detection));
            event.offered(detection, clock, taken);
          }
        });
    tell(changes);
    return changes;
  }

  private void pass(long timestampNanos, long stillNanos) {
    if (hasTime && timestampNanos >= media) {
      long passed = timestampNanos - media;
      clock += passed;
      awake += Math.max(0, passed - Math.max(0, stillNanos - still));
    }
    hasTime = true;
    media = timestampNanos;
    still = stillNanos;
  }

  private void expire(List<EventChange> changes) {
    open.values()
        .removeIf(
            event -> {
              boolean gone = awake - event.awakeAt >= EventRules.GONE.toNanos();
              if (gone) {
                end(event, changes);
              }
              return gone;
            });
  }

  /** Of each event that there is or may be, the most confident detection. */
  private Map<Key, Detection> best(Collection<Detection> detections) {
    Map<Key, Detection> result = new LinkedHashMap<>();
    for (Detection detection : detections) {
      if (!tracked || detection.object().isPresent()) {
        result.merge(
            Key.of(detection, tracked),
            detection,
            (one, other) -> other.confidence() > one.confidence() ? other : one);
      }
    }
    return result;
  }

  private void remember(Instant at, Set<Key> seen) {
    dates.addFirst(at);
    if (dates.size() > EventRules.WINDOW) {
      dates.removeLast();
    }
    if (tracked) {
      return;
    }
    hits.replaceAll((label, bits) -> bits << 1 & ALL_RESULTS);
    seen.forEach(key -> hits.merge(key.label(), 1, (bits, one) -> bits | one));
    hits.values().removeIf(bits -> bits == 0);
  }

  /** Objects are told of once they are confirmed. */
  private boolean isReal(Key key) {
    return tracked || Integer.bitCount(hits.getOrDefault(key.label(), 0)) >= EventRules.HITS;
  }

  private void begin(Key key, Detection detection, Instant at) {
    OpenEvent event = continued(detection, at);
    if (event == null && open.size() >= EventRules.MOST_OPEN) {
      if (refused.add(key)) {
        overflow++;
      }
      return;
    }
    if (event == null) {
      Instant since = tracked ? at : firstHit(key.label(), at);
      last++;
      event =
          new OpenEvent(
              "%d-%s-%d".formatted(since.toEpochMilli(), stream, last),
              stream,
              detection.label(),
              tracked ? Optional.of(key.object()) : Optional.empty(),
              since,
              at,
              clock,
              detection.box());
    }
    event.see(detection, at, clock, awake);
    open.put(key, event);
  }

  /** The event that goes on with what has none yet; it is taken away from where it was. */
  private @Nullable OpenEvent continued(Detection detection, Instant at) {
    for (OpenEvent event : ended.reversed()) {
      if (event.goesOnWith(detection, at, tracked)) {
        ended.remove(event);
        event.changed = true;
        event.toldAt = clock - EventRules.LEAST_BETWEEN.toNanos();
        return event;
      }
    }
    for (Map.Entry<Key, OpenEvent> each : open.entrySet()) {
      OpenEvent event = each.getValue();
      if (!event.seenAt.equals(at) && event.goesOnWith(detection, at, tracked)) {
        open.remove(each.getKey());
        return event;
      }
    }
    return null;
  }

  /** Date of the earliest of the last results in which a label was found. */
  private Instant firstHit(String label, Instant at) {
    int back = 31 - Integer.numberOfLeadingZeros(hits.getOrDefault(label, 1));
    Instant first = at;
    for (Instant each : dates) {
      if (back >= 0) {
        first = each;
      }
      back--;
    }
    return first.isAfter(at) ? at : first; // the clock may have been set
  }

  private void tell(List<EventChange> changes) {
    for (OpenEvent event : open.values()) {
      if (!event.told) {
        told(event, EventPhase.NEW, changes);
      } else if (event.changed && clock - event.toldAt >= EventRules.LEAST_BETWEEN.toNanos()) {
        told(event, EventPhase.UPDATE, changes);
      }
    }
  }

  private void told(OpenEvent event, EventPhase phase, List<EventChange> changes) {
    event.told = true;
    event.changed = false;
    event.toldAt = clock;
    changes.add(
        new EventChange(
            phase, media, date, event.snapshot(rules, phase != EventPhase.END), event.takeParts()));
  }

  private void end(OpenEvent event, List<EventChange> changes) {
    hits.remove(event.label());
    told(event, EventPhase.END, changes);
    ended.addLast(event);
    if (ended.size() > EventRules.MOST_OPEN) {
      ended.removeFirst();
    }
  }

  /**
   * The run has ended: so have all events. One of them goes on where the next run shows the same
   * soon.
   */
  public List<EventChange> end() {
    List<EventChange> changes = new ArrayList<>();
    endAll(changes);
    hasTime = false;
    return changes;
  }

  private void endAll(List<EventChange> changes) {
    open.values().forEach(event -> end(event, changes));
    open.clear();
    hits.clear();
    refused.clear();
  }

  /** How many events were left out since there were too many at once. */
  public long overflow() {
    return overflow;
  }
}
