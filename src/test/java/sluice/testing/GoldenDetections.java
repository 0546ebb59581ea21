package sluice.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import sluice.core.Box;
import sluice.core.Detection;

/**
 * Detections by frame, read from JSON Lines: ours, or expected ones, whose boxes lie beside the
 * confidence.
 */
public record GoldenDetections(SortedMap<Long, List<Detection>> byFrame) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static GoldenDetections read(Path file) {
    SortedMap<Long, List<Detection>> frames = new TreeMap<>();
    try (Stream<String> lines = Files.lines(file)) {
      for (String line : (Iterable<String>) lines::iterator) {
        JsonNode node = JSON.readTree(line);
        long number = node.path("frame_id").asLong(node.path("frame").asLong());
        frames.put(number, objects(node.path("objects")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new GoldenDetections(frames);
  }

  private static List<Detection> objects(JsonNode objects) {
    List<Detection> found = new ArrayList<>();
    for (JsonNode object : objects) {
      JsonNode detection = object.has("detection") ? object.path("detection") : object;
      JsonNode box = detection.has("bounding_box") ? detection.path("bounding_box") : detection;
      found.add(
          new Detection(
              detection.path("label_id").asInt(),
              "",
              (float) detection.path("confidence").asDouble(),
              new Box(at(box, "x_min"), at(box, "y_min"), at(box, "x_max"), at(box, "y_max"))
                  .clamp()));
    }
    found.sort(Comparator.comparingDouble(Detection::confidence).reversed());
    return found;
  }

  private static float at(JsonNode box, String edge) {
    return (float) box.path(edge).asDouble();
  }

  /** The same detections, each told of a later frame. */
  public GoldenDetections shifted(long frames) {
    SortedMap<Long, List<Detection>> later = new TreeMap<>();
    byFrame.forEach((number, found) -> later.put(number + frames, found));
    return new GoldenDetections(later);
  }

  /** The frames before a number. */
  public GoldenDetections before(long number) {
    return new GoldenDetections(byFrame.headMap(number));
  }

  /** What was found in a frame with at least this confidence. */
  public List<Detection> at(long frame, double confidence) {
    return byFrame.getOrDefault(frame, List.of()).stream()
        .filter(d -> d.confidence() >= confidence)
        .toList();
  }
}
