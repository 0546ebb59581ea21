package sluice.stage.postprocess;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import sluice.app.ModelFamilies;
import sluice.core.Box;
import sluice.core.Classification;
import sluice.core.Detection;
import sluice.core.Geometry;
import sluice.core.KeyPoint;
import sluice.core.KeyPoints;
import sluice.core.Point;
import sluice.core.Predictions;
import sluice.core.RotatedBox;
import sluice.core.Shape;
import sluice.core.model.ChannelOrder;
import sluice.core.model.ClassifierHeads;
import sluice.core.model.InputSpec;
import sluice.core.model.KeyPointLayout;
import sluice.core.model.ModelFamily;
import sluice.core.model.OutputSpec;

/**
 * Reference fixture: outputs of another project's model and the detections of that project, as
 * src/test/python/family_fixtures.py writes them.
 *
 * @param expected boxes clamped to the picture, with key points or corners
 * @param masks of the objects of a segmenting model: the pixels of the input, row by row
 */
record Fixture(
    ModelFamily family,
    InputSpec input,
    List<OutputSpec> outputs,
    FloatTensors tensors,
    ReadingSettings settings,
    Predictions expected,
    List<BitSet> masks) {

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
            Integer::toString,
            ClassifierHeads.NONE,
            layout(said)),
        new Predictions(detections(said, input), classes(said.path("classes"))),
        masks(said));
  }

  private static Optional<KeyPointLayout> layout(JsonNode said) {
    JsonNode shape = said.path("kpt_shape");
    return shape.isMissingNode()
        ? Optional.empty()
        : Optional.of(new KeyPointLayout(shape.get(0).asInt(), shape.get(1).asInt(), List.of()));
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
    for (JsonNode object : said.path("objects")) {
      Box box =
          new Box(
              object.get(2).floatValue() / input.width(),
              object.get(3).floatValue() / input.height(),
              object.get(4).floatValue() / input.width(),
              object.get(5).floatValue() / input.height());
      int label = object.get(0).asInt();
      Detection plain =
          new Detection(label, Integer.toString(label), object.get(1).floatValue(), box.clamp());
      detections.add(
          shape(said, detections.size(), label, input).map(plain::withShape).orElse(plain));
    }
    return detections;
  }

  /** The key points or corners of an object; masks are compared by their pixels. */
  private static Optional<Shape> shape(JsonNode said, int object, int label, InputSpec input) {
    JsonNode corners = said.path("corners").path(object);
    if (!corners.isMissingNode()) {
      return Optional.of(
          new RotatedBox(
              IntStream.of(2, 1, 0, 3)
                  .mapToObj(
                      i ->
                          new Point(
                              corners.get(2 * i).floatValue() / input.width(),
                              corners.get(2 * i + 1).floatValue() / input.height()))
                  .toList()));
    }
    JsonNode points = said.path("points").path(object);
    return layout(said)
        .map(
            layout ->
                new KeyPoints(
                    IntStream.range(0, layout.count())
                        .mapToObj(i -> keyPoint(layout, label, i, points, input))
                        .toList()));
  }

  private static KeyPoint keyPoint(
      KeyPointLayout layout, int label, int index, JsonNode floats, InputSpec input) {
    int first = index * layout.values();
    Point at =
        new Point(
            floats.get(first).floatValue() / input.width(),
            floats.get(first + 1).floatValue() / input.height());
    float confidence = layout.values() == 3 ? floats.get(first + 2).floatValue() : Float.NaN;
    return new KeyPoint(layout.name(label, index), at.clamp(), confidence);
  }

  /** The masks of a segmenting model's objects, as runs of pixels of the input, row by row. */
  private static List<BitSet> masks(JsonNode said) {
    List<BitSet> masks = new ArrayList<>();
    for (JsonNode runs : said.path("masks")) {
      BitSet mask = new BitSet();
      int at = 0;
      for (int i = 0; i < runs.size(); i++) {
        int end = at + runs.get(i).asInt();
        mask.set(at, end, i % 2 == 1);
        at = end;
      }
      masks.add(mask);
    }
    return masks;
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
