package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.testing.BrightClip;
import sluice.testing.ResultLine;
import sluice.testing.TestJob;
import sluice.testing.TinySsd;
import sluice.video.TestClip;

/** Jobs on several inputs, and on inputs that are missing or broken. */
@Timeout(60)
class DetectInputsIT {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;

  @TempDir Path folder;

  private TestJob job() {
    return new TestJob(TinySsd.write(folder));
  }

  private Path lines(String name) {
    return folder.resolve(name + ".jsonl");
  }

  @Test
  void severalInputs_yieldOneFileEach_andAreSummed() {
    DetectSummary summary =
        job()
            .input(BrightClip.write(folder, "a.mkv", 12), lines("a"))
            .input(BrightClip.write(folder, "b.mkv", 5), lines("b"))
            .input(BrightClip.write(folder, "c.mkv", 9), lines("c"))
            .run();

    assertNumbered(lines("a"), 12);
    assertNumbered(lines("b"), 5);
    assertNumbered(lines("c"), 9);
    assertThat(summary.inputs())
        .extracting(DetectSummary.Input::name)
        .containsExactly("a.mkv", "b.mkv", "c.mkv");
    assertThat(summary.inputs())
        .extracting(input -> input.metrics().finished())
        .containsExactly(12L, 5L, 9L);
    assertThat(summary.whole().finished()).isEqualTo(26);
    assertThat(summary.inference().orElseThrow().inferences()).isEqualTo(26);
  }

  @Test
  void failedInput_doesNotAffectOthers() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.mp4"), "This is not a video.\n".repeat(99));
    DetectSummary summary =
        job()
            .input(BrightClip.write(folder, "a.mkv", 12), lines("a"))
            .input(
                folder.resolve("missing.mp4"), folder.resolve("missing.out.mp4"), lines("missing"))
            .input(text, lines("notes"))
            .input(BrightClip.write(folder, "b.mkv", 5), lines("b"))
            .run();

    assertNumbered(lines("a"), 12);
    assertNumbered(lines("b"), 5);
    assertFailed(summary.inputs().get(1), "missing.mp4 does not exist");
    assertFailed(summary.inputs().get(2), "notes.mp4", "not a video");
    assertThat(summary.inputs())
        .extracting(input -> input.files().size())
        .containsExactly(1, 0, 0, 1);
    assertThat(summary.inputs().get(3).failure()).isEmpty();
    assertThat(summary.whole().finished()).isEqualTo(17);
    assertThat(List.of(lines("missing"), folder.resolve("missing.out.mp4"), lines("notes")))
        .noneMatch(Files::exists);
  }

  @Test
  void inputShorterThanSkipFirst_fails() {
    Path clip = BrightClip.write(folder, "a.mkv", 5);
    DetectSummary.Input input =
        job().input(clip, lines("a")).skipFirst(5).run().inputs().getFirst();

    assertFailed(input, "nothing left after skip-first: 5");
  }

  @Test
  void damageAtTheEnd_isCounted_andWhatDecodesIsUsed() throws IOException {
    Path clip = lively().write(folder.resolve("damaged.ts"), 60);
    byte[] bytes = Files.readAllBytes(clip);
    Random random = new Random(1);
    for (int i = bytes.length / 2; i < bytes.length - 100; i += 2000) {
      bytes[i + random.nextInt(100)] ^= 0x55;
    }
    Files.write(clip, bytes);

    DetectSummary.Input input = job().input(clip, lines("damaged")).runOne();

    assertThat(input.metrics().damaged()).isPositive();
    assertThat(input.metrics().finished()).isBetween(30L, 60L);
    List<ResultLine> lines = ResultLine.read(lines("damaged"));
    assertThat(lines).hasSize((int) input.metrics().finished());
    assertThat(lines.subList(0, 20))
        .allSatisfy(
            line ->
                assertThat(line.confidence(TinySsd.LEFT))
                    .isCloseTo(BrightClip.confidence((int) line.frame()), Offset.offset(0.02)));
  }

  @Test
  void truncatedCopy_yieldsItsPictures() throws IOException {
    Path clip = lively().write(folder.resolve("cut.ts"), 60);
    byte[] bytes = Files.readAllBytes(clip);
    Files.write(clip, Arrays.copyOf(bytes, bytes.length / 2));

    DetectSummary.Input input = job().input(clip, lines("cut")).runOne();

    assertThat(ResultLine.read(lines("cut"))).hasSize((int) input.metrics().finished());
    assertThat(input.metrics().finished()).isBetween(15L, 45L);
  }

  /** With noise at its lower edge, for there to be bytes that can be damaged. */
  private static TestClip lively() {
    Random noise = new Random(2);
    return BrightClip.of(WIDTH, HEIGHT)
        .coded("libopenh264", "yuv420p")
        .painted(
            (n, x, y) ->
                y < HEIGHT * 13 / 16
                    ? (int) Math.round(BrightClip.confidence(n) * 255) * 0x010101
                    : noise.nextInt(0x1000000));
  }

  private static void assertNumbered(Path file, int pictures) {
    List<ResultLine> lines = ResultLine.read(file);
    assertThat(ResultLine.frames(lines)).isEqualTo(LongStream.range(0, pictures).boxed().toList());
    assertThat(lines).allMatch(ResultLine::isAsDrawn);
  }

  private static void assertFailed(DetectSummary.Input input, String... words) {
    SluiceException failure = input.failure().orElseThrow();
    assertThat(failure.code()).isEqualTo(ErrorCode.INPUT);
    assertThat(failure).hasMessageContainingAll(words);
    assertThat(input.metrics().finished()).isZero();
  }
}
