package sluice.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.core.LiveVideo;

class VideoQueueTest {
  private static final int HUGE = (int) VideoQueue.MOST_BYTES;

  private static final long MOST_HELD = 3L * HUGE;

  private final VideoCounts counts = new VideoCounts(MOST_HELD);
  private final VideoQueue queue = new VideoQueue(counts);

  private static LiveVideo.Start start() {
    return new LiveVideo.Start("a", "avc1.42e01e", 4, 3, new byte[9]);
  }

  private static LiveVideo.Fragment fragment(long number, boolean key, int bytes) {
    return new LiveVideo.Fragment(
        "a", number, Instant.EPOCH, Duration.ofMillis(40 * number), key, new byte[bytes]);
  }

  /** Groups of three pictures; the first of each is a key frame. */
  private void pictures(int from, int to) {
    for (int n = from; n < to; n++) {
      queue.add(fragment(n, n % 3 == 0, 10));
    }
  }

  /** All that waits: numbers of fragments, -1 for a begin, -2 for the word that there is none. */
  private List<Long> rest() {
    List<Long> all = new ArrayList<>();
    for (Optional<LiveVideo> next = queue.next(); next.isPresent(); next = queue.next()) {
      all.add(
          switch (next.get()) {
            case LiveVideo.Start _ -> -1L;
            case LiveVideo.Fragment fragment -> fragment.number();
            case LiveVideo.Unavailable _ -> -2L;
          });
    }
    return all;
  }

  @Test
  void allComesInOrder_fromTheFirstKeyFrameOn() {
    queue.add(start());
    pictures(1, 8);
    assertThat(rest()).containsExactly(-1L, 3L, 4L, 5L, 6L, 7L);
    pictures(8, 10);
    assertThat(rest()).containsExactly(8L, 9L);
    assertThat(counts.skipped(SkipCause.SLOW)).isZero();
  }

  @Test
  void whoIsMoreThanTwoGroupsBehind_goesOnWithTheNewestKeyFrame() {
    queue.add(start());
    pictures(0, 2);
    assertThat(queue.next()).isPresent();
    assertThat(queue.next()).isPresent();
    pictures(2, 9);
    assertThat(counts.skipped(SkipCause.SLOW)).isZero();
    pictures(9, 11);
    assertThat(counts.skipped(SkipCause.SLOW)).as("the rest of one, and two").isEqualTo(3);
    assertThat(rest()).containsExactly(9L, 10L);
    assertThat(counts.skipped(SkipCause.LARGE)).isZero();
  }

  @Test
  void aBeginStays_whenWhatIsAroundItIsSkipped() {
    pictures(0, 3);
    queue.add(start());
    pictures(3, 10);
    assertThat(rest()).containsExactly(-1L, 6L, 7L, 8L, 9L);
  }

  @Test
  void aBeginAwaitsAKeyFrame() {
    pictures(0, 2);
    queue.add(start());
    pictures(2, 5);
    assertThat(rest()).containsExactly(0L, 1L, -1L, 3L, 4L);
  }

  @Test
  void aGroupThatIsTooLarge_isGivenUpToTheNextKeyFrame() {
    queue.add(start());
    queue.add(fragment(0, true, HUGE));
    queue.add(fragment(1, false, 1));
    queue.add(fragment(2, false, 1));
    assertThat(rest()).containsExactly(-1L);
    assertThat(counts.skipped(SkipCause.LARGE)).isEqualTo(1);
    queue.add(fragment(3, true, 1));
    assertThat(rest()).containsExactly(3L);
  }

  @Test
  void bytesOfTwoGroups_skipTheFirst() {
    queue.add(fragment(0, true, HUGE - 10));
    queue.add(fragment(1, true, 9));
    queue.add(fragment(2, false, 9));
    assertThat(rest()).containsExactly(1L, 2L);
    assertThat(counts.skipped(SkipCause.LARGE)).isEqualTo(1);
    pictures(3, 6);
    assertThat(rest()).as("what was taken out waits no more").hasSize(3);
  }

  @Test
  void whereAllTogetherIsTooMuch_whoWaitsIsSkipped_andWhoTakesIsNot() {
    counts.held(MOST_HELD);
    queue.add(fragment(0, true, 1));
    assertThat(rest()).containsExactly(0L);
    queue.add(fragment(1, false, 1));
    queue.add(fragment(2, false, 1));
    assertThat(rest()).isEmpty();
    assertThat(counts.skipped(SkipCause.LARGE)).isEqualTo(1);
    counts.held(-MOST_HELD);
    pictures(3, 5);
    assertThat(rest()).containsExactly(3L, 4L);
    assertThat(counts.held()).isZero();
  }

  @Test
  void afterTheWordThatThereIsNoVideo_onlyAKeyFrameCounts() {
    pictures(0, 2);
    queue.add(new LiveVideo.Unavailable("a", "why"));
    pictures(2, 4);
    assertThat(rest()).containsExactly(-2L, 3L);
  }
}
