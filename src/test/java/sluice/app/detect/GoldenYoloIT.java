package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.model.ChannelOrder;
import sluice.core.model.ModelOverrides;
import sluice.core.model.Resize;
import sluice.testing.GoldenComparison;
import sluice.testing.GoldenDetections;
import sluice.testing.SharedFiles;
import sluice.testing.TestJob;

/**
 * A YOLOv5 of which nobody says what it is, held to what another implementation found in every
 * tenth frame of real videos.
 */
@Timeout(300)
class GoldenYoloIT {
  /** Some seconds of work, in which there is something to be found. */
  private static final long LIMIT = 150;

  @TempDir Path folder;

  private GoldenDetections detect(String video, ModelOverrides overrides) {
    Path lines = folder.resolve(video + ".jsonl");
    new TestJob(SharedFiles.file("models/yolov5n/yolov5n.onnx"))
        .overrides(overrides.threshold(0.25))
        .input(SharedFiles.file("videos/" + video + ".mp4"), lines)
        .limit(LIMIT)
        .runOne();
    return GoldenDetections.read(lines);
  }

  private static GoldenDetections golden(String video) {
    return GoldenDetections.read(SharedFiles.file("golden/" + video + ".yolov5n-f32.jsonl"))
        .before(LIMIT);
  }

  @Test
  void person_isFound_inDownscaledPictures() {
    GoldenDetections expected = golden("one-by-one-person-detection");

    GoldenComparison comparison =
        GoldenComparison.of(expected, detect("one-by-one-person-detection", ModelOverrides.NONE));

    assertThat(comparison.shortcomings()).as(comparison.toString()).isEmpty();
    assertThat(expected.byFrame().values().stream().mapToInt(List::size).sum()).isGreaterThan(5);
  }

  @Test
  void bottles_areFound_inPaddedPictures() {
    GoldenDetections ours = detect("bottle-detection", ModelOverrides.NONE);

    GoldenComparison comparison = GoldenComparison.of(golden("bottle-detection"), ours);
    assertThat(comparison.shortcomings()).as(comparison.toString()).isEmpty();
    assertThat(comparison.meanOverlap()).isGreaterThan(0.995);
  }

  @Test
  void stretchedPictures_failTheGoldenComparison() {
    assertFarFromGolden(ModelOverrides.NONE.resize(Resize.STRETCH));
  }

  @Test
  void swappedColorChannels_failTheGoldenComparison() {
    assertFarFromGolden(ModelOverrides.NONE.channels(ChannelOrder.BGR));
  }

  private void assertFarFromGolden(ModelOverrides overrides) {
    GoldenDetections ours = detect("bottle-detection", overrides);
    assertThat(GoldenComparison.of(golden("bottle-detection"), ours).shortcomings()).isNotEmpty();
  }
}
