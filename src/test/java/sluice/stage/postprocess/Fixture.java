package sluice.stage.postprocess;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import sluice.app.ModelFamilies;
import sluice.core.Box;
import sluice.core.Classification;
import sluice.core.Detection;
import sluice.core.Geometry;
import sluice.core.Predictions;
import sluice.core.model.ChannelOrder;
import sluice.core.model.InputSpec;
import sluice.core.model.ModelFamily;
import sluice.core.model.OutputSpec;

/**
 * Reference fixture: outputs of another project's model and the detections of that project, as
 * src/test/python/family_fixtures.py writes them.
 *
 * @param expected boxes clamped to the picture
 */
record Fixture(
    ModelFamily family,
    InputSpec input,
    List<OutputSpec> outputs,
    FloatTensors tensors,
    ReadingSettings settings,
    Predictions expected) {

  static Fixture read(String name) throws IOException {
    JsonNode said;
    try (InputStream file = open(name + ".json")) {
      said = new ObjectMapper().readTree(file);
    }
    List<OutputSpec> outputs = outputs(said.get("outputs"));
    InputSpec input =
        new InputSpec(
            said.get("input").get(0).asInt(), said.get("input").get(1).asInt(), ChannelOrder.RGB);
    return new Fixture(
        ModelFamilies.ALL.named(said.get("family").asText()),
        input,
        outputs,
        tensors(name, outputs),
        new ReadingSettings(
            said.get("threshold").floatValue(),
            said.get("iou").floatValue(),
            5,
            false,
            Integer::toString),
        new Predictions(detections(said.path("objects"), input), classes(said.path("classes"))));
  }

  /** What Sluice's reader finds. */
  Predictions found() {
    return ModelFamilies.ALL
        .reader(family, input, outputs, settings)
        .read(tensors, Geometry.STRETCH);
  }

  private static InputStream open(String file) {
    return Objects.requireNonNull(Fixture.class.getResourceAsStream(file), file);
  }

  private static List<OutputSpec> outputs(JsonNode said) {
    List<OutputSpec> outputs = new ArrayList<>();
    for (JsonNode output : said) {
      List<Long> shape = new ArrayList<>();
      output.get("shape").forEach(extent -> shape.add(extent.asLong()));
      outputs.add(new OutputSpec(output.get("name").asText(), shape));
    }
    return outputs;
  }

  private static FloatTensors tensors(String name, List<OutputSpec> outputs) throws IOException {
    ByteBuffer all;
    try (InputStream file = new GZIPInputStream(open(name + ".f32.gz"))) {
      all = ByteBuffer.wrap(file.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }
    List<MemorySegment> segments = new ArrayList<>();
    for (OutputSpec output : outputs) {
      float[] floats = new float[Math.toIntExact(output.size())];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = all.getFloat();
      }
      segments.add(MemorySegment.ofArray(floats));
    }
    return new FloatTensors(segments);
  }

  private static List<Detection> detections(JsonNode said, InputSpec input) {
    List<Detection> detections = new ArrayList<>();
    for (JsonNode object : said) {
      Box box =
          new Box(
              object.get(2).floatValue() / input.width(),
              object.get(3).floatValue() / input.height(),
              object.get(4).floatValue() / input.width(),
              object.get(5).floatValue() / input.height());
      int label = object.get(0).asInt();
      detections.add(
          new Detection(label, Integer.toString(label), object.get(1).floatValue(), box.clamp()));
    }
    return detections;
  }

  private static List<Classification> classes(JsonNode said) {
    List<Classification> classes = new ArrayList<>();
    for (JsonNode each : said) {
      int label = each.get(0).asInt();
      classes.add(new Classification(label, Integer.toString(label), each.get(1).floatValue()));
    }
    return classes;
  }
}
