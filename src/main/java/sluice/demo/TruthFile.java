package sluice.demo;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.nio.file.Path;
import sluice.core.Box;

/**
 * Writer of a scene's ground truth as JSON Lines, one line a frame, with the members that
 * detections have: {@code frame_id}, {@code timestamp} (nanoseconds), {@code resolution}, and
 * {@code objects} with {@code id}, {@code roi_type} and {@code detection} ({@code bounding_box},
 * {@code confidence} 1, {@code label_id} 0, {@code label} {@value #LABEL}). Each object says
 * besides how much of it is {@code visible} and how much the picture's edge has {@code truncated},
 * 0 to 1.
 */
final class TruthFile {
  private static final String LABEL = "person";

  private TruthFile() {}

  /** Writes the truth of all frames into a file, which is made or emptied. */
  static void write(Scene scene, Path file) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
      json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
      for (int frame = 0; frame < scene.settings().frames(); frame++) {
        line(json, scene, frame);
      }
      json.writeRaw('\n');
    }
  }

  private static void line(JsonGenerator json, Scene scene, int frame) throws IOException {
    SceneSettings settings = scene.settings();
    json.writeStartObject();
    json.writeNumberField("frame_id", frame);
    json.writeNumberField("timestamp", settings.timestampNanos(frame));
    json.writeObjectFieldStart("resolution");
    json.writeNumberField("width", settings.width());
    json.writeNumberField("height", settings.height());
    json.writeEndObject();
    json.writeArrayFieldStart("objects");
    for (ScenePerson person : scene.people(frame)) {
      object(json, person);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void object(JsonGenerator json, ScenePerson person) throws IOException {
    Box box = person.box();
    json.writeStartObject();
    json.writeNumberField("id", person.id());
    json.writeStringField("roi_type", LABEL);
    json.writeObjectFieldStart("detection");
    json.writeObjectFieldStart("bounding_box");
    json.writeNumberField("x_min", box.xMin());
    json.writeNumberField("x_max", box.xMax());
    json.writeNumberField("y_min", box.yMin());
    json.writeNumberField("y_max", box.yMax());
    json.writeEndObject();
    json.writeNumberField("confidence", 1);
    json.writeNumberField("label_id", 0);
    json.writeStringField("label", LABEL);
    json.writeEndObject();
    json.writeNumberField("visible", (float) person.visible());
    json.writeNumberField("truncated", (float) person.truncated());
    json.writeEndObject();
  }
}
