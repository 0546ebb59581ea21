package sluice.stage.postprocess.yolopose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.ErrorCode;
import sluice.core.Geometry;
import sluice.core.KeyPoint;
import sluice.core.KeyPoints;
import sluice.core.Point;
import sluice.core.SluiceException;
import sluice.core.model.ChannelOrder;
import sluice.core.model.InputSpec;
import sluice.core.model.KeyPointLayout;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.FloatTensors;
import sluice.stage.postprocess.ReadingSettings;

class YoloPosePostprocessorTest {
  private static final InputSpec INPUT = new InputSpec(96, 64, ChannelOrder.RGB);
  private static final Geometry LETTERBOX = Geometry.ofPixels(0, 16, 96, 32, 96, 64);

  private static KeyPoints read(Optional<KeyPointLayout> layout, float... row) {
    float[] rows = new float[10 * row.length];
    System.arraycopy(row, 0, rows, 0, row.length);
    List<OutputSpec> outputs = List.of(new OutputSpec("o", List.of(1L, 10L, (long) row.length)));
    ReadingSettings settings = ReadingSettings.of(0.5f, Integer::toString).keyPoints(layout);
    return (KeyPoints)
        new YoloPosePostprocessor(INPUT, outputs, settings)
            .read(FloatTensors.of(rows), LETTERBOX)
            .detections()
            .getFirst()
            .shape()
            .orElseThrow();
  }

  @Test
  void keyPoints_areMappedBack_named_andMovedToThePicture() {
    KeyPointLayout layout = new KeyPointLayout(2, 3, List.of(List.of(), List.of("tip", "tail")));

    assertThat(
            read(Optional.of(layout), 0, 20, 50, 40, 0.9f, 1, 48, 32, 0.5f, -7, 60, 1.5f).points())
        .containsExactly(
            new KeyPoint("tip", new Point(0.5f, 0.5f), 0.5f),
            new KeyPoint("tail", new Point(0, 1), 1));
  }

  @Test
  void withoutALayout_threeValuesAreTaken_whereTheyDivide() {
    assertThat(read(Optional.empty(), 0, 20, 50, 40, 0.9f, 0, 48, 32, 0.5f).points())
        .containsExactly(new KeyPoint("0", new Point(0.5f, 0.5f), 0.5f));
    assertThat(read(Optional.empty(), 0, 20, 50, 40, 0.9f, 0, 48, 32, 0, 16).points())
        .containsExactly(
            new KeyPoint("0", new Point(0.5f, 0.5f), Float.NaN),
            new KeyPoint("1", new Point(0, 0), Float.NaN));
  }

  @ParameterizedTest
  @CsvSource({"17x3, 1, 20, 126", "5x2, 1, 14, 126"})
  void keyPointsThatThereIsNoRoomFor_areRefused(String shape, long one, long two, long three) {
    KeyPointLayout layout =
        new KeyPointLayout(
            Integer.parseInt(shape.split("x")[0]),
            Integer.parseInt(shape.split("x")[1]),
            List.of());
    List<OutputSpec> outputs = List.of(new OutputSpec("o", List.of(one, two, three)));
    ReadingSettings settings =
        ReadingSettings.of(0.5f, Integer::toString).keyPoints(Optional.of(layout));

    assertThatThrownBy(() -> new YoloPosePostprocessor(INPUT, outputs, settings))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL))
        .hasMessageContaining("no room for the key points that its kpt_shape says, " + shape)
        .hasMessageContaining("[1, " + two + ", " + three + "]");
  }

  @Test
  void names_areCocosForSeventeen_elseNumbers() {
    assertThat(KeyPointLayout.COCO.name(0, 9)).isEqualTo("left_wrist");
    assertThat(KeyPointLayout.COCO.name(7, 16)).isEqualTo("right_ankle");
    assertThat(new KeyPointLayout(21, 3, List.of()).name(0, 9)).isEqualTo("9");
    assertThat(new KeyPointLayout(17, 3, List.of(List.of("snout"))).name(0, 0)).isEqualTo("snout");
    assertThat(new KeyPointLayout(17, 3, List.of(List.of("snout"))).name(0, 1)).isEqualTo("1");
  }
}
