package sluice.http.live;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ws.BinaryMessage;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import sluice.core.LivePicture;
import sluice.core.LiveViewer;
import sluice.json.JsonText;
import sluice.telemetry.EventLog;

/**
 * Outbox of one client of live pictures: what waits to be sent to it. A picture is chosen when the
 * client can take it, and is the newest then; those of a stream wait while two of them were not
 * acknowledged, so that nothing old piles up in buffers. Events wait in a bounded queue; a client
 * that doesn't read them in time loses them and is notified. Thread-safe; nothing waits for the
 * client.
 */
final class LiveOutbox {
  /** Events that may wait. */
  static final int MOST_EVENTS = 256;

  /** Pictures of a stream that were sent and not acknowledged. */
  static final int MOST_ON_THE_WAY = 2;

  private static final String GAP = event(EventLog.GAP, "", "{}");

  private final LivePictures pictures;
  private final PullSource<Message> outgoing = new PullSource<>(this::next);
  private final Deque<String> words = new ArrayDeque<>();
  private final Deque<String> events = new ArrayDeque<>();

  /** By stream; the one served longest ago comes first. */
  private final Map<String, Watched> watched = new LinkedHashMap<>();

  private final VideoOutbox videos;
  private boolean lastWasVideo;
  private boolean lastWasEvent;
  private boolean ended;

  /** The header of a picture, before its JPEG. */
  private record PictureHeader(String stream, long number, Instant at, int width, int height) {}

  private static final class Watched {
    final int width;
    final LiveViewer watch;
    int onTheWay;

    Watched(int width, LiveViewer watch) {
      this.width = width;
      this.watch = watch;
    }
  }

  LiveOutbox(LivePictures pictures) {
    this.pictures = pictures;
    this.videos = new VideoOutbox(pictures, outgoing::news);
  }

  /** The messages to the client; to be run once. */
  Source<Message, NotUsed> source() {
    return outgoing.source();
  }

  /** Queues a message ahead of anything else; one that waits already is not queued twice. */
  void say(String text) {
    synchronized (this) {
      if (ended || words.contains(text)) {
        return;
      }
      words.add(text);
    }
    outgoing.news();
  }

  /** Offers an event. */
  void tell(EventLog.Event event) {
    synchronized (this) {
      if (ended) {
        return;
      }
      if (events.size() >= MOST_EVENTS) {
        events.clear();
        events.add(GAP);
      }
      events.add(event(event.type(), event.stream(), event.data()));
    }
    outgoing.news();
  }

  private static String event(String type, String stream, String data) {
    return "{\"type\":\"event\",\"event\":\"%s\",\"stream\":\"%s\",\"data\":%s}"
        .formatted(type, stream, data);
  }

  /** Replaces the subscriptions by these, widths by stream; unchanged ones go on. */
  void watch(Map<String, Integer> wanted) {
    synchronized (this) {
      if (ended) {
        return;
      }
      watched
          .entrySet()
          .removeIf(
              entry -> {
                Watched known = entry.getValue();
                boolean stays = Integer.valueOf(known.width).equals(wanted.get(entry.getKey()));
                if (!stays) {
                  known.watch.close();
                }
                return !stays;
              });
      wanted.forEach(
          (stream, width) ->
              watched.computeIfAbsent(
                  stream, id -> new Watched(width, pictures.watch(id, width, outgoing::news))));
    }
    outgoing.news();
  }

  /** Replaces the videos that are watched by those of these streams; unchanged ones go on. */
  void watchVideos(Set<String> wanted) {
    synchronized (this) {
      if (ended) {
        return;
      }
      videos.watch(wanted);
    }
    outgoing.news();
  }

  /** Fragments of a stream's video have come, up to one. */
  void taken(String stream, long number) {
    synchronized (this) {
      videos.taken(stream, number);
    }
    outgoing.news();
  }

  /** A picture of a stream was shown. */
  void shown(String stream) {
    synchronized (this) {
      Watched known = watched.get(stream);
      if (known == null || known.onTheWay == 0) {
        return;
      }
      known.onTheWay--;
    }
    outgoing.news();
  }

  /** Sends the messages queued already, then completes. May be called twice. */
  void end() {
    synchronized (this) {
      ended = true;
      events.clear();
      watched.values().forEach(known -> known.watch.close());
      watched.clear();
      videos.close();
    }
    outgoing.end();
  }

  /** The next message, where there is one; video takes turns with events and pictures. */
  private synchronized Optional<Message> next() {
    if (!words.isEmpty()) {
      return Optional.of(TextMessage.create(words.remove()));
    }
    Optional<Message> first = lastWasVideo ? pictureOrEvent() : videos.next();
    if (first.isPresent()) {
      lastWasVideo = !lastWasVideo;
      return first;
    }
    return lastWasVideo ? videos.next() : pictureOrEvent();
  }

  /** Events and pictures take turns. */
  private Optional<Message> pictureOrEvent() {
    Optional<Message> picture = lastWasEvent || events.isEmpty() ? picture() : Optional.empty();
    lastWasEvent = picture.isEmpty() && !events.isEmpty();
    return lastWasEvent ? Optional.of(TextMessage.create(events.remove())) : picture;
  }

  private Optional<Message> picture() {
    for (Map.Entry<String, Watched> entry : watched.entrySet()) {
      Watched known = entry.getValue();
      Optional<LivePicture> picture =
          known.onTheWay < MOST_ON_THE_WAY ? known.watch.next() : Optional.empty();
      if (picture.isPresent()) {
        known.onTheWay++;
        watched.remove(entry.getKey());
        watched.put(entry.getKey(), known);
        return picture.map(LiveOutbox::message);
      }
    }
    return Optional.empty();
  }

  /** Length of the header, header, JPEG; the picture's bytes are shared by all its receivers. */
  static Message message(LivePicture picture) {
    PictureHeader header =
        new PictureHeader(
            picture.stream(), picture.number(), picture.at(), picture.width(), picture.height());
    byte[] text = JsonText.of(header).getBytes(StandardCharsets.UTF_8);
    byte[] start =
        ByteBuffer.allocate(Integer.BYTES + text.length).putInt(text.length).put(text).array();
    return BinaryMessage.create(
        ByteString.fromArrayUnsafe(start).concat(ByteString.fromArrayUnsafe(picture.jpeg())));
  }
}
