package sluice.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.Configuration;
import sluice.app.cameras.CameraSettings;
import sluice.app.model.ConfiguredModel;
import sluice.app.model.ModelSource;
import sluice.bench.BenchMode;
import sluice.bench.CameraRound;
import sluice.bench.CameraTrial;
import sluice.bench.CamerasResult;
import sluice.config.binding.ConfigResult;
import sluice.config.settings.ModelConfig;
import sluice.config.settings.ServiceConfig;
import sluice.core.DropCause;
import sluice.core.ErrorCode;
import sluice.core.FrameLedger;
import sluice.core.NativeMemory;
import sluice.core.SluiceException;
import sluice.core.model.ModelOverrides;
import sluice.core.scene.SceneSettings;
import sluice.video.TestClip;

/** Live cameras of the real service, for a few seconds: for errors, not for speed. */
@Timeout(120)
@Tag("alone")
class CamerasIT {
  private static final String TEMPORARY = "sluice-bench";

  @TempDir Path folder;
  private final BenchRun run = new BenchRun(Duration.ofMillis(100));
  private final List<String> reported = new ArrayList<>();
  private final long nativeBytes = NativeMemory.bytes();
  private String stopAt = "never";
  private List<Path> temporaryBefore = List.of();

  private final BenchProgress progress =
      new BenchProgress() {
        @Override
        public void drawing(int frames, int all) {}

        @Override
        public void step(int done, int all, String what) {
          assertThat(done).isLessThan(all);
          if (what.startsWith(stopAt)) {
            run.stop();
          }
        }

        @Override
        public void reported(String line) {
          reported.add(line);
        }
      };

  private static List<Path> temporary() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(path -> path.getFileName().toString().startsWith(TEMPORARY)).toList();
    }
  }

  @BeforeEach
  void whatIsThere() throws IOException {
    temporaryBefore = temporary();
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    assertThat(FrameLedger.openInProcess()).isZero();
    assertThat(NativeMemory.bytes()).isEqualTo(nativeBytes);
    assertThat(temporaryBefore).containsAll(temporary());
  }

  private String clip() {
    return new TestClip()
        .size(96, 96)
        .rate(20)
        .painted((n, x, y) -> ((x + n * 5) ^ y) * 0x010203 & 0xFFFFFF)
        .write(folder.resolve("clip.mp4"), 20)
        .toString();
  }

  private static BenchSettings settings(String input, Duration duration) {
    String name = ModelSource.BuiltIn.NAME;
    ConfiguredModel model =
        new ConfiguredModel(
            new ModelSource.BuiltIn(Optional.empty()),
            ModelConfig.builder(name, name)
                .overrides(ModelOverrides.NONE.threshold(ModelSource.BuiltIn.THRESHOLD))
                .build());
    return new BenchSettings(
        List.of("sluice", "bench"),
        input,
        model,
        SceneSettings.NONE,
        List.of(),
        List.of(BenchMode.values()),
        duration,
        1,
        Duration.ofMillis(100),
        Optional.empty());
  }

  private static CameraSettings cameras(
      int count, Optional<CameraSettings.Template> template, CameraSettings.Variant... variants) {
    return new CameraSettings(
        OptionalInt.of(count), OptionalDouble.empty(), template, List.of(variants), true);
  }

  @Test
  void threeCameras_runInTheService_withAVariantBesideThem() throws IOException {
    CameraSettings.Variant slow = new CameraSettings.Variant("slow", "detect-fps = 2");
    CameraSettings asked =
        new CameraSettings(
            OptionalInt.of(3), OptionalDouble.of(5), Optional.empty(), List.of(slow), true);

    CamerasResult result =
        run.cameras(settings(clip(), Duration.ofSeconds(1)), asked, progress).result();

    assertThat(result.searched()).isFalse();
    assertThat(result.variants()).hasSize(2);
    CameraRound base = result.variants().getFirst().rounds().getFirst();
    assertThat(base.complete()).isTrue();
    assertThat(base.trials()).extracting(CameraTrial::count).containsExactly(1, 3);
    CameraTrial three = base.trials().getLast();
    assertThat(three.wantedFps()).isEqualTo(5);
    assertThat(three.results()).isPositive();
    assertThat(three.dropped().get(DropCause.RATE)).isPositive();
    assertThat(three.age().count()).isPositive();
    assertThat(three.cpu().seconds()).isPositive();
    assertThat(three.cpu().stages()).isNotEmpty();
    assertThat(three.footprint().frameBytes()).isPositive();
    assertThat(three.footprint().threads()).isPresent();
    CameraTrial slowly = result.variants().getLast().rounds().getFirst().trials().getLast();
    assertThat(slowly.wantedFps()).isEqualTo(2);
    assertThat(slowly.results()).isLessThan(three.results());
    assertThat(reported).hasSize(4).first().asString().startsWith("base: 1 camera ");
  }

  @Test
  void settingsOfAStream_areTakenFromItsConfiguration_whoseSinksGetNothing() throws IOException {
    Path results = folder.resolve("results");
    Path file =
        Files.writeString(
            folder.resolve("application.conf"),
            """
            sluice {
              data-dir = "%1$s/data"
              models.people { model = person-detection-hog }
              sinks.files { type = json-lines, path = "%1$s/results/{stream}.jsonl" }
              defaults { detect-fps = 4 }
              streams.door { source = "rtsp://user:secret@10.0.0.5/1", model = people, sinks = [files] }
              streams.yard { source = "rtsp://10.0.0.6/1", model = people, track = true }
            }
            """
                .formatted(folder));
    ServiceConfig config =
        ((ConfigResult.Fine<ServiceConfig>) Configuration.reader().read(file)).value();
    BenchSettings settings = settings(clip(), Duration.ofMillis(500));
    Optional<CameraSettings.Template> door =
        Optional.of(new CameraSettings.Template(file, config, Optional.of("door")));

    CamerasResult result = run.cameras(settings, cameras(1, door), progress).result();

    assertThat(result.variants().getFirst().rounds().getFirst().trials())
        .singleElement()
        .satisfies(
            trial -> {
              assertThat(trial.wantedFps()).isEqualTo(4);
              assertThat(trial.results()).isPositive();
            });
    assertThat(results).doesNotExist();
    assertThat(folder.resolve("data")).doesNotExist();
    Optional<CameraSettings.Template> any =
        Optional.of(new CameraSettings.Template(file, config, Optional.empty()));
    assertThatThrownBy(() -> run.cameras(settings, cameras(1, any), progress))
        .hasMessage("--config: " + file + " (expected: --stream with it, one of door, yard)");
    Optional<CameraSettings.Template> none =
        Optional.of(new CameraSettings.Template(file, config, Optional.of("gate")));
    assertThatThrownBy(() -> run.cameras(settings, cameras(1, none), progress))
        .hasMessage("--stream: gate (expected: a stream of " + file + ": door, yard)");
  }

  @Test
  void whatCannotBeUsed_isRefusedBeforeAnythingIsMeasured() throws IOException {
    BenchSettings settings = settings(clip(), Duration.ofSeconds(1));

    assertRefused(
        settings,
        new CameraSettings.Variant("a", "detectfps = 2"),
        "--variant: a: detectfps: no such setting");
    assertRefused(
        settings, new CameraSettings.Variant("b", "detect-fps = {"), "--variant: b: is no HOCON");
    assertRefused(
        settings,
        new CameraSettings.Variant("c", "source = x"),
        "--variant: c: source (expected: another setting");
    Path picture = folder.resolve("one.png");
    ImageIO.write(new BufferedImage(96, 96, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
    for (Path pictures : List.of(picture, Files.createDirectory(folder.resolve("pictures")))) {
      if (Files.isDirectory(pictures)) {
        Files.copy(picture, pictures.resolve("1.png"));
        Files.copy(picture, pictures.resolve("2.png"));
      }
      assertThatThrownBy(
              () ->
                  run.cameras(
                      settings(pictures.toString(), Duration.ofSeconds(1)),
                      cameras(1, Optional.empty()),
                      progress))
          .isInstanceOfSatisfying(
              SluiceException.class,
              refused -> assertThat(refused.code()).isEqualTo(ErrorCode.USAGE))
          .hasMessage(
              "INPUT: "
                  + pictures
                  + " (expected: a recording, which cameras play at its own rate; pictures have"
                  + " none)");
    }
    assertThatThrownBy(
            () ->
                run.cameras(
                    settings("rtsp://10.0.0.5/1", Duration.ofSeconds(1)),
                    cameras(1, Optional.empty()),
                    progress))
        .hasMessageStartingWith("INPUT: rtsp://10.0.0.5/1 (expected: a recording");
    assertThat(reported).isEmpty();
  }

  private void assertRefused(
      BenchSettings settings, CameraSettings.Variant variant, String message) {
    assertThatThrownBy(() -> run.cameras(settings, cameras(1, Optional.empty(), variant), progress))
        .isInstanceOfSatisfying(
            SluiceException.class, refused -> assertThat(refused.code()).isEqualTo(ErrorCode.USAGE))
        .hasMessageStartingWith(message);
  }

  @Test
  void aSearchThatIsStopped_givesWhatItKnows() throws IOException {
    stopAt = "2 cameras";
    CameraSettings search =
        new CameraSettings(
            OptionalInt.empty(), OptionalDouble.of(1), Optional.empty(), List.of(), false);

    CamerasResult result =
        run.cameras(settings(clip(), Duration.ofSeconds(1)), search, progress).result();

    CameraRound round = result.variants().getFirst().rounds().getFirst();
    assertThat(result.searched()).isTrue();
    assertThat(round.complete()).isFalse();
    assertThat(round.trials()).extracting(CameraTrial::count).containsExactly(1);
  }
}
