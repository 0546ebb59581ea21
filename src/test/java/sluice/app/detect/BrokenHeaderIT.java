package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.ErrorCode;
import sluice.testing.BrightClip;
import sluice.testing.TestJob;
import sluice.testing.TinySsd;
import sluice.video.BadClips;
import sluice.video.ClipReader;

/** Files whose header errs, or says little, are worked on to their last picture. */
@Timeout(120)
class BrokenHeaderIT {
  private static final Pattern TIMESTAMP = Pattern.compile("\"timestamp\":(\\d+)");

  @TempDir Path folder;

  @Test
  void headerWithTwiceTheFrames_endsWithExistingFrames() throws IOException {
    int pictures = 1541;
    Path clip = BadClips.twiceAsManyPromised(folder.resolve("promises.avi"), pictures);

    assertThat(timesOf(clip, pictures)).isSorted().doesNotHaveDuplicates();
    assertThat(ClipReader.read(folder.resolve("out.mp4")).frames()).hasSize(pictures);
  }

  @Test
  void clipWithoutIndex_isDetected_despiteBrokenHeader() throws IOException {
    int pictures = 60;
    Path clip = BadClips.twiceAsManyPromised(folder.resolve("lost-power.avi"), pictures);

    timesOf(BadClips.withoutIndex(clip), pictures);
  }

  @Test
  void aFileWithoutTimestamps_isTakenToRunAtTheUsualRate() throws IOException {
    int pictures = 40;
    Path clip =
        BrightClip.of().coded("mpeg4", "yuv420p").write(folder.resolve("bare.m4v"), pictures);

    List<Long> times = timesOf(clip, pictures);

    assertThat(times).isSorted().doesNotHaveDuplicates();
    assertThat(times.getLast()).isBetween(1_000_000_000L, 2_000_000_000L);
  }

  @Test
  void aHeaderWithoutFrames_isAFailureThatLeavesNothing() {
    TestJob job =
        new TestJob(TinySsd.write(folder))
            .input(
                BadClips.avi(folder.resolve("header.avi"), 0),
                folder.resolve("out.mp4"),
                folder.resolve("out.jsonl"));

    DetectSummary summary = job.run();

    assertThat(summary.inputs().getFirst().failure())
        .hasValueSatisfying(
            failure -> {
              assertThat(failure.code()).isEqualTo(ErrorCode.INPUT);
              assertThat(failure).hasMessageContaining("header.avi");
            });
    assertThat(folder.resolve("out.jsonl")).doesNotExist();
    assertThat(folder.resolve("out.mp4")).doesNotExist();
    assertThat(folder.resolve("out.part.mp4")).doesNotExist();
  }

  /** Works on a clip, which must give so many results, and tells their times. */
  private List<Long> timesOf(Path clip, int pictures) throws IOException {
    Path lines = folder.resolve("out.jsonl");
    DetectSummary summary =
        new TestJob(TinySsd.write(folder)).input(clip, folder.resolve("out.mp4"), lines).run();

    assertThat(summary.inputs().getFirst().failure()).isEmpty();
    assertThat(summary.whole().finished()).isEqualTo(pictures);
    assertThat(folder.resolve("out.part.mp4")).doesNotExist();
    return TIMESTAMP
        .matcher(Files.readString(lines))
        .results()
        .map((MatchResult found) -> Long.parseLong(found.group(1)))
        .toList();
  }
}
