package sluice.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sluice.core.LiveVideo;
import sluice.core.LiveVideoFeed;
import sluice.core.LiveVideoViewer;

/** Video that another node sends, and what comes of this node's own source beside it. */
class RemoteVideoTest {
  private final LiveVideos videos = new LiveVideos(Runnable::run, InstantSource.system());

  @AfterEach
  void nothingIsLeft() {
    assertThat(videos.held()).isZero();
    assertThat(videos.watchers()).isZero();
  }

  private LiveVideoViewer watch() {
    return videos.watch("yard", () -> {});
  }

  private static LiveVideo.Start start(String codecs) {
    return new LiveVideo.Start("yard", codecs, 4, 3, new byte[9]);
  }

  private static LiveVideo.Fragment fragment(long number, boolean key) {
    return new LiveVideo.Fragment(
        "yard", number, Instant.EPOCH, Duration.ofMillis(40 * number), key, new byte[10]);
  }

  /** Codecs of a begin, numbers of fragments, reasons. */
  private static List<String> rest(LiveVideoViewer viewer) {
    List<String> all = new ArrayList<>();
    for (Optional<LiveVideo> next = viewer.next(); next.isPresent(); next = viewer.next()) {
      all.add(
          switch (next.get()) {
            case LiveVideo.Start start -> start.codecs();
            case LiveVideo.Fragment fragment -> Long.toString(fragment.number());
            case LiveVideo.Unavailable none -> none.reason();
          });
    }
    return all;
  }

  @Test
  void whileNobodyWatches_orTheOwnSourceIsThere_nothingIsTakenFromElsewhere() {
    assertThat(videos.feed("yard")).isEmpty();
    VideoTap tap = new VideoTap(videos, "yard", InstantSource.system());
    VideoChannel channel = videos.opened("yard", tap);
    try (LiveVideoViewer viewer = watch()) {
      assertThat(videos.feed("yard")).isEmpty();
      channel.begin(tap, start("own"));
      channel.add(tap, fragment(7, true));
      assertThat(rest(viewer)).containsExactly("own", "7");
      channel.closed(tap);
      assertThat(videos.feed("yard")).isPresent();
    }
  }

  @Test
  void theOwnSource_takesOver_andWhatStillComesFromElsewhereGoesNowhere() {
    try (LiveVideoViewer viewer = watch()) {
      LiveVideoFeed feed = videos.feed("yard").orElseThrow();
      feed.add(start("far"));
      feed.add(fragment(40, true));
      VideoTap tap = new VideoTap(videos, "yard", InstantSource.system());
      VideoChannel channel = videos.opened("yard", tap);
      feed.add(fragment(41, false));
      channel.begin(tap, start("own"));
      feed.add(start("far again"));
      feed.add(new LiveVideo.Unavailable("yard", "gone"));
      channel.add(tap, fragment(0, true));
      feed.add(fragment(42, true));
      feed.close();
      channel.add(tap, fragment(1, false));
      assertThat(rest(viewer)).containsExactly("far", "40", "own", "41", "42");
      channel.closed(tap);
    }
  }

  @Test
  void numbersRise_overAllThatAStreamBegins() {
    try (LiveVideoViewer viewer = watch()) {
      LiveVideoFeed feed = videos.feed("yard").orElseThrow();
      feed.add(fragment(3, true)); // what it belongs to isn't there
      feed.add(start("a"));
      feed.add(fragment(100, true));
      feed.add(fragment(102, false));
      feed.add(start("b"));
      feed.add(fragment(0, true));
      feed.add(fragment(2, false));
      assertThat(rest(viewer)).containsExactly("a", "100", "102", "b", "103", "105");
      feed.add(start("c"));
      feed.add(fragment(200, true));
      feed.close();
      feed.close();
      assertThat(rest(viewer)).containsExactly("c", "200");
    }
  }

  @Test
  void thatThereIsNone_isToldOnce_andToWhoComes_untilItBegins() {
    try (LiveVideoViewer first = watch()) {
      LiveVideoFeed feed = videos.feed("yard").orElseThrow();
      feed.add(new LiveVideo.Unavailable("yard", "down"));
      assertThat(rest(first)).containsExactly("down");
      feed.add(new LiveVideo.Unavailable("yard", "down"));
      assertThat(rest(first)).isEmpty();
      try (LiveVideoViewer second = watch()) {
        assertThat(rest(second)).containsExactly("down");
        feed.add(start("a"));
        feed.add(fragment(0, true));
        assertThat(rest(second)).containsExactly("a", "0");
      }
      feed.add(new LiveVideo.Unavailable("yard", "down"));
      feed.close();
      try (LiveVideoViewer third = watch()) {
        assertThat(rest(third)).isEmpty();
      }
    }
  }

  @Test
  void aSourceThatNeverReturned_isForgottenWithTheStream_butNoOtherNodes() {
    VideoTap stuck = new VideoTap(videos, "yard", InstantSource.system());
    VideoChannel channel = videos.opened("yard", stuck);
    try (LiveVideoViewer viewer = watch()) {
      videos.forget("yard");
      LiveVideoFeed feed = videos.feed("yard").orElseThrow();
      videos.forget("yard");
      feed.add(start("far"));
      feed.add(fragment(0, true));
      channel.begin(stuck, start("own"));
      assertThat(rest(viewer)).containsExactly("far", "0");
      feed.close();
    }
  }
}
