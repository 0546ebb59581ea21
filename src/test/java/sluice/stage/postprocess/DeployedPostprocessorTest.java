package sluice.stage.postprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.stage.postprocess.Reading.assertObject;
import static sluice.stage.postprocess.Reading.detections;
import static sluice.stage.postprocess.Reading.output;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.Detection;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.deployed.PaddleDetectionFamily;
import sluice.stage.postprocess.deployed.RtDetrDeployFamily;

/** Cases of models that scale their boxes themselves, worked out by hand. */
class DeployedPostprocessorTest {

  @Test
  void rtDetrDeploy_isReadAsWritten_byTheOutputsNames() {
    List<OutputSpec> outputs =
        List.of(output("scores", 1, 3), output("labels", 1, 3), output("boxes", 1, 3, 4));
    float[] scores = {.9f, .4f, .6f};
    float[] labels = {7, 1, 0};
    float[] boxes = {36, 24, 60, 40, 0, 0, 9, 9, -5, 0, 48, 70};

    List<Detection> found =
        detections(RtDetrDeployFamily.FACTS, .5f, outputs, scores, labels, boxes);

    assertThat(found).hasSize(2);
    assertObject(found.get(0), 7, .9, 36, 24, 60, 40);
    assertObject(found.get(1), 0, .6, 0, 0, 48, 64);
  }

  /** The rest of the rows is what an earlier picture left, or -1. */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "4, 2", "-1, 2", "NaN, 2"})
  void paddleDetection_hasAsManyRowsAsItSays(float number, int found) {
    List<OutputSpec> outputs = List.of(output("number", 1), output("rows", 3, 6));
    float[] rows = {2, .9f, 36, 24, 60, 40, 0, .8f, 0, 0, 48, 64, -1, .7f, 1, 1, 9, 9};

    List<Detection> objects =
        detections(PaddleDetectionFamily.FACTS, .5f, outputs, new float[] {number}, rows);

    assertThat(objects).hasSize(found);
    assertObject(objects.getFirst(), 2, .9, 36, 24, 60, 40);
  }
}
