package sluice.stage.sink;

import java.time.Instant;
import java.util.List;
import sluice.core.Box;
import sluice.core.Classification;
import sluice.core.Detection;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.LatencyStage;
import sluice.core.Picture;
import sluice.core.Predictions;
import sluice.core.SourceInfo;
import sluice.core.TestPicture;

/** Factory of results for tests of sinks. */
public final class Results {
  /** When every frame of these tests was decoded. */
  public static final Instant DECODED = Instant.parse("2026-11-20T08:15:30.120Z");

  private Results() {}

  /** A source of pictures of a size. */
  public static SourceInfo source(int width, int height) {
    return new SourceInfo("clip.mp4", width, height, 25, -1, false);
  }

  /** A result over a picture's reference, which closing the result releases. */
  public static FrameResult of(
      FrameLedger ledger,
      Picture picture,
      long number,
      long timestampNanos,
      Detection... detections) {
    return new FrameResult(
        ledger.open("s", number, timestampNanos, DECODED, picture),
        Predictions.ofDetections(List.of(detections)));
  }

  /**
   * A share of a result over a black picture, which is closed already; for sinks that want no
   * picture.
   */
  public static SinkItem withoutPicture(
      int width, int height, long number, Detection... detections) {
    TestPicture picture = TestPicture.bgr24(width, height);
    try (FrameResult result =
        of(new FrameLedger(), picture, number, number * 40_000_000L, detections)) {
      result.frame().timings().set(LatencyStage.DECODE, 1_234_567);
      result.frame().timings().set(LatencyStage.INFERENCE, 10_000_000);
      return SinkItem.of(result, false);
    }
  }

  /** A share of a result of a classifier, without a picture. */
  public static SinkItem classified(int width, int height, long number, Classification... classes) {
    return predicted(width, height, number, Predictions.ofClasses(List.of(classes)));
  }

  /** A share of a result of any model, without a picture. */
  public static SinkItem predicted(int width, int height, long number, Predictions predictions) {
    TestPicture picture = TestPicture.bgr24(width, height);
    try (FrameResult result =
        new FrameResult(
            new FrameLedger().open("s", number, number * 40_000_000L, DECODED, picture),
            predictions)) {
      return SinkItem.of(result, false);
    }
  }

  /** A person in a box. */
  public static Detection person(float confidence, float xMin, float yMin, float xMax, float yMax) {
    return new Detection(1, "person", confidence, new Box(xMin, yMin, xMax, yMax));
  }
}
