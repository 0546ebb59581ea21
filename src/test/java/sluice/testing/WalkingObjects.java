package sluice.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import sluice.core.Box;
import sluice.core.Detection;

/** Frames in which objects walk, for measurements; the same at any time. */
public final class WalkingObjects {
  private WalkingObjects() {}

  /** To and fro, so that the last frame goes on with the first. */
  public static List<List<Detection>> frames(int objects, int weak) {
    Random random = new Random(1);
    double[][] walks = new double[objects][];
    for (int i = 0; i < objects; i++) {
      walks[i] =
          new double[] {
            random.nextDouble() * 0.9, random.nextDouble() * 0.8, random.nextGaussian() * 0.004
          };
    }
    List<List<Detection>> forth = new ArrayList<>();
    for (int frame = 0; frame < 60; frame++) {
      List<Detection> detections = new ArrayList<>();
      for (double[] walk : walks) {
        detections.add(detection(walk[0] + walk[2] * frame, walk[1], 0.9f));
      }
      for (int i = 0; i < weak; i++) {
        detections.add(
            detection(
                random.nextDouble() * 0.9,
                random.nextDouble() * 0.8,
                0.1f + random.nextFloat() * 0.3f));
      }
      forth.add(detections);
    }
    List<List<Detection>> frames = new ArrayList<>(forth);
    frames.addAll(forth.reversed());
    return frames;
  }

  private static Detection detection(double x, double y, float confidence) {
    Box box = new Box((float) x, (float) y, (float) x + 0.04f, (float) y + 0.18f);
    return new Detection(0, "object", confidence, box.clamp());
  }
}
