package sluice.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.LiveVideo;
import sluice.core.LiveVideoViewer;
import sluice.core.NativeMemory;
import sluice.video.TestClip;
import sluice.video.decode.Decoder;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Demuxer;
import sluice.video.demux.PacketTap;

class LiveVideosIT {
  private static final int GROUP = 5;
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");

  @TempDir Path folder;
  private final LiveVideos videos = new LiveVideos(Runnable::run, InstantSource.fixed(NOW));
  private final AtomicInteger news = new AtomicInteger();
  private long before;

  @BeforeEach
  void countMemory() {
    before = NativeMemory.bytes();
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(NativeMemory.bytes()).isEqualTo(before);
    assertThat(videos.held()).isZero();
  }

  private Path clip(int pictures) {
    return new TestClip()
        .gop(GROUP)
        .coded("libopenh264", "yuv420p")
        .write(folder.resolve("a.mp4"), pictures);
  }

  private LiveVideoViewer watch() {
    return videos.watch("yard", news::incrementAndGet);
  }

  private static List<LiveVideo> rest(LiveVideoViewer viewer) {
    List<LiveVideo> all = new ArrayList<>();
    for (Optional<LiveVideo> next = viewer.next(); next.isPresent(); next = viewer.next()) {
      all.add(next.get());
    }
    return all;
  }

  /** Takes all that comes, as soon as it does. */
  private static final class Taker implements Runnable {
    private final List<LiveVideo> all = new ArrayList<>();
    private LiveVideoViewer viewer = LiveVideoViewer.ofNone("", "");

    static Taker of(LiveVideos videos) {
      Taker taker = new Taker();
      taker.viewer.close();
      taker.viewer = videos.watch("yard", taker);
      taker.run();
      return taker;
    }

    @Override
    public void run() {
      all.addAll(rest(viewer));
    }

    private List<LiveVideo.Fragment> fragments() {
      return all.stream()
          .filter(LiveVideo.Fragment.class::isInstance)
          .map(LiveVideo.Fragment.class::cast)
          .toList();
    }
  }

  private static void play(Path clip, PacketTap tap) {
    try (Demuxer demuxer = open(clip, tap)) {
      while (demuxer.read() != null) {
        // the tap sees it
      }
    }
  }

  private static Demuxer open(Path clip, PacketTap tap) {
    return Demuxer.open(DecoderSettings.file(clip), () -> false, List.of(tap));
  }

  private static void read(Demuxer demuxer, int packets) {
    for (int i = 0; i < packets; i++) {
      assertThat(demuxer.read()).isNotNull();
    }
  }

  private int decoded(List<LiveVideo> all) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (LiveVideo each : all) {
      switch (each) {
        case LiveVideo.Start start -> bytes.write(start.init());
        case LiveVideo.Fragment fragment -> bytes.write(fragment.bytes());
        case LiveVideo.Unavailable none -> throw new AssertionError(none.reason());
      }
    }
    int pictures = 0;
    try (Decoder decoder =
        TestClip.decoder(Files.write(folder.resolve("got.mp4"), bytes.toByteArray()))) {
      for (var picture = decoder.next(); picture != null; picture = decoder.next()) {
        picture.picture().close();
        pictures++;
      }
    }
    return pictures;
  }

  @Test
  void whoWatches_getsEachPictureAsAFragment_andAllOfThemPlay() throws IOException {
    Taker taker = Taker.of(videos);
    play(clip(13), videos.tap("yard"));

    assertThat(taker.all).hasSize(14);
    assertThat(taker.all.getFirst())
        .isInstanceOfSatisfying(
            LiveVideo.Start.class,
            start -> {
              assertThat(start.codecs()).matches("avc1\\.[0-9a-f]{6}");
              assertThat(start.width()).isEqualTo(96);
              assertThat(start.height()).isEqualTo(64);
            });
    List<LiveVideo.Fragment> fragments = taker.fragments();
    assertThat(fragments).extracting(LiveVideo.Fragment::number).isSorted().hasSize(13);
    assertThat(fragments).allMatch(each -> each.at().equals(NOW));
    for (int i = 0; i < fragments.size(); i++) {
      assertThat(fragments.get(i).keyFrame()).isEqualTo(i % GROUP == 0);
      assertThat(fragments.get(i).start()).isEqualTo(Duration.ofMillis(40L * i));
    }
    assertThat(decoded(taker.all)).isEqualTo(13);
    assertThat(videos.bytes())
        .isEqualTo(fragments.stream().mapToLong(each -> each.bytes().length).sum());
    taker.viewer.close();
    assertThat(videos.watchers()).isZero();
  }

  @Test
  void whileNobodyWatches_nothingIsMade_andWhoComesLastBeginsAtTheNextKeyFrame() {
    PacketTap tap = videos.tap("yard");
    try (Demuxer demuxer = open(clip(20), tap);
        LiveVideoViewer first = openAfter(demuxer, 7)) {
      assertThat(rest(first)).isEmpty();
      read(demuxer, 2);
      assertThat(rest(first)).as("its key frame was before").isEmpty();
      read(demuxer, 4);
      assertThat(rest(first)).as("a begin, and three pictures of a group").hasSize(1 + 4 - 1);
    }
  }

  private LiveVideoViewer openAfter(Demuxer demuxer, int packets) {
    read(demuxer, packets);
    assertThat(NativeMemory.bytes()).as("no muxer holds anything").isEqualTo(before);
    return watch();
  }

  @Test
  void whoComesWhileAnotherWatches_beginsAtTheLastKeyFrame_atOnce() throws IOException {
    try (Demuxer demuxer = open(clip(20), videos.tap("yard"));
        LiveVideoViewer first = watch()) {
      read(demuxer, 8);
      try (LiveVideoViewer second = watch()) {
        List<LiveVideo> held = rest(second);
        assertThat(held).hasSize(1 + 3);
        assertThat(decoded(held)).isEqualTo(3);
        read(demuxer, 1);
        assertThat(rest(second)).hasSize(1);
      }
      assertThat(videos.watchers()).isEqualTo(1);
      assertThat(rest(first)).hasSize(1 + 9);
    }
    assertThat(videos.watchers()).isZero();
  }

  @Test
  void whereTooMuchIsHeld_noGroupIs() {
    LiveVideos small = new LiveVideos(Runnable::run, InstantSource.fixed(NOW), 0);
    try (Demuxer demuxer = open(clip(20), small.tap("yard"));
        LiveVideoViewer first = small.watch("yard", () -> {})) {
      for (int i = 0; i < 3; i++) {
        read(demuxer, 1);
        assertThat(rest(first)).isNotEmpty();
      }
      try (LiveVideoViewer second = small.watch("yard", () -> {})) {
        assertThat(rest(second)).hasSize(1).allMatch(LiveVideo.Start.class::isInstance);
        List<LiveVideo> later = new ArrayList<>();
        for (int i = 0; i < GROUP; i++) {
          read(demuxer, 1);
          assertThat(rest(first)).isNotEmpty();
          later.addAll(rest(second));
        }
        assertThat(later).as("from the next key frame on").hasSize(3);
      }
    }
    assertThat(small.held()).isZero();
  }

  @Test
  void whoLeaves_leavesNothing_andWhoComesBackBeginsAnew() {
    try (Demuxer demuxer = open(clip(20), videos.tap("yard"))) {
      LiveVideoViewer first = watch();
      read(demuxer, 7);
      first.close();
      first.close();
      read(demuxer, 1);
      try (LiveVideoViewer second = watch()) {
        assertThat(rest(second)).isEmpty();
        read(demuxer, 3);
        assertThat(rest(second).getFirst()).isInstanceOf(LiveVideo.Start.class);
      }
    }
  }

  @Test
  void aSourceThatIsOpenedAgain_beginsAnew_forWhoWatches() throws IOException {
    Taker taker = Taker.of(videos);
    PacketTap tap = videos.tap("yard");
    play(clip(6), tap);
    int first = taker.all.size();
    play(clip(6), tap);
    List<LiveVideo> again = taker.all.subList(first, taker.all.size());
    assertThat(again.getFirst()).isInstanceOf(LiveVideo.Start.class);
    assertThat(decoded(again)).isEqualTo(6);
    assertThat(taker.fragments()).extracting(LiveVideo.Fragment::number).doesNotHaveDuplicates();
    taker.viewer.close();
  }

  @Test
  void whoIsNotifiedIsNotifiedOnce_untilThatIsTaken() {
    try (LiveVideoViewer viewer = watch()) {
      play(clip(6), videos.tap("yard"));
      assertThat(news).hasValue(1);
      assertThat(rest(viewer)).isNotEmpty();
      play(clip(6), videos.tap("yard"));
      assertThat(news).hasValue(2);
    }
  }

  @Test
  void videoThatCantBeSent_isTold_nowAndToWhoComesLater() {
    Path lossless = new TestClip().coded("ffv1", "yuv420p").write(folder.resolve("b.mkv"), 3);
    try (LiveVideoViewer first = watch();
        Demuxer demuxer = open(lossless, videos.tap("yard"));
        LiveVideoViewer second = watch()) {
      read(demuxer, 2);
      for (LiveVideoViewer each : List.of(first, second)) {
        assertThat(rest(each))
            .containsExactly(
                new LiveVideo.Unavailable(
                    "yard",
                    "its video is ffv1, which is not sent as it is (expected: h264, hevc or av1)"));
      }
    }
  }

  @Test
  void aStreamWithoutVideo_isTold_untilItIsRemoved() {
    videos.unsupported("yard", "its source is pictures");
    try (LiveVideoViewer viewer = watch()) {
      assertThat(rest(viewer))
          .containsExactly(new LiveVideo.Unavailable("yard", "its source is pictures"));
    }
    videos.forget("yard");
    try (LiveVideoViewer viewer = watch()) {
      assertThat(rest(viewer)).isEmpty();
    }
  }

  /** Cameras lose pictures, and tell other durations than there are: players take gaps for ends. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 9})
  void timesHaveNoGaps_alsoWhereTheSourcesHave(int lost) {
    Path clip =
        new TestClip()
            .gop(GROUP)
            .at(n -> 40L * (n < 4 ? n : n + lost))
            .coded("libopenh264", "yuv420p")
            .write(folder.resolve("gap.mkv"), 10);
    Taker taker = Taker.of(videos);
    play(clip, videos.tap("yard"));
    List<Long> starts = taker.fragments().stream().map(each -> each.start().toMillis()).toList();
    long gap = 40L * (lost + 1);
    assertThat(starts)
        .containsExactly(
            0L, 40L, 80L, 120L, 160L, 160L + gap, 200L + gap, 240L + gap, 280L + gap, 320L + gap);
    taker.viewer.close();
  }
}
