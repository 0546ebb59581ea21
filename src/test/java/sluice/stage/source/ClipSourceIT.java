package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.Delivery;
import sluice.core.DropCause;
import sluice.core.Playback;
import sluice.core.SourceInfo;
import sluice.video.FrameNumber;
import sluice.video.TestClip;

/** Real clips through FFmpeg; each picture carries its number in its pixels. */
@Timeout(60)
class ClipSourceIT {
  private static final int PICTURES = 40;

  @TempDir Path folder;
  private Path clip;

  @BeforeEach
  void writeClip() {
    clip = new TestClip().rate(25).write(folder.resolve("clip.mp4"), PICTURES);
  }

  @Test
  void wholeClip_isReadInOrder() throws Exception {
    try (ReaderRun run = start(options -> options)) {
      assertThat(numbers(run)).containsExactlyElementsOf(range(0, PICTURES));
      assertThat(run.outcome()).isNull();
      assertThat(run.heard.read()).isEqualTo(PICTURES);
      assertThat(run.heard.damaged()).isZero();
      assertThat(run.reader.opened().toCompletableFuture().get())
          .isEqualTo(new SourceInfo(clip.toString(), 96, 64, 25, PICTURES, false));
    }
  }

  @Test
  void skipLoopAndLimit_repeatTheSamePartAndCountOn() {
    try (ReaderRun run = start(options -> options.skipFirst(30).loop(true).limit(25))) {
      assertThat(numbers(run))
          .containsExactlyElementsOf(range(0, 25).stream().map(i -> 30 + i % 10).toList());
    }
    try (ReaderRun run = start(options -> options.skipFirst(30).loop(true).limit(25))) {
      List<ReaderRun.Seen> seen = run.collect();
      for (int i = 0; i < seen.size(); i++) {
        assertThat(seen.get(i))
            .isEqualTo(new ReaderRun.Seen(30 + i, (30 + i) * 40_000_000L, false));
      }
    }
  }

  @Test
  void fps_keepsEveryNth() {
    try (ReaderRun run = start(options -> options.fps(5))) {
      assertThat(numbers(run)).containsExactly(0, 5, 10, 15, 20, 25, 30, 35);
      assertThat(run.heard.drops()).isEqualTo(Map.of(DropCause.RATE, 32));
    }
  }

  @Test
  void flip_mirrorsTheColumnsOfTheNumber() {
    try (ReaderRun run = start(options -> options.flip(true).limit(12))) {
      assertThat(numbers(run)).containsExactly(0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13);
    }
  }

  @Test
  void latest_givesTheLastPictureToALateConsumer() {
    try (ReaderRun run = start(options -> options.delivery(Delivery.LATEST))) {
      run.awaitEnd();
      assertThat(numbers(run)).containsExactly(PICTURES - 1);
      assertThat(run.heard.drops()).isEqualTo(Map.of(DropCause.OVERLOAD, PICTURES - 1));
    }
  }

  @Test
  void rotatedClip_showsItsDisplayedSize() throws Exception {
    clip = new TestClip().rotated(90).write(folder.resolve("rotated.mp4"), 3);
    try (ReaderRun run = start(options -> options)) {
      assertThat(run.collect()).hasSize(3);
      SourceInfo info = run.reader.opened().toCompletableFuture().get();
      assertThat(List.of(info.width(), info.height())).containsExactly(64, 96);
    }
  }

  @Test
  void realtime_followsAVariableRate() {
    long[] millis = {0, 40, 50, 300, 310, 900};
    clip = new TestClip().at(n -> millis[n]).write(folder.resolve("variable.mkv"), millis.length);
    ManualClock clock = ManualClock.jumping();
    SourceSettings settings = settings(Playback.builder().realtime(true).build());
    try (ReaderRun run = new ReaderRun(settings, SourceOpener.of(settings), clock).start()) {
      assertThat(numbers(run)).containsExactly(0, 1, 2, 3, 4, 5);
      assertThat(clock.waits().stream().map(wait -> wait / 1_000_000))
          .containsExactly(0L, 40L, 10L, 250L, 10L, 590L);
    }
  }

  @Test
  void damagedClip_givesWhatDecodesAndCountsTheRest() throws IOException {
    clip = new TestClip().size(320, 240).write(folder.resolve("whole.ts"), PICTURES);
    byte[] bytes = Files.readAllBytes(clip);
    Random random = new Random(7);
    for (int i = 2_000; i < bytes.length - 100; i += 1_000) {
      bytes[i + random.nextInt(100)] ^= 0x55;
    }
    clip = Files.write(folder.resolve("damaged.ts"), bytes);
    try (ReaderRun run = start(options -> options)) {
      List<ReaderRun.Seen> seen = run.collect();
      assertThat(run.outcome()).isNull();
      assertThat(seen).hasSizeGreaterThan(PICTURES / 2);
      assertThat(run.heard.damaged()).isPositive();
    }
  }

  @Test
  void stopInMidClip_leavesNothingOpen() {
    try (ReaderRun run = start(options -> options.loop(true))) {
      assertThat(run.collect(100)).hasSize(100);
      run.reader.stop();
      assertThat(run.outcome()).isNull();
    }
  }

  private SourceSettings settings(Playback playback) {
    return new SourceSettings(SourceLocation.parse(clip.toString()), playback);
  }

  private ReaderRun start(UnaryOperator<Playback.Builder> options) {
    SourceSettings settings = settings(options.apply(Playback.builder()).build());
    return new ReaderRun(settings, SourceOpener.of(settings), ManualClock.jumping()).start();
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  /** The number that each picture carries. */
  private static List<Integer> numbers(ReaderRun run) {
    List<Integer> numbers = new ArrayList<>();
    run.forEach(frame -> numbers.add(FrameNumber.of(frame.picture())));
    return numbers;
  }
}
