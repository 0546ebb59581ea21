package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.Box;
import sluice.core.DropCause;
import sluice.metrics.RunSnapshot;
import sluice.testing.BrightClip;
import sluice.testing.ResultLine;
import sluice.testing.TestJob;
import sluice.testing.TinySsd;

/** A whole job on one clip: every result is held to what was drawn in its picture. */
@Timeout(60)
class DetectRunIT {
  private static final Offset<Double> NEAR = Offset.offset(0.01);
  private static final Offset<Float> EDGE = Offset.offset(0.001f);
  private static final long FRAME_NANOS = 40_000_000;

  @TempDir Path folder;
  private Path lines;

  @BeforeEach
  void nameLines() {
    lines = folder.resolve("lines.jsonl");
  }

  private TestJob job(Path clip) {
    return new TestJob(TinySsd.write(folder)).input(clip, lines);
  }

  private Path clip(int pictures) {
    return BrightClip.write(folder, "clip.mkv", pictures);
  }

  private List<ResultLine> lines() {
    return ResultLine.read(lines);
  }

  private static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  @Test
  void everyFrame_givesItsLineInOrder() {
    DetectSummary.Input input = job(clip(60)).runOne();

    assertThat(ResultLine.frames(lines())).isEqualTo(range(0, 60));
    assertThat(lines())
        .allSatisfy(
            line -> {
              int n = (int) line.frame();
              assertThat(line.timestampNanos()).isEqualTo(n * FRAME_NANOS);
              assertThat(line.found())
                  .containsOnlyKeys(TinySsd.LEFT, TinySsd.RIGHT_RED, TinySsd.TOP);
              assertThat(line.confidence(TinySsd.LEFT)).isCloseTo(BrightClip.confidence(n), NEAR);
              assertThat(line.confidence(TinySsd.RIGHT_RED))
                  .isCloseTo(BrightClip.RED_CONFIDENCE, NEAR);
              assertBox(line.detection(TinySsd.LEFT).box(), TinySsd.LEFT_BOX);
            });
    RunSnapshot counts = input.metrics();
    assertThat(counts.read()).isEqualTo(60);
    assertThat(counts.finished()).isEqualTo(60);
    assertThat(counts.droppedInAll()).isZero();
    assertThat(counts.detectionsByLabel()).containsOnlyKeys("0", "1", "2").containsEntry("1", 60L);
    assertThat(input.files()).containsExactly(lines);
  }

  @Test
  void loopedClip_continuesNumbering_untilTheLimit() {
    job(clip(7)).loop().limit(30).runOne();

    assertThat(ResultLine.frames(lines())).isEqualTo(range(0, 30));
    assertThat(lines().stream().map(ResultLine::drawnNumber).toList())
        .isEqualTo(IntStream.range(0, 30).mapToObj(n -> n % 7).toList());
    assertThat(lines().stream().map(ResultLine::timestampNanos).toList())
        .isEqualTo(LongStream.range(0, 30).mapToObj(n -> n * FRAME_NANOS).toList());
  }

  @Test
  void frameLimit_endsTheRunOrderly() {
    RunSnapshot counts = job(clip(60)).limit(10).runOne().metrics();

    assertThat(ResultLine.frames(lines())).isEqualTo(range(0, 10));
    assertThat(counts.finished()).isEqualTo(10);
    assertThat(counts.read()).isEqualTo(10);
  }

  @Test
  void skippedPictures_areReadButNotEmitted() {
    RunSnapshot counts = job(clip(20)).skipFirst(8).runOne().metrics();

    assertThat(ResultLine.frames(lines())).isEqualTo(range(8, 20));
    assertThat(lines()).allMatch(ResultLine::isAsDrawn);
    assertThat(counts.read()).isEqualTo(20);
    assertThat(counts.finished()).isEqualTo(12);
  }

  @Test
  void lowerRate_dropsFrames_andCountsThem() {
    RunSnapshot counts = job(clip(50)).fps(5).runOne().metrics();

    assertThat(ResultLine.frames(lines()))
        .isEqualTo(range(0, 10).stream().map(n -> n * 5).toList());
    assertThat(lines()).allMatch(ResultLine::isAsDrawn);
    assertThat(counts.read()).isEqualTo(50);
    assertThat(counts.finished()).isEqualTo(10);
    assertThat(counts.dropped()).containsEntry(DropCause.RATE, 40L);
  }

  @Test
  void flippedPictures_areInferredMirrored() {
    job(clip(5)).flip().runOne();

    assertThat(lines())
        .hasSize(5)
        .allSatisfy(
            line -> {
              assertThat(line.confidence(TinySsd.LEFT)).isCloseTo(BrightClip.RED_BRIGHTNESS, NEAR);
              assertThat(line.confidence(TinySsd.RIGHT_RED))
                  .isCloseTo(BrightClip.confidence((int) line.frame()), NEAR);
              assertBox(line.detection(TinySsd.RIGHT_RED).box(), TinySsd.RIGHT_BOX);
            });
  }

  @Test
  void aLetterbox_isBlackForThisFamily_andBoxesAreMappedBack() {
    job(BrightClip.of(128, 64).write(folder.resolve("wide.mkv"), 3)).letterbox().runOne();

    assertThat(lines())
        .hasSize(3)
        .allSatisfy(
            line -> {
              assertThat(line.found()).as("black").doesNotContainKey(TinySsd.TOP);
              assertThat(line.confidence(TinySsd.LEFT))
                  .isCloseTo(BrightClip.confidence((int) line.frame()), NEAR);
              assertBox(line.detection(TinySsd.LEFT).box(), new Box(0.125f, 0f, 0.375f, 1f));
            });
  }

  @Test
  void aSlowModel_givesTheLatestOfAPacedClip_andCountsTheRest() {
    Path fast = BrightClip.of().rate(500).write(folder.resolve("fast.mkv"), 40);
    RunSnapshot counts =
        new TestJob(TinySsd.slow(folder, 150))
            .input(fast, lines)
            .oneAtATime()
            .realtime()
            .latest()
            .runOne()
            .metrics();

    assertThat(lines()).allMatch(ResultLine::isAsDrawn);
    assertThat(ResultLine.frames(lines())).isSorted().doesNotHaveDuplicates().contains(39L);
    assertThat(counts.read()).isEqualTo(40);
    assertThat(counts.finished()).isEqualTo(lines().size());
    assertThat(counts.dropped().get(DropCause.OVERLOAD)).isPositive();
    assertThat(counts.dropped().get(DropCause.OVERLOAD)).isEqualTo(40 - counts.finished());
  }

  private static void assertBox(Box actual, Box expected) {
    assertThat(actual.xMin()).isCloseTo(expected.xMin(), EDGE);
    assertThat(actual.yMin()).isCloseTo(expected.yMin(), EDGE);
    assertThat(actual.xMax()).isCloseTo(expected.xMax(), EDGE);
    assertThat(actual.yMax()).isCloseTo(expected.yMax(), EDGE);
  }
}
