package sluice.stage.sink.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.core.Detection;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.KeyPoint;
import sluice.core.KeyPoints;
import sluice.core.Mask;
import sluice.core.Point;
import sluice.core.RotatedBox;
import sluice.core.Shape;
import sluice.core.TestPicture;
import sluice.stage.sink.Results;

/** What is told of an object besides its box, in lines and in events alike. */
class ShapeJsonTest {
  private static final Detection PERSON = Results.person(0.75f, 0.25f, 0.5f, 0.5f, 1f);

  @Test
  void aMask_isAListOfRings_withFourDecimals() {
    Mask mask =
        new Mask(
            List.of(
                List.of(new Point(0.25f, 0.5f), new Point(0.123456f, 1f), new Point(0.5f, 0.75f)),
                List.of(new Point(0.3f, 0.6f), new Point(0.3f, 0.7f), new Point(0.4f, 0.7f))));

    assertMembers(mask, "\"mask\":[[0.25,0.5,0.1235,1.0,0.5,0.75],[0.3,0.6,0.3,0.7,0.4,0.7]]}");
  }

  @Test
  void keyPoints_haveNames_andNullWithoutConfidence() {
    KeyPoints points =
        new KeyPoints(
            List.of(
                new KeyPoint("nose", new Point(0.25f, 0.5f), 0.875f),
                new KeyPoint("1", new Point(0, 1), Float.NaN)));

    assertMembers(
        points,
        "\"keypoints\":[{\"name\":\"nose\",\"x\":0.25,\"y\":0.5,\"confidence\":0.875},"
            + "{\"name\":\"1\",\"x\":0.0,\"y\":1.0,\"confidence\":null}]}");
  }

  /** In a picture that is twice as wide as high, a square's diagonal is turned by 45 degrees. */
  @Test
  void aRotatedBox_hasItsAngleInThePicture_andItsCorners() {
    RotatedBox box =
        new RotatedBox(
            List.of(
                new Point(0.25f, 0.25f),
                new Point(0.5f, 0.75f),
                new Point(0.375f, 1f),
                new Point(0.125f, 0.5f)));

    assertMembers(box, "\"angle\":0.7853982,\"corners\":[0.25,0.25,0.5,0.75,0.375,1.0,0.125,0.5]}");
  }

  @Test
  void anAngle_isFoldedIntoAHalfTurn() {
    Point left = new Point(0.25f, 0.5f);
    Point right = new Point(0.75f, 0.5f);
    Point above = new Point(0.25f, 0.25f);

    assertThat(new RotatedBox(List.of(right, left, left, right)).angle(64, 48)).isZero();
    assertThat(new RotatedBox(List.of(left, above, above, left)).angle(64, 48))
        .isEqualTo(Math.PI / 2);
    assertThat(new RotatedBox(List.of(above, left, left, above)).angle(64, 48))
        .isEqualTo(Math.PI / 2);
    assertThat(new RotatedBox(List.of(left, left, left, left)).angle(64, 48)).isZero();
  }

  private static void assertMembers(Shape shape, String members) {
    Detection detection = PERSON.withShape(shape);
    DetectionJson json = new DetectionJson("clip.mp4");
    json.make(Results.withoutPicture(64, 32, 0, detection));
    String line = new String(json.array(), 0, json.length(), StandardCharsets.UTF_8);
    try (FrameResult result =
        Results.of(new FrameLedger(), TestPicture.bgr24(64, 32), 0, 0, detection)) {
      String event = DetectionJson.event("door", result);

      assertThat(line).contains("\"label\":\"person\"}," + members);
      assertThat(event).contains("\"label\":\"person\"}," + members);
    }
  }
}
