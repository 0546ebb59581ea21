package sluice.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.stream.javadsl.Source;

/**
 * The event log: publishes what happens on the streams to its subscribers. The events of the last
 * minute are retained, within bounds, so that a client that reconnects resumes where it was. A slow
 * subscriber is disconnected and resumes in the same way: publishers never block. Thread-safe.
 */
public final class EventLog {
  /** How long events are kept. */
  static final Duration KEPT = Duration.ofMinutes(1);

  /** The type of the event that says that some could not be given to the client. */
  public static final String GAP = "gap";

  private static final int MOST_KEPT = 20_000;
  private static final int MOST_BYTES = 16 << 20;
  private static final int AHEAD = 256;

  private final InstantSource clock;

  /** Distinguishes the numbers of this process from those of an earlier one. */
  private final String born;

  /** The same, and how often all was forgotten. */
  private String epoch;

  private int lives;

  private final EventRing kept = new EventRing(MOST_KEPT, MOST_BYTES);
  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private final Set<Consumer<Event>> listeners = ConcurrentHashMap.newKeySet();
  private long last;

  /**
   * Something that happened.
   *
   * @param id names it, for resuming after it
   * @param number counts events from 1
   * @param at when
   * @param stream on which stream
   * @param type {@code detections}, {@code object}, {@code line}, {@code zone}, {@code occupancy},
   *     {@code event}, {@code state}, {@code removed} or {@link #GAP}
   * @param data JSON in one line
   */
  public record Event(
      String id, long number, Instant at, String stream, String type, String data) {}

  private record Subscriber(Optional<String> stream, BoundedSourceQueue<Event> queue) {}

  /** A log without events. */
  public EventLog(InstantSource clock) {
    this.clock = clock;
    this.born = Long.toString(clock.instant().toEpochMilli(), Character.MAX_RADIX);
    this.epoch = born;
  }

  /** Forgets all events: a client that resumes after one of them is told of a {@link #GAP}. */
  public synchronized void forget() {
    kept.forgetBefore(Instant.ofEpochMilli(Long.MAX_VALUE));
    lives++;
    epoch = born + "." + lives;
  }

  /** Whether anybody watches or listens. */
  public boolean isHeard() {
    return !subscribers.isEmpty() || !listeners.isEmpty();
  }

  /** Keeps an event, and hands it to the subscribers. Returns at once. */
  public synchronized void publish(String stream, String type, String data) {
    last++;
    Event event = new Event(epoch + "-" + last, last, clock.instant(), stream, type, data);
    kept.forgetBefore(event.at().minus(KEPT));
    kept.add(event.at(), stream, type, data);
    subscribers.removeIf(
        subscriber -> concerns(event, subscriber.stream()) && !keepsUp(subscriber, event));
    listeners.forEach(listener -> listener.accept(event));
  }

  /** Hands over every event from now on; the listener must return at once and not throw. */
  public void listen(Consumer<Event> listener) {
    listeners.add(listener);
  }

  /** Hands nothing more to a listener. */
  public void leave(Consumer<Event> listener) {
    listeners.remove(listener);
  }

  /** Ends the answer of a client that is too slow; one that has left has ended it itself. */
  private static boolean keepsUp(Subscriber subscriber, Event event) {
    QueueOfferResult result = subscriber.queue().offer(event);
    if (result.equals(QueueOfferResult.dropped())) {
      try {
        subscriber.queue().complete();
      } catch (IllegalStateException leftMeanwhile) {
        // The publisher is not affected by it.
      }
    }
    return result.equals(QueueOfferResult.enqueued());
  }

  /**
   * The events from now on; each run of the source watches for itself.
   *
   * @param stream whose events; those of all streams where absent
   * @param after the last one that the client had: what came since is given first, led by a {@link
   *     #GAP} where something is missing
   */
  public Source<Event, NotUsed> watch(
      Optional<String> stream, Optional<String> after, ClassicActorSystemProvider system) {
    return Source.lazySource(() -> begin(stream, after, system))
        .mapMaterializedValue(ignored -> NotUsed.getInstance());
  }

  private Source<Event, NotUsed> begin(
      Optional<String> stream, Optional<String> after, ClassicActorSystemProvider system) {
    Pair<BoundedSourceQueue<Event>, Source<Event, NotUsed>> live =
        Source.<Event>queue(AHEAD).preMaterialize(system);
    Subscriber subscriber = new Subscriber(stream, live.first());
    long newest;
    synchronized (this) {
      subscribers.add(subscriber);
      newest = last;
    }
    return missed(stream, after, newest)
        .concat(live.second())
        .watchTermination(
            (notUsed, done) -> {
              done.whenComplete((end, failure) -> subscribers.remove(subscriber));
              return notUsed;
            });
  }

  /**
   * What came after an event, read from the shared buffer one by one, as the client takes it: a
   * copy for each client would be as large as the buffer.
   *
   * @param newest number of the last one; the client gets later ones itself
   */
  private Source<Event, NotUsed> missed(
      Optional<String> stream, Optional<String> after, long newest) {
    return after
        .map(
            id ->
                Source.unfold(
                    number(id) + 1,
                    number ->
                        replayed(number, newest, stream)
                            .map(event -> Pair.create(event.number() + 1, event))))
        .orElseGet(Source::empty);
  }

  /** The event of a number or the next one of a stream; a gap where it is forgotten. */
  private synchronized Optional<Event> replayed(long number, long newest, Optional<String> stream) {
    if (number > newest) {
      return Optional.empty();
    }
    kept.forgetBefore(clock.instant().minus(KEPT));
    long first = last - kept.size() + 1;
    if (number < first) {
      long before = Math.min(first - 1, newest);
      return Optional.of(
          new Event(epoch + "-" + before, before, clock.instant(), stream.orElse(""), GAP, "{}"));
    }
    return kept.next((int) (number - first), of -> stream.isEmpty() || stream.get().equals(of))
        .map(event -> event(first + event.index(), event))
        .filter(event -> event.number() <= newest);
  }

  private Event event(long number, EventRing.Kept kept) {
    return new Event(
        epoch + "-" + number, number, kept.at(), kept.stream(), kept.type(), kept.data());
  }

  /** The number that an id stands for; -1 where it is none of this process's. */
  private long number(String id) {
    String prefix = epoch + "-";
    try {
      long number = id.startsWith(prefix) ? Long.parseLong(id.substring(prefix.length())) : -1;
      return number <= last ? number : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static boolean concerns(Event event, Optional<String> stream) {
    return stream.isEmpty() || stream.get().equals(event.stream());
  }

  /** Clients that watch now. */
  public int watchers() {
    return subscribers.size();
  }
}
