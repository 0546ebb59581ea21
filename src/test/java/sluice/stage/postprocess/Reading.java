package sluice.stage.postprocess;

import java.util.List;
import org.assertj.core.api.Assertions;
import org.assertj.core.data.Offset;
import sluice.app.ModelFamilies;
import sluice.core.Box;
import sluice.core.Classification;
import sluice.core.Detection;
import sluice.core.Geometry;
import sluice.core.model.ChannelOrder;
import sluice.core.model.InputSpec;
import sluice.core.model.ModelFamily;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.classification.ClassificationFamily;

/**
 * Shared helpers for tests of postprocessors: a small input that is no square, and plain outputs.
 */
public final class Reading {
  /** 126 cells in grids of 8, 16 and 32 pixels. */
  static final InputSpec INPUT = new InputSpec(96, 64, ChannelOrder.RGB);

  private Reading() {}

  /** An output's shape. */
  public static OutputSpec output(String name, long... shape) {
    return new OutputSpec(name, java.util.Arrays.stream(shape).boxed().toList());
  }

  /** Settings with labels like {@code c3}. */
  public static ReadingSettings settings(float threshold) {
    return ReadingSettings.of(threshold, id -> "c" + id);
  }

  /** Detections of a picture that covers the whole input. */
  static List<Detection> detections(
      ModelFamily family, float threshold, List<OutputSpec> outputs, float[]... floats) {
    return detections(family, threshold, Geometry.STRETCH, outputs, floats);
  }

  /** Detections of a picture that covers a part of the input. */
  static List<Detection> detections(
      ModelFamily family,
      float threshold,
      Geometry geometry,
      List<OutputSpec> outputs,
      float[]... floats) {
    return ModelFamilies.ALL
        .reader(family, INPUT, outputs, settings(threshold))
        .read(FloatTensors.of(floats), geometry)
        .detections();
  }

  /** Classes of a picture. */
  public static List<Classification> classes(
      ReadingSettings settings, OutputSpec output, float... scores) {
    return ModelFamilies.ALL
        .reader(ClassificationFamily.FACTS, INPUT, List.of(output), settings)
        .read(FloatTensors.of(scores), Geometry.STRETCH)
        .classes();
  }

  /** Holds a detection to a box in pixels of {@link #INPUT}. */
  static void assertObject(
      Detection found, int label, double confidence, double... leftTopRightBottom) {
    Offset<Float> little = Offset.offset(1e-5f);
    Box box = found.box();
    Assertions.assertThat(found.labelId()).isEqualTo(label);
    Assertions.assertThat(found.label()).isEqualTo("c" + label);
    Assertions.assertThat(found.confidence()).isEqualTo((float) confidence, little);
    Assertions.assertThat(box.xMin()).isEqualTo((float) leftTopRightBottom[0] / 96, little);
    Assertions.assertThat(box.yMin()).isEqualTo((float) leftTopRightBottom[1] / 64, little);
    Assertions.assertThat(box.xMax()).isEqualTo((float) leftTopRightBottom[2] / 96, little);
    Assertions.assertThat(box.yMax()).isEqualTo((float) leftTopRightBottom[3] / 64, little);
  }
}
