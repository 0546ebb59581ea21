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
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.ws.BinaryMessage;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.util.ByteString;
import sluice.core.LiveVideo;
import sluice.core.LiveVideoViewer;
import sluice.json.JsonText;

/**
 * The videos that one client watches. Of a stream so much is sent ahead of what the client has
 * acknowledged, so that nothing old piles up in buffers of the network; the rest waits where it can
 * be skipped. Guarded by the outbox.
 */
final class VideoOutbox {
  /** Fragments of a stream that were sent and not acknowledged. */
  static final int MOST_ON_THE_WAY = 64;

  /** Their bytes; one fragment may always be on the way, however large. */
  static final long MOST_BYTES_ON_THE_WAY = 1 << 20;

  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LivePictures views;
  private final Runnable news;

  /** By stream; the one served longest ago comes first. */
  private final Map<String, Watched> watched = new LinkedHashMap<>();

  private record StartHeader(String stream, String kind, String codecs, int width, int height) {}

  private record FragmentHeader(
      String stream, String kind, long number, Instant at, double start, boolean key) {}

  private record NoVideo(String type, String stream, String reason) {}

  private record Sent(long number, int bytes) {}

  private static final class Watched {
    final LiveVideoViewer viewer;
    final Deque<Sent> onTheWay = new ArrayDeque<>();
    long bytes;

    Watched(LiveVideoViewer viewer) {
      this.viewer = viewer;
    }

    boolean hasRoom() {
      return onTheWay.isEmpty()
          || (onTheWay.size() < MOST_ON_THE_WAY && bytes < MOST_BYTES_ON_THE_WAY);
    }

    void taken(long number) {
      while (!onTheWay.isEmpty() && onTheWay.getFirst().number() <= number) {
        bytes -= onTheWay.removeFirst().bytes();
      }
    }
  }

  /**
   * No videos yet.
   *
   * @param news run when {@link #next} is worth a call
   */
  VideoOutbox(LivePictures views, Runnable news) {
    this.views = views;
    this.news = news;
  }

  /** Replaces the subscriptions by these; unchanged ones go on. */
  void watch(Set<String> wanted) {
    watched
        .entrySet()
        .removeIf(
            entry -> {
              boolean goes = !wanted.contains(entry.getKey());
              if (goes) {
                entry.getValue().viewer.close();
              }
              return goes;
            });
    wanted.forEach(
        stream -> watched.computeIfAbsent(stream, id -> new Watched(views.video(id, news))));
  }

  /** Fragments of a stream have come, up to one. */
  void taken(String stream, long number) {
    Watched known = watched.get(stream);
    if (known != null) {
      known.taken(number);
    }
  }

  /** The next message, where there is one that may be sent. */
  Optional<Message> next() {
    for (Map.Entry<String, Watched> entry : watched.entrySet()) {
      Watched known = entry.getValue();
      Optional<LiveVideo> next = known.hasRoom() ? known.viewer.next() : Optional.empty();
      if (next.isPresent()) {
        if (next.get() instanceof LiveVideo.Fragment fragment) {
          known.onTheWay.addLast(new Sent(fragment.number(), fragment.bytes().length));
          known.bytes += fragment.bytes().length;
        }
        watched.remove(entry.getKey());
        watched.put(entry.getKey(), known);
        return next.map(VideoOutbox::message);
      }
    }
    return Optional.empty();
  }

  void close() {
    watch(Set.of());
  }

  /** Length of the header, header, MP4; its bytes are shared by all receivers. */
  static Message message(LiveVideo video) {
    return switch (video) {
      case LiveVideo.Start start ->
          binary(
              new StartHeader(
                  start.stream(), "init", start.codecs(), start.width(), start.height()),
              start.init());
      case LiveVideo.Fragment fragment ->
          binary(
              new FragmentHeader(
                  fragment.stream(),
                  "fragment",
                  fragment.number(),
                  fragment.at(),
                  fragment.start().toNanos() / NANOS,
                  fragment.keyFrame()),
              fragment.bytes());
      case LiveVideo.Unavailable none ->
          TextMessage.create(JsonText.of(new NoVideo("no-video", none.stream(), none.reason())));
    };
  }

  private static Message binary(Record header, byte[] bytes) {
    byte[] text = JsonText.of(header).getBytes(StandardCharsets.UTF_8);
    byte[] start =
        ByteBuffer.allocate(Integer.BYTES + text.length).putInt(text.length).put(text).array();
    return BinaryMessage.create(
        ByteString.fromArrayUnsafe(start).concat(ByteString.fromArrayUnsafe(bytes)));
  }
}
