package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import sluice.app.model.ModelHandle;
import sluice.catalog.Labels;
import sluice.core.Attribute;
import sluice.core.Box;
import sluice.core.StreamObserver;
import sluice.core.model.ClassifierHead;
import sluice.core.model.ClassifierHead.Activation;
import sluice.core.model.ClassifierHeads;
import sluice.core.model.ModelOverrides;
import sluice.core.scene.ClassifySettings;
import sluice.core.scene.ObjectReport;
import sluice.core.scene.ObjectSettings;
import sluice.core.scene.SceneEvent;
import sluice.core.scene.SceneSettings;
import sluice.pipeline.CropClassifier;
import sluice.stage.objects.SceneRun;
import sluice.stage.postprocess.attributes.AttributesFamily;
import sluice.testing.MotScene;
import sluice.testing.SharedFiles;
import sluice.testing.TestModel;
import sluice.video.decode.DecodedPicture;
import sluice.video.decode.Decoder;
import sluice.video.demux.DecoderSettings;

/** Real second models on objects of real videos, held to what another implementation made. */
class CascadeIT {
  private static final ClassifierHeads VEHICLE =
      new ClassifierHeads(
          List.of(
              head("type", "type", false, "car", "bus", "truck", "van"),
              head(
                  "color", "color", false, "white", "gray", "yellow", "red", "green", "blue",
                  "black")));
  private static final ClassifierHeads PERSON =
      new ClassifierHeads(
          List.of(
              head(
                  "person",
                  "453",
                  true,
                  "is_male",
                  "has_bag",
                  "has_backpack",
                  "has_hat",
                  "has_longsleeves",
                  "has_longpants",
                  "has_longhair",
                  "has_coat_jacket")));

  private static ClassifierHead head(
      String name, String output, boolean multiLabel, String... labels) {
    return new ClassifierHead(
        name, output, Activation.NONE, multiLabel, OptionalDouble.empty(), List.of(labels));
  }

  private static ModelHandle model(String name, ClassifierHeads heads) {
    Path file = SharedFiles.file("objects/models/" + name + ".xml");
    return ModelHandle.open(
        TestModel.unnamed()
            .overrides(ModelOverrides.NONE.heads(heads).family(AttributesFamily.FACTS))
            .properties(Map.of("INFERENCE_PRECISION_HINT", "f32"))
            .of(file)
            .config(),
        file,
        Labels.none());
  }

  private static CropClassifier classifier(ModelHandle model) {
    return CropClassifier.join(
        new ClassifySettings("second", Set.of(), 0, 100),
        model.forCrops(model.postprocessor()),
        Runnable::run,
        StreamObserver.NONE,
        failure -> {
          throw new AssertionError(failure);
        });
  }

  private static JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(SharedFiles.file("objects/videos/" + file).toFile());
  }

  /** What a model says of boxes in frames, by the boxes' names. */
  private static Map<String, List<Attribute>> ask(
      ModelHandle model, String video, Map<String, FrameBox> boxes) {
    List<String> names = List.copyOf(boxes.keySet());
    Map<String, List<Attribute>> said = new HashMap<>();
    Path file = SharedFiles.file("videos/" + video + ".mp4");
    try (CropClassifier classifier = classifier(model);
        Decoder decoder = Decoder.open(DecoderSettings.file(file), () -> false)) {
      DecodedPicture decoded;
      for (int frame = 1; (decoded = decoder.next()) != null; frame++) {
        try (var picture = decoded.picture()) {
          for (String name : names) {
            if (boxes.get(name).frame() == frame) {
              assertThat(classifier.ask(names.indexOf(name), 1, picture, boxes.get(name).box()))
                  .isTrue();
              classifier.idle().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
            }
          }
        }
      }
      classifier
          .takeAnswers()
          .forEach(answer -> said.put(names.get((int) answer.object()), answer.attributes()));
    }
    assertThat(model.pool().leasedTensors()).isZero();
    return said;
  }

  private record FrameBox(int frame, Box box) {
    static FrameBox of(JsonNode object, String boxMember) {
      JsonNode box = object.get(boxMember);
      float left = box.get(0).floatValue() / 768;
      float top = box.get(1).floatValue() / 432;
      return new FrameBox(
          object.get("best_frame").intValue(),
          new Box(
              left,
              top,
              left + box.get(2).floatValue() / 768,
              top + box.get(3).floatValue() / 432));
    }
  }

  @Test
  void attributesOfPersons_areThoseOfTheReference() throws IOException {
    JsonNode objects = json("one-by-one-person-detection/attributes.json").get("objects");
    Map<String, FrameBox> boxes = new HashMap<>();
    objects
        .properties()
        .forEach(each -> boxes.put(each.getKey(), FrameBox.of(each.getValue(), "box")));
    try (ModelHandle model = model("person-attributes-recognition-crossroad-0230", PERSON)) {
      ask(model, "one-by-one-person-detection", boxes)
          .forEach(
              (name, attributes) -> {
                assertThat(attributes).hasSize(8);
                for (Attribute each : attributes) {
                  double expected = objects.get(name).get("scores").get(each.name()).doubleValue();
                  double told =
                      each.label().equals(Attribute.YES)
                          ? each.confidence()
                          : 1 - each.confidence();
                  assertThat(told)
                      .as("%s of %s", each.name(), name)
                      .isCloseTo(expected, Offset.offset(0.05));
                }
              });
    }
  }

  @Test
  void vehiclesThatAreFollowed_getTheirTypesAndColours() throws IOException {
    Path video = SharedFiles.file("videos/car-detection.mp4");
    MotScene scene = MotScene.read(SharedFiles.file("objects/videos/car-detection"));
    SceneSettings settings =
        new SceneSettings(Optional.of(true), Map.of(), Map.of(), ObjectSettings.DEFAULT);
    try (ModelHandle model = model("vehicle-attributes-recognition-barrier-0039", VEHICLE);
        CropClassifier classifier = classifier(model);
        Decoder decoder = Decoder.open(DecoderSettings.file(video), () -> false)) {
      SceneRun run = new SceneRun(settings);
      run.stage.configure(settings, SceneRun.THRESHOLD, List.of(classifier));
      DecodedPicture decoded;
      int frame = 0;
      while ((decoded = decoder.next()) != null) {
        MotScene.SceneFrame found = scene.frames().get(frame++);
        run.frame(found.time() / 1e9, found.detections(), decoded.picture());
        // So that what is asked again does not hang on how fast this machine is.
        run.stage.settled().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
      }
      run.stage.settled().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
      run.close();
      List<String> said = new ArrayList<>();
      run.told(SceneEvent.ObjectChanged.class).stream()
          .filter(event -> event.phase() == SceneEvent.ObjectPhase.END)
          .map(SceneEvent.ObjectChanged::object)
          .sorted(Comparator.comparingLong(ObjectReport::id))
          .limit(4)
          .forEach(
              object ->
                  said.add(
                      String.join(
                          " ", object.attributes().stream().map(Attribute::label).toList())));
      assertThat(said).containsExactlyElementsOf(expectedVehicles());
    }
  }

  private static List<String> expectedVehicles() throws IOException {
    JsonNode objects = json("car-detection/oracle.json").get("proposal").get("objects");
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      JsonNode object = objects.get(Integer.toString(i));
      expected.add(object.get("type").textValue() + " " + object.get("color").textValue());
    }
    return expected;
  }
}
