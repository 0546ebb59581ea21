package sluice.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sluice.core.Box;
import sluice.core.Detection;

/**
 * A scene in MOTChallenge's form: a folder of det/det.txt, times.txt, seqinfo.ini and, where the
 * truth is known, gt/gt.txt.
 *
 * @param frames those that reach a tracker, in order
 * @param width of the pictures, pixels
 * @param height of the pictures, pixels
 * @param truth boxes of objects by frame; empty where it isn't known
 */
public record MotScene(
    List<SceneFrame> frames, int width, int height, Map<Integer, List<MotBox>> truth) {

  /** A frame: its number from 1, its media time in nanoseconds, and what a model found in it. */
  public record SceneFrame(int number, long time, List<Detection> detections) {}

  /** Reads a folder. */
  public static MotScene read(Path folder) throws IOException {
    Map<String, String> info = new HashMap<>();
    for (String line : Files.readAllLines(folder.resolve("seqinfo.ini"))) {
      String[] parts = line.split("=", 2);
      info.put(parts[0].strip(), parts[parts.length - 1].strip());
    }
    int width = Integer.parseInt(info.get("imWidth"));
    int height = Integer.parseInt(info.get("imHeight"));
    Map<Integer, List<Detection>> detections = new HashMap<>();
    for (double[] row : rows(folder.resolve("det/det.txt"))) {
      MotBox box = MotBox.of(row);
      detections
          .computeIfAbsent((int) row[0], _ -> new ArrayList<>())
          .add(new Detection(0, "object", (float) row[6], fractions(box, width, height)));
    }
    List<SceneFrame> frames = new ArrayList<>();
    for (double[] row : rows(folder.resolve("times.txt"))) {
      List<Detection> found = detections.getOrDefault((int) row[0], List.of());
      frames.add(new SceneFrame((int) row[0], Math.round(row[1] * 1e9), found));
    }
    return new MotScene(frames, width, height, truth(folder.resolve("gt/gt.txt")));
  }

  private static Map<Integer, List<MotBox>> truth(Path file) throws IOException {
    Map<Integer, List<MotBox>> boxes = new HashMap<>();
    if (Files.exists(file)) {
      for (double[] row : rows(file)) {
        boxes.computeIfAbsent((int) row[0], _ -> new ArrayList<>()).add(MotBox.of(row));
      }
    }
    return boxes;
  }

  private static Box fractions(MotBox box, int width, int height) {
    return new Box(
        (float) (box.left() / width),
        (float) (box.top() / height),
        (float) ((box.left() + box.width()) / width),
        (float) ((box.top() + box.height()) / height));
  }

  private static List<double[]> rows(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank())
        .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
        .toList();
  }

  /** An object's box in a frame, in pixels; the id is -1 where none is known. */
  public record MotBox(long id, double left, double top, double width, double height) {

    static MotBox of(double[] row) {
      return new MotBox((long) row[1], row[2], row[3], row[4], row[5]);
    }

    /** Intersection over union. */
    public double overlap(MotBox other) {
      double across = Math.min(left + width, other.left + other.width) - Math.max(left, other.left);
      double down = Math.min(top + height, other.top + other.height) - Math.max(top, other.top);
      if (across <= 0 || down <= 0) {
        return 0;
      }
      double common = across * down;
      return common / (width * height + other.width * other.height - common);
    }
  }
}
