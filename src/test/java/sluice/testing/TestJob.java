package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.app.detect.DeliveryLimits;
import sluice.app.detect.DetectProgress;
import sluice.app.detect.DetectRun;
import sluice.app.detect.DetectSettings;
import sluice.app.detect.DetectSummary;
import sluice.app.model.ConfiguredModel;
import sluice.app.model.ModelSource;
import sluice.config.settings.ModelConfig;
import sluice.core.DecodeChoice;
import sluice.core.Delivery;
import sluice.core.PixelSize;
import sluice.core.Playback;
import sluice.core.SourceInfo;
import sluice.core.TileSettings;
import sluice.core.model.ModelOverrides;
import sluice.core.model.Resize;
import sluice.core.scene.SceneSettings;
import sluice.core.source.TlsTrust;
import sluice.metrics.RunProgress;
import sluice.metrics.RunSnapshot;
import sluice.video.OpenMedia;

/** Builder of a detection job, with plain settings by default. */
public final class TestJob {
  private static final DetectProgress SILENT =
      new DetectProgress() {
        @Override
        public void started(int input, SourceInfo source, Supplier<RunProgress> progress) {}

        @Override
        public void ended(int input) {}
      };

  public final DetectRun run;
  private final ModelSource model;
  private Map<String, String> properties = Map.of("INFERENCE_PRECISION_HINT", "f32");
  private final List<DetectSettings.Input> inputs = new ArrayList<>();
  private ModelOverrides overrides = ModelOverrides.NONE.threshold(0.05);
  private String device = "CPU";
  private OptionalInt requests = OptionalInt.empty();
  private int prefetch = ModelConfig.DEFAULT_PREFETCH;
  private @Nullable Delivery delivery;
  private boolean loop;
  private OptionalLong limit = OptionalLong.empty();
  private long skipFirst;
  private boolean flip;
  private OptionalDouble fps = OptionalDouble.empty();
  private DecodeChoice decode = DecodeChoice.AUTO;
  private boolean realtime;
  private Optional<PixelSize> outputSize = Optional.empty();
  private boolean overwrite;
  private DetectSettings.Sinks sinks = DetectSettings.Sinks.NONE;
  private SceneSettings scene = SceneSettings.NONE;
  private TileSettings tiles = TileSettings.NONE;
  private List<ConfiguredModel> classifiers = List.of();

  public TestJob(Path model) {
    this(new ModelSource.File(model));
  }

  public TestJob(ModelSource model) {
    this(model, DeliveryLimits.USUAL);
  }

  /** A job with other limits of the wait for its sinks. */
  public TestJob(Path model, DeliveryLimits limits) {
    this(new ModelSource.File(model), limits);
  }

  private TestJob(ModelSource model, DeliveryLimits limits) {
    this.model = model;
    this.run = new DetectRun(limits);
  }

  /** The precision that the device takes unless told otherwise. */
  public TestJob usualPrecision() {
    properties = Map.of();
    return this;
  }

  /** A source that is no file, and the lines about it. */
  public TestJob input(String source, Path json) {
    inputs.add(
        new DetectSettings.Input(
            source,
            "input-" + inputs.size(),
            Optional.empty(),
            Optional.of(new DetectSettings.JsonTarget.File(json))));
    return this;
  }

  /** An input whose results are counted only. */
  public TestJob input(Path source) {
    return input(source, null, null);
  }

  /** An input and the lines about it. */
  public TestJob input(Path source, Path json) {
    return input(source, null, json);
  }

  /** An input with its video and lines; either may be null. */
  public TestJob input(Path source, Path video, Path json) {
    String name = source.getFileName().toString();
    inputs.add(
        new DetectSettings.Input(
            source.toString(),
            name,
            Optional.ofNullable(video),
            Optional.ofNullable(json).map(DetectSettings.JsonTarget.File::new)));
    return this;
  }

  public TestJob letterbox() {
    return overrides(ModelOverrides.NONE.resize(Resize.LETTERBOX));
  }

  /** What is known of the model, over what was known before. */
  public TestJob overrides(ModelOverrides known) {
    overrides = known.or(overrides);
    return this;
  }

  public TestJob device(String name) {
    device = name;
    return this;
  }

  /** One request and nothing prepared behind it. */
  public TestJob oneAtATime() {
    requests = OptionalInt.of(1);
    prefetch = 0;
    return this;
  }

  public TestJob latest() {
    delivery = Delivery.LATEST;
    return this;
  }

  public TestJob loop() {
    loop = true;
    return this;
  }

  public TestJob limit(long frames) {
    limit = OptionalLong.of(frames);
    return this;
  }

  public TestJob skipFirst(long frames) {
    skipFirst = frames;
    return this;
  }

  public TestJob flip() {
    flip = true;
    return this;
  }

  public TestJob fps(double most) {
    fps = OptionalDouble.of(most);
    return this;
  }

  /** Which pictures are decoded at a lower rate. */
  public TestJob decode(DecodeChoice choice) {
    decode = choice;
    return this;
  }

  public TestJob realtime() {
    realtime = true;
    return this;
  }

  public TestJob outputSize(int width, int height) {
    outputSize = Optional.of(new PixelSize(width, height));
    return this;
  }

  /** Tiles in which the model gets pictures. */
  public TestJob tiles(TileSettings settings) {
    tiles = settings;
    return this;
  }

  /** What is told of objects over time. */
  public TestJob scene(SceneSettings settings) {
    scene = settings;
    return this;
  }

  /** Sets {@link DetectSettings#classifiers}. */
  public TestJob classifiers(List<ConfiguredModel> models) {
    classifiers = models;
    return this;
  }

  /** Sinks of a configuration. */
  public TestJob sinks(DetectSettings.Sinks configured) {
    sinks = configured;
    return this;
  }

  public TestJob overwrite() {
    overwrite = true;
    return this;
  }

  /** Runs it, and holds it to leaving nothing behind. */
  public DetectSummary run() {
    return run(SILENT);
  }

  /** Runs it with somebody who hears of its progress. */
  public DetectSummary run(DetectProgress progress) {
    DetectSummary summary;
    try {
      summary = run.run(settings(), progress);
    } finally {
      assertThat(OpenMedia.pictures()).as("open pictures").isZero();
      assertThat(OpenMedia.inputs()).as("open inputs").isZero();
    }
    assertThat(summary.leasesLeftOpen()).as("leases left open").isZero();
    assertThat(summary.inputs()).hasSize(inputs.size());
    assertThat(skipFirst == 0 || !loop).as("what a test may ask for").isTrue();
    for (DetectSummary.Input input : summary.inputs()) {
      RunSnapshot counts = input.metrics();
      if (skipFirst == 0 || input.failure().isEmpty()) {
        assertThat(counts.finished() + counts.droppedInAll() + skipFirst)
            .as("ends of pictures that were read")
            .isEqualTo(counts.read());
      }
    }
    return summary;
  }

  /** Runs it for its only input, which must not fail. */
  public DetectSummary.Input runOne() {
    DetectSummary.Input input = run().inputs().getFirst();
    assertThat(input.failure()).isEmpty();
    return input;
  }

  private DetectSettings settings() {
    ConfiguredModel modelSettings =
        TestModel.unnamed()
            .overrides(overrides)
            .device(device)
            .requests(requests)
            .prefetch(prefetch)
            .properties(properties)
            .of(model);
    Playback playback =
        Playback.builder()
            .delivery(delivery)
            .loop(loop)
            .limit(limit.orElse(0))
            .skipFirst(skipFirst)
            .flip(flip)
            .fps(fps.orElse(0))
            .decode(decode)
            .realtime(realtime)
            .build();
    return new DetectSettings(
        inputs,
        modelSettings,
        playback,
        TlsTrust.SYSTEM,
        tiles,
        scene,
        classifiers,
        outputSize,
        overwrite,
        sinks,
        false);
  }
}
