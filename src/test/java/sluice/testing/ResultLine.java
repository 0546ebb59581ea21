package sluice.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sluice.core.Box;
import sluice.core.Detection;

/**
 * A line of results.
 *
 * @param frame the frame's number
 * @param timestampNanos media time
 * @param found what was found, by label
 */
public record ResultLine(long frame, long timestampNanos, Map<Integer, Detection> found) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads a file of lines; fails where one is not whole. */
  public static List<ResultLine> read(Path file) {
    try {
      return Files.readAllLines(file).stream().map(ResultLine::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The numbers of the frames that lines are about. */
  public static List<Long> frames(List<ResultLine> lines) {
    return lines.stream().map(ResultLine::frame).toList();
  }

  private static ResultLine parse(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      Map<Integer, Detection> found = new TreeMap<>();
      for (JsonNode object : node.required("objects")) {
        Detection detection = detection(object.required("detection"));
        if (found.put(detection.labelId(), detection) != null) {
          throw new AssertionError("label " + detection.labelId() + " twice in " + line);
        }
      }
      return new ResultLine(
          node.required("frame_id").asLong(), node.required("timestamp").asLong(), found);
    } catch (IOException e) {
      throw new AssertionError("not a whole line: " + line, e);
    }
  }

  private static Detection detection(JsonNode node) {
    JsonNode box = node.required("bounding_box");
    return new Detection(
        node.required("label_id").asInt(),
        node.required("label").asText(),
        (float) node.required("confidence").asDouble(),
        new Box(at(box, "x_min"), at(box, "y_min"), at(box, "x_max"), at(box, "y_max")));
  }

  private static float at(JsonNode box, String edge) {
    return (float) box.required(edge).asDouble();
  }

  /** The confidence of a label, which must be there. */
  public double confidence(int label) {
    return detection(label).confidence();
  }

  /** What was found of a label, which must be there. */
  public Detection detection(int label) {
    Detection detection = found.get(label);
    if (detection == null) {
      throw new AssertionError("label " + label + " is missing in frame " + frame + ": " + found);
    }
    return detection;
  }

  /** Whether the picture is that of {@link BrightClip} with the frame's number. */
  public boolean isAsDrawn() {
    return drawnNumber() == frame % BrightClip.PERIOD;
  }

  /** The number that the picture itself carries, modulo {@link BrightClip#PERIOD}. */
  public int drawnNumber() {
    return BrightClip.number(confidence(TinySsd.LEFT));
  }
}
