package sluice.stage.postprocess.ssd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.Geometry;
import sluice.core.SluiceException;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.FloatTensors;
import sluice.stage.postprocess.ReadingSettings;

class SsdPostprocessorTest {
  private static final float[] PERSON = {0, 0, .9f, .1f, .2f, .3f, .6f};
  private static final float[] WEAK = {0, 1, .4f, .5f, .5f, .6f, .6f};
  private static final float[] END = {-1, 0, .99f, 0, 0, 1, 1};

  @Test
  void rows_areReadUpToTheFirstNegativeImageId() {
    assertThat(read(.3f, PERSON, END, WEAK))
        .containsExactly(new Detection(0, "person", .9f, new Box(.1f, .2f, .3f, .6f)));
  }

  @Test
  void aRow_isKeptIfItReachesTheThreshold() {
    assertThat(read(.4f, WEAK, PERSON)).extracting(Detection::labelId).containsExactly(0, 1);
    assertThat(read(.41f, WEAK, PERSON)).extracting(Detection::labelId).containsExactly(0);
  }

  @Test
  void boxes_areClampedToThePicture() {
    float[] outside = {0, 0, .8f, -.2f, .5f, 1.3f, 1.01f};
    assertThat(read(.5f, outside, END).getFirst().box()).isEqualTo(new Box(0, .5f, 1, 1));
  }

  @Test
  void boxes_areMappedOutOfALetterbox() {
    Geometry lower = Geometry.ofPixels(0, 128, 512, 256, 512, 512);
    float[] row = {0, 0, .8f, .25f, .25f, .5f, .5f};
    Box box = read(.5f, lower, row, END).getFirst().box();
    assertThat(box.yMin()).isCloseTo(0f, within(1e-6f));
    assertThat(box.yMax()).isCloseTo(.5f, within(1e-6f));
    assertThat(box.xMin()).isCloseTo(.25f, within(1e-6f));
  }

  @Test
  void allRows_countWhereNoneEndsTheList() {
    assertThat(read(.1f, PERSON, WEAK)).hasSize(2);
  }

  @Test
  void outputsOfAnotherFamily_areRefusedByShape() {
    List<OutputSpec> yolo = List.of(new OutputSpec("output0", List.of(1L, 25200L, 85L)));
    assertThat(SsdPostprocessor.fits(yolo)).isFalse();
    assertThatThrownBy(() -> new SsdPostprocessor(yolo, ReadingSettings.of(.5f, Integer::toString)))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("'output0' [1, 25200, 85]")
        .hasMessageContaining("[1, 1, N, 7]");
  }

  private static List<Detection> read(float threshold, float[]... rows) {
    return read(threshold, Geometry.STRETCH, rows);
  }

  private static List<Detection> read(float threshold, Geometry geometry, float[]... rows) {
    List<OutputSpec> outputs =
        List.of(new OutputSpec("out", List.of(1L, 1L, (long) rows.length, 7L)));
    ReadingSettings settings = ReadingSettings.of(threshold, id -> id == 0 ? "person" : "#" + id);
    return new SsdPostprocessor(outputs, settings)
        .read(FloatTensors.ofRows(rows), geometry)
        .detections();
  }
}
