package sluice.http.live;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import sluice.core.LivePicture;
import sluice.core.LiveViewer;

/**
 * MJPEG response: live pictures of one stream as a multipart body for one client, each chosen when
 * the client can take it. The last one is repeated now and then while there is no newer one, so
 * that a client that has gone is noticed. Thread-safe.
 */
final class Mjpeg {
  /** The boundary between pictures. */
  static final String BOUNDARY = "sluice-picture";

  /** After that the last picture is repeated; half of it is how often that is looked at. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

  private static final String SEPARATOR = "--" + BOUNDARY + "\r\n";

  private final LiveContext parts;
  private final BooleanSupplier isThere;
  private final LiveViewer watch;
  private final PullSource<LivePicture> outgoing = new PullSource<>(this::next);
  private final Cancellable timer;
  private @Nullable LivePicture last;
  private boolean sent;
  private boolean repeat;

  private Mjpeg(LiveContext parts, String stream, int width, BooleanSupplier isThere) {
    this.parts = parts;
    this.isThere = isThere;
    this.watch = parts.pictures().watch(stream, width, outgoing::news);
    this.timer = parts.every(parts.silence(LONGEST_SILENCE).dividedBy(2), this::look);
  }

  /**
   * The answer's bytes; each run of the source watches for itself.
   *
   * @param isThere whether the stream is still there
   */
  static Source<ByteString, NotUsed> source(
      LiveContext parts, String stream, int width, BooleanSupplier isThere) {
    return Source.lazySource(
            () ->
                parts.viewers().enter(parts.limits().maxLiveClients())
                    ? new Mjpeg(parts, stream, width, isThere).begin()
                    : Source.<ByteString>empty())
        .mapMaterializedValue(ignored -> NotUsed.getInstance());
  }

  private Source<ByteString, NotUsed> begin() {
    return outgoing
        .source()
        .map(Mjpeg::part)
        .prepend(Source.single(ByteString.fromString(SEPARATOR)))
        .via(parts.end().flow())
        .watchTermination(
            (notUsed, done) -> {
              done.whenComplete((end, failure) -> close());
              return notUsed;
            });
  }

  private void close() {
    timer.cancel();
    watch.close();
    parts.viewers().leave();
  }

  private synchronized Optional<LivePicture> next() {
    Optional<LivePicture> picture = watch.next();
    if (picture.isEmpty() && repeat) {
      picture = Optional.ofNullable(last);
    }
    if (picture.isPresent()) {
      last = picture.get();
      repeat = false;
      sent = true;
    }
    return picture;
  }

  private void look() {
    if (!isThere.getAsBoolean() || watch.isOver()) {
      outgoing.end();
      return;
    }
    synchronized (this) {
      repeat = !sent;
      sent = false;
    }
    outgoing.news();
  }

  /** Ends with the separator: browsers show a picture when they see that it has ended. */
  private static ByteString part(LivePicture picture) {
    String head =
        "Content-Type: image/jpeg\r\nContent-Length: " + picture.jpeg().length + "\r\n\r\n";
    return ByteString.fromArrayUnsafe(head.getBytes(StandardCharsets.US_ASCII))
        .concat(ByteString.fromArrayUnsafe(picture.jpeg()))
        .concat(ByteString.fromString("\r\n" + SEPARATOR));
  }
}
