package sluice.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.junit.jupiter.api.Test;
import sluice.core.LiveVideo;
import sluice.core.LiveVideoViewer;
import sluice.core.LiveViewer;

class VideoOutboxTest {
  private final FakeVideos videos = new FakeVideos();
  private final VideoOutbox outbox = new VideoOutbox(videos, () -> {});

  /** What waits for each viewer. */
  private static final class FakeVideos implements LivePictures {
    final Map<String, Deque<LiveVideo>> waiting = new HashMap<>();
    final Set<String> watched = new HashSet<>();

    @Override
    public LiveViewer watch(String stream, int width, Runnable news) {
      throw new AssertionError("no pictures are asked for");
    }

    @Override
    public LiveVideoViewer video(String stream, Runnable news) {
      Deque<LiveVideo> mine = new ArrayDeque<>();
      waiting.put(stream, mine);
      assertThat(watched.add(stream)).isTrue();
      return new LiveVideoViewer() {
        @Override
        public Optional<LiveVideo> next() {
          return Optional.ofNullable(mine.poll());
        }

        @Override
        public void close() {
          watched.remove(stream);
        }
      };
    }
  }

  private void comes(String stream, long number, int bytes) {
    videos
        .waiting
        .get(stream)
        .add(
            new LiveVideo.Fragment(
                stream,
                number,
                Instant.parse("2026-01-01T00:00:00.5Z"),
                Duration.ofMillis(1250),
                number == 0,
                new byte[bytes]));
  }

  private static String header(Message message) {
    ByteBuffer bytes = message.asBinaryMessage().getStrictData().asByteBuffer();
    int length = bytes.getInt();
    return StandardCharsets.UTF_8.decode(bytes).toString().substring(0, length);
  }

  private static int bytes(Message message) {
    ByteBuffer bytes = message.asBinaryMessage().getStrictData().asByteBuffer();
    return bytes.limit() - Integer.BYTES - bytes.getInt();
  }

  @Test
  void messages_sayWhatTheyAre() {
    Message start =
        VideoOutbox.message(new LiveVideo.Start("a", "avc1.42e01e", 4, 3, new byte[] {1, 2}));
    assertThat(header(start))
        .isEqualTo(
            "{\"stream\":\"a\",\"kind\":\"init\",\"codecs\":\"avc1.42e01e\",\"width\":4,\"height\":3}");
    assertThat(bytes(start)).isEqualTo(2);
    outbox.watch(Set.of("a"));
    comes("a", 0, 5);
    Message fragment = outbox.next().orElseThrow();
    assertThat(header(fragment))
        .isEqualTo(
            "{\"stream\":\"a\",\"kind\":\"fragment\",\"number\":0,\"at\":\"2026-01-01T00:00:00.500Z\","
                + "\"start\":1.25,\"key\":true}");
    assertThat(bytes(fragment)).isEqualTo(5);
    assertThat(
            VideoOutbox.message(new LiveVideo.Unavailable("a", "why"))
                .asTextMessage()
                .getStrictText())
        .isEqualTo("{\"type\":\"no-video\",\"stream\":\"a\",\"reason\":\"why\"}");
  }

  @Test
  void noMoreIsSent_thanMayBeOnTheWay_untilItIsAcknowledged() {
    outbox.watch(Set.of("a"));
    for (int n = 0; n < VideoOutbox.MOST_ON_THE_WAY + 3; n++) {
      comes("a", n, 1);
    }
    for (int n = 0; n < VideoOutbox.MOST_ON_THE_WAY; n++) {
      assertThat(outbox.next()).isPresent();
    }
    assertThat(outbox.next()).isEmpty();
    outbox.taken("b", 7);
    assertThat(outbox.next()).isEmpty();
    outbox.taken("a", 1);
    assertThat(outbox.next()).isPresent();
    assertThat(outbox.next()).isPresent();
    assertThat(outbox.next()).isEmpty();
  }

  @Test
  void bytesOnTheWay_areLimitedToo_butForOneFragment() {
    outbox.watch(Set.of("a"));
    int large = (int) VideoOutbox.MOST_BYTES_ON_THE_WAY;
    comes("a", 0, large);
    comes("a", 1, large);
    assertThat(outbox.next()).isPresent();
    assertThat(outbox.next()).isEmpty();
    outbox.taken("a", 0);
    assertThat(outbox.next()).isPresent();
  }

  @Test
  void streamsTakeTurns() {
    outbox.watch(Set.of("a", "b"));
    for (int n = 0; n < 2; n++) {
      comes("a", n, 1);
      comes("b", n, 1);
    }
    String first = header(outbox.next().orElseThrow());
    String second = header(outbox.next().orElseThrow());
    assertThat(first.substring(0, 13)).isNotEqualTo(second.substring(0, 13));
  }

  @Test
  void whatIsNotWatchedAnyMore_isClosed_andTheRestGoesOn() {
    outbox.watch(Set.of("a", "b"));
    comes("b", 0, 1);
    outbox.watch(Set.of("b", "c"));
    assertThat(videos.watched).containsExactlyInAnyOrder("b", "c");
    assertThat(outbox.next()).isPresent();
    outbox.close();
    assertThat(videos.watched).isEmpty();
    assertThat(outbox.next()).isEmpty();
  }
}
