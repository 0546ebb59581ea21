package sluice.http.live;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.jspecify.annotations.Nullable;
import sluice.config.settings.Right;
import sluice.json.JsonText;
import sluice.telemetry.EventLog;

/**
 * Session of one client over a WebSocket: it authenticates with a ticket, subscribes to streams,
 * and gets their pictures until one side closes. Whatever ends it, nothing of it is left.
 * Thread-safe.
 */
final class LiveSession {
  /** Within this time a client has to show its ticket. */
  static final Duration HELLO = Duration.ofSeconds(5);

  /** Interval of the heartbeats to the client. */
  static final Duration ALIVE = Duration.ofSeconds(5);

  private static final String ALIVE_TEXT = "{\"type\":\"alive\"}";

  private final LiveContext parts;
  private final LiveOutbox outbox;
  private final Consumer<EventLog.Event> listener = this::hear;
  private volatile Wanted wanted = new Wanted(Optional.of(Set.of()), Optional.empty());
  private volatile long heardNanos = System.nanoTime();
  private @Nullable Cancellable timer;
  private boolean in;
  private boolean over;

  /** Which events a client wants; absent: of all streams, and of all types. */
  private record Wanted(Optional<Set<String>> streams, Optional<Set<String>> types) {
    boolean has(EventLog.Event event) {
      return streams.map(all -> all.contains(event.stream())).orElse(true)
          && types.map(all -> all.contains(event.type())).orElse(true);
    }
  }

  private LiveSession(LiveContext parts) {
    this.parts = parts;
    this.outbox = new LiveOutbox(parts.pictures());
  }

  /** A conversation, for one socket. */
  static Flow<Message, Message, NotUsed> flow(LiveContext parts) {
    return Flow.fromMaterializer((materializer, attributes) -> new LiveSession(parts).begin())
        .mapMaterializedValue(ignored -> NotUsed.getInstance());
  }

  private synchronized Flow<Message, Message, NotUsed> begin() {
    timer = parts.later(HELLO, () -> refuse("no hello came within " + HELLO.toSeconds() + " s"));
    LiveMessageReader words = new LiveMessageReader(parts.system());
    Sink<Message, NotUsed> heard =
        Flow.<Message>create()
            .mapAsync(1, message -> words.read(message).handle(this::receive))
            .to(Sink.ignore());
    return Flow.fromSinkAndSourceCoupled(
        heard,
        outbox
            .source()
            .via(parts.end().flow())
            .watchTermination(
                (notUsed, done) -> {
                  done.whenComplete((end, failure) -> close());
                  return notUsed;
                }));
  }

  private boolean receive(@Nullable LiveMessage message, @Nullable Throwable failure) {
    heardNanos = System.nanoTime();
    switch (message) {
      case null -> refuse(LiveMessageReader.reason(failure));
      case LiveMessage.Hello(String ticket) -> enter(ticket);
      case LiveMessage request when isIn() -> handle(request);
      default -> refuse("the first message must be hello, with a ticket");
    }
    return true;
  }

  private void handle(LiveMessage request) {
    switch (request) {
      case LiveMessage.Watch watch -> {
        wanted = new Wanted(watch.events(), watch.types());
        outbox.watch(watch.pictures());
        outbox.watchVideos(watch.videos());
      }
      case LiveMessage.Shown(String stream) -> outbox.shown(stream);
      case LiveMessage.Taken(String stream, long number) -> outbox.taken(stream, number);
      case LiveMessage.Alive _, LiveMessage.Hello _ -> {}
    }
  }

  private synchronized boolean isIn() {
    return in;
  }

  private void enter(String ticket) {
    Optional<String> refusal = entered(ticket);
    if (refusal.isPresent()) {
      refuse(refusal.get());
      return;
    }
    Map<String, Object> welcome = new LinkedHashMap<>();
    welcome.put("type", "welcome");
    welcome.put("version", parts.version());
    outbox.say(JsonText.of(welcome));
  }

  private synchronized Optional<String> entered(String ticket) {
    if (over) {
      return Optional.empty();
    }
    if (in) {
      return Optional.of("hello was said already");
    }
    if (parts.tickets().redeem(ticket).filter(right -> right.includes(Right.VIEW)).isEmpty()) {
      return Optional.of(
          "the ticket is unknown, used or older than "
              + LiveTickets.LIFE.toSeconds()
              + " s; get a new one");
    }
    if (!parts.viewers().enter(parts.limits().maxLiveClients())) {
      return Optional.of(parts.fullText());
    }
    in = true;
    cancelTimer();
    timer = parts.every(parts.silence(ALIVE), this::sign);
    parts.feed().listen(listener);
    return Optional.empty();
  }

  /** A sign of life; a client that gives none is not there any more. */
  private void sign() {
    Duration silent = Duration.ofNanos(System.nanoTime() - heardNanos);
    if (silent.compareTo(parts.limits().idleTimeout()) > 0) {
      refuse("nothing was heard for " + silent.toSeconds() + " s");
    } else {
      outbox.say(ALIVE_TEXT);
    }
  }

  private void hear(EventLog.Event event) {
    if (wanted.has(event)) {
      outbox.tell(event);
    }
  }

  private void refuse(String reason) {
    Map<String, Object> refused = new LinkedHashMap<>();
    refused.put("type", "refused");
    refused.put("reason", reason);
    outbox.say(JsonText.of(refused));
    close();
  }

  /** Ends it, once. */
  private void close() {
    boolean wasIn;
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      wasIn = in;
      in = false;
      cancelTimer();
    }
    parts.feed().leave(listener);
    outbox.end();
    if (wasIn) {
      parts.viewers().leave();
    }
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
