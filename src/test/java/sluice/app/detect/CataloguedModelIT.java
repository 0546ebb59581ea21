package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.model.ModelSource;
import sluice.catalog.Labels;
import sluice.core.model.ChannelOrder;
import sluice.core.model.ModelOverrides;
import sluice.testing.BrightClip;
import sluice.testing.ResultLine;
import sluice.testing.TestJob;
import sluice.testing.TinySsd;

/** Whole jobs on models as manifests describe them. */
@Timeout(120)
class CataloguedModelIT {
  private static final Offset<Double> NEAR = Offset.offset(0.01);

  @TempDir Path folder;

  private ResultLine firstLine(ChannelOrder channels, List<Float> mean, List<Float> scale) {
    ModelSource model =
        new ModelSource.Catalogued(
            "tiny FP32", TinySsd.write(folder), Labels.of(List.of("left", "right", "")));
    ModelOverrides manifest = ModelOverrides.NONE.channels(channels).normalised(mean, scale);
    Path lines = folder.resolve("lines.jsonl");
    new TestJob(model)
        .overrides(manifest)
        .input(BrightClip.write(folder, "clip.mkv", 7), lines)
        .limit(1)
        .runOne();
    return ResultLine.read(lines).getFirst();
  }

  @Test
  void itsLabels_areThoseOfTheManifest() {
    ResultLine line = firstLine(ChannelOrder.BGR, List.of(), List.of());

    assertThat(line.detection(TinySsd.LEFT).label()).isEqualTo("left");
    assertThat(line.detection(TinySsd.TOP).label()).isEqualTo("2");
    assertThat(line.confidence(TinySsd.RIGHT_RED)).isCloseTo(BrightClip.RED_CONFIDENCE, NEAR);
  }

  /** The clip's right half is red: 0.2 of 255 less of it, then half of what is left. */
  @Test
  void meanAndScale_areThoseOfTheManifest_byTheOrderOfTheColours() {
    ResultLine line = firstLine(ChannelOrder.BGR, List.of(0f, 0f, 51f), List.of(1f, 1f, 2f));

    assertThat(line.confidence(TinySsd.RIGHT_RED))
        .isCloseTo((BrightClip.RED_CONFIDENCE - 0.2) / 2, NEAR);
  }

  @Test
  void colorChannels_followTheManifest() {
    ResultLine line = firstLine(ChannelOrder.RGB, List.of(), List.of());

    assertThat(line.confidence(TinySsd.RIGHT_RED)).isCloseTo(BrightClip.BLUE_OF_RED, NEAR);
  }
}
