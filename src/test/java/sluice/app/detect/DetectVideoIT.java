package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.testing.Colors.assertNear;

import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.Box;
import sluice.testing.BrightClip;
import sluice.testing.ResultLine;
import sluice.testing.TestJob;
import sluice.testing.TinySsd;
import sluice.video.ClipReader;
import sluice.video.ClipReader.Shown;
import sluice.video.image.CanvasColors;

/** The annotated video of a job, as a player sees it. */
@Timeout(60)
class DetectVideoIT {
  /** Encoding smears a line of two pixels; what lies beside it is grey, farther off than this. */
  private static final int LINE_TOLERANCE = 110;

  private static final int WIDTH = 640;
  private static final int HEIGHT = 384;

  @TempDir Path folder;
  private Path video;
  private Path lines;

  @BeforeEach
  void nameFiles() {
    video = folder.resolve("out.mp4");
    lines = folder.resolve("out.jsonl");
  }

  private TestJob job(int pictures) {
    Path clip = BrightClip.of(WIDTH, HEIGHT).write(folder.resolve("clip.mkv"), pictures);
    return new TestJob(TinySsd.write(folder)).input(clip, video, lines);
  }

  @Test
  void outputVideo_isComplete_andShowsEveryFrameWithBoxes() {
    DetectSummary.Input input = job(20).runOne();

    assertThat(input.files()).containsExactly(video, lines);
    assertThat(folder.resolve("out.part.mp4")).doesNotExist();
    List<Shown> frames = ClipReader.read(video).frames();
    assertThat(frames).hasSize(20).hasSameSizeAs(ResultLine.read(lines));
    for (int n = 0; n < frames.size(); n++) {
      Shown frame = frames.get(n);
      assertThat(frame.width()).isEqualTo(WIDTH);
      assertThat(frame.height()).isEqualTo(HEIGHT);
      assertThat(frame.timestampNanos()).isCloseTo(n * 40_000_000L, Offset.offset(1_000_000L));
      assertInside(frame, TinySsd.LEFT_BOX, (int) (BrightClip.confidence(n) * 255) * 0x010101);
      assertEdges(frame, TinySsd.LEFT_BOX, CanvasColors.of(TinySsd.LEFT));
      assertEdges(frame, TinySsd.RIGHT_BOX, CanvasColors.of(TinySsd.RIGHT_RED));
    }
  }

  @Test
  void outputVideo_hasTheRequestedSize() {
    job(5).outputSize(480, 288).runOne();

    assertThat(ClipReader.read(video).frames())
        .hasSize(5)
        .allMatch(frame -> frame.width() == 480 && frame.height() == 288)
        .allSatisfy(frame -> assertEdges(frame, TinySsd.LEFT_BOX, CanvasColors.of(TinySsd.LEFT)));
  }

  @Test
  void ofAFlippedClip_isMirroredToo() {
    job(5).flip().runOne();

    assertThat(ClipReader.read(video).frames())
        .hasSize(5)
        .allSatisfy(frame -> assertInside(frame, TinySsd.LEFT_BOX, 0xE02020));
  }

  private static void assertInside(Shown frame, Box box, int color) {
    int x = Math.round((box.xMin() + box.xMax()) / 2 * frame.width());
    int y = Math.round((box.yMin() + box.yMax()) / 2 * frame.height());
    assertNear(frame.colorAt(x, y), color, 12);
  }

  private static void assertEdges(Shown frame, Box box, int color) {
    int left = Math.round(box.xMin() * frame.width());
    int right = Math.round(box.xMax() * frame.width()) - 1;
    int middle = (left + right) / 2;
    int height = Math.round((box.yMin() + box.yMax()) / 2 * frame.height());
    int bottom = Math.round(box.yMax() * frame.height()) - 1;
    assertNear(frame.colorAt(left, height), color, LINE_TOLERANCE);
    assertNear(frame.colorAt(right, height), color, LINE_TOLERANCE);
    assertNear(frame.colorAt(middle, bottom), color, LINE_TOLERANCE);
  }
}
