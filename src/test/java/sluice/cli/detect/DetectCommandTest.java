package sluice.cli.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.app.detect.DetectSettings;
import sluice.app.model.ModelSource;
import sluice.app.model.ModelSource.BuiltIn;
import sluice.cli.Cli;
import sluice.config.settings.ModelConfig.Hint;
import sluice.config.sink.SinkConfig;
import sluice.core.DecodeChoice;
import sluice.core.Delivery;
import sluice.core.PixelSize;
import sluice.core.Playback;
import sluice.core.TransportChoice;
import sluice.core.model.ChannelOrder;
import sluice.core.model.ModelOverrides;
import sluice.core.model.Resize;
import sluice.core.scene.SceneSettings;
import sluice.stage.postprocess.yolox.YoloxFamily;

class DetectCommandTest {
  private final Cli cli = new Cli();

  @Test
  void onlyWhatIsRequired_leavesTheRestToDefaults() {
    DetectSettings settings = accepted("detect a.mp4 -m m.xml");

    assertThat(settings.inputs())
        .containsExactly(
            new DetectSettings.Input("a.mp4", "a", Optional.empty(), Optional.empty()));
    assertThat(settings.model().source()).isEqualTo(new ModelSource.File(Path.of("m.xml")));
    assertThat(settings.model().config().labels()).isEmpty();
    assertThat(settings.model().config().overrides()).isEqualTo(ModelOverrides.NONE);
    assertThat(settings.model().config().device()).isEqualTo("CPU");
    assertThat(settings.model().config().hint()).isEqualTo(Hint.THROUGHPUT);
    assertThat(settings.model().config().requests()).isEmpty();
    assertThat(settings.model().config().streams()).isEmpty();
    assertThat(settings.model().config().threads()).isEmpty();
    assertThat(settings.model().config().prefetch()).isEqualTo(2);
    assertThat(settings.model().config().properties()).isEmpty();
    assertThat(settings.playback())
        .isEqualTo(
            new Playback(
                null,
                false,
                0,
                DecodeChoice.AUTO,
                0,
                false,
                0,
                false,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                TransportChoice.AUTO));
    assertThat(settings.outputSize()).isEmpty();
    assertThat(settings.overwrite()).isFalse();
  }

  @TempDir Path configurations;

  private String configuration() throws IOException {
    return Files.writeString(
            configurations.resolve("a.conf"),
            """
            sluice.security.sink-hosts = ["10.1.2.3"]
            sluice.sinks.hub { type = webhook, url = "http://10.1.2.3/x" }
            sluice.sinks.lines { type = json-lines, path = "{stream}.jsonl" }
            """)
        .toString();
  }

  @Test
  void sinks_areThoseOfTheConfiguration_withItsRules() throws IOException {
    String file = configuration();

    assertThat(accepted("detect a.mp4 -m m.xml").sinks()).isEqualTo(DetectSettings.Sinks.NONE);
    DetectSettings.Sinks sinks =
        accepted("detect a.mp4 -m m.xml --sink lines --sink hub --sink lines -c " + file).sinks();
    assertThat(sinks.configs()).extracting(SinkConfig::name).containsExactly("lines", "hub");
    assertThat(sinks.hosts().rules()).containsExactly("10.1.2.3");
    assertThat(accepted("detect --sink hub -c " + file).inputs())
        .as("results go where they were sent, not to the demo's folder")
        .allMatch(input -> input.video().isEmpty() && input.json().isEmpty());
  }

  @Test
  void unknownSink_isRefused_beforeTheJob() throws IOException {
    String file = configuration();

    assertThat(cli.runLine("detect a.mp4 -m m.xml --sink hup -c " + file))
        .isEqualTo(
            new Cli.Result(
                2,
                "",
                "sluice: --sink: hup (expected: a sink of %s: hub, lines; nearest: hub); see 'sluice detect --help'\n"
                    .formatted(file)));
    assertThat(cli.runLine("detect a.mp4 -m m.xml -c " + file).err())
        .startsWith("sluice: -c: " + file + " (expected: --sink beside it)");
    assertThat(cli.job.asked).isEmpty();
  }

  @Test
  void linesAndZones_areWatched_andObjectsFollowed() {
    assertThat(accepted("detect a.mp4 -m m.xml").scene()).isEqualTo(SceneSettings.NONE);
    assertThat(accepted("detect a.mp4 -m m.xml --track").scene().isTracked()).isTrue();
    SceneSettings scene =
        accepted("detect a.mp4 -m m.xml --line b=0,0:1,1 --line a=0,0:1,0 --zone z=0,0:1,0:1,1")
            .scene();
    assertThat(scene.lines()).containsOnlyKeys("b", "a");
    assertThat(scene.zones()).containsOnlyKeys("z");
    assertThat(cli.runLine("detect a.mp4 -m m.xml --line gate=0,0:0,2").err())
        .startsWith("sluice: --line: gate.to[1]: 2 (expected: a number from 0 to 1)");
  }

  @Test
  void show_playsFilesInRealtime_unlessOverridden() {
    assertThat(accepted("detect a.mp4 -m m.xml").show()).isFalse();
    DetectSettings shown = accepted("detect a.mp4 -m m.xml --show");
    assertThat(shown.show()).isTrue();
    assertThat(shown.playback().realtime()).isTrue();
    assertThat(accepted("detect a.mp4 -m m.xml --show --no-realtime").playback().realtime())
        .isFalse();
    assertThat(cli.runLine("detect a.mp4 -m m.xml --realtime --no-realtime").err())
        .startsWith("sluice: --no-realtime: with --realtime (expected: one of the two)");
  }

  @Test
  void flags_areAllApplied() {
    DetectSettings settings =
        accepted(
            "detect -m m.xml -d GPU.1 --hint latency --nireq 3 --nstreams 4 --nthreads 5 --prefetch"
                + " 0 -t 0.25 --labels l.txt --resize letterbox --property A=1 --property B=x=y"
                + " --property C= -o out.MP4 --json out.jsonl --output-size 640x360 --force --quiet"
                + " --limit 7 --loop --flip --fps 12.5 --skip-first 9 --realtime --delivery latest"
                + " --timeout 2.5 --decode ALL"
                + " a.mp4");

    assertThat(settings.model().config().device()).isEqualTo("GPU.1");
    assertThat(settings.model().config().hint()).isEqualTo(Hint.LATENCY);
    assertThat(settings.model().config().requests()).hasValue(3);
    assertThat(settings.model().config().streams()).hasValue(4);
    assertThat(settings.model().config().threads()).hasValue(5);
    assertThat(settings.model().config().prefetch()).isZero();
    assertThat(settings.model().config().overrides())
        .isEqualTo(ModelOverrides.NONE.resize(Resize.LETTERBOX).threshold(0.25f));
    assertThat(settings.model().config().labels()).contains(Path.of("l.txt"));
    assertThat(settings.model().config().properties().toString()).isEqualTo("{A=1, B=x=y, C=}");
    assertThat(settings.inputs())
        .containsExactly(
            new DetectSettings.Input(
                "a.mp4",
                "a",
                Optional.of(Path.of("out.MP4")),
                Optional.of(new DetectSettings.JsonTarget.File(Path.of("out.jsonl")))));
    assertThat(settings.outputSize()).contains(new PixelSize(640, 360));
    assertThat(settings.overwrite()).isTrue();
    assertThat(settings.playback())
        .isEqualTo(
            new Playback(
                Delivery.LATEST,
                true,
                12.5,
                DecodeChoice.ALL,
                9,
                true,
                7,
                true,
                Duration.ofMillis(2500),
                Duration.ofMillis(2500),
                TransportChoice.AUTO));
  }

  @Test
  void nothingNamed_isTheDemo() {
    DetectSettings settings = parsed("detect");

    assertThat(settings.inputs())
        .containsExactly(
            new DetectSettings.Input(
                "demo:",
                "demo",
                Optional.of(Path.of("sluice-demo/people.mp4")),
                Optional.of(
                    new DetectSettings.JsonTarget.File(Path.of("sluice-demo/people.jsonl")))));
    assertThat(settings.overwrite()).isTrue();
    assertThat(settings.model().source()).isEqualTo(new BuiltIn(Optional.empty()));
    assertThat(settings.model().config().overrides().threshold()).hasValue(0.6f);
  }

  @Test
  void demoWithAnOutput_keepsToIt() {
    DetectSettings settings = parsed("detect --json lines.jsonl -t 0.5 --input-size 768x432");

    assertThat(settings.inputs())
        .containsExactly(
            new DetectSettings.Input(
                "demo:",
                "demo",
                Optional.empty(),
                Optional.of(new DetectSettings.JsonTarget.File(Path.of("lines.jsonl")))));
    assertThat(settings.overwrite()).isFalse();
    assertThat(settings.model().config().overrides().threshold()).hasValue(0.5f);
    assertThat(settings.model().source())
        .isEqualTo(new BuiltIn(Optional.of(new PixelSize(768, 432))));
  }

  @Test
  void detect_usesBuiltInModel_withoutModelFlag() {
    DetectSettings settings = accepted("detect a.mp4");

    assertThat(settings.inputs())
        .containsExactly(
            new DetectSettings.Input("a.mp4", "a", Optional.empty(), Optional.empty()));
    assertThat(settings.model().source()).isEqualTo(new BuiltIn(Optional.empty()));
  }

  @Test
  void preprocessingFlags_areApplied() {
    assertThat(
            accepted(
                    "detect a -m m.xml --family yolox --input-size 641x480 --resize corner"
                        + " --channels rgb --mean 1,2,3.5 --scale 255 --iou 0.7 -t 0.2")
                .model()
                .config()
                .overrides())
        .isEqualTo(
            ModelOverrides.NONE
                .family(YoloxFamily.FACTS)
                .inputSize(new PixelSize(641, 480))
                .resize(Resize.CORNER)
                .channels(ChannelOrder.RGB)
                .normalised(List.of(1f, 2f, 3.5f), List.of(255f, 255f, 255f))
                .iou(0.7f)
                .threshold(0.2f));
    assertThat(
            accepted(
                    "detect a -m m.xml -at AUTO --reverse_input_channels --mean_values 1,2,3"
                        + " --scale_values 4,5,6 -iou_t 0.7 --resize_type fit_to_window")
                .model()
                .config()
                .overrides())
        .isEqualTo(
            ModelOverrides.NONE
                .resize(Resize.CORNER)
                .channels(ChannelOrder.RGB)
                .normalised(List.of(1f, 2f, 3f), List.of(4f, 5f, 6f))
                .iou(0.7f));
  }

  @Test
  void openModelZooFlags_areAliases() {
    DetectSettings settings =
        accepted(
            "detect -i a.mp4 -m m.xml -d CPU -nireq 3 -nstreams 4 -nthreads 5 -limit 6 -loop"
                + " --resize_type fit_to_window_letterbox -o o.mp4 --output_resolution 64x48");

    assertThat(settings.inputs().getFirst().source()).isEqualTo("a.mp4");
    assertThat(settings.model().config().requests()).isEqualTo(OptionalInt.of(3));
    assertThat(settings.model().config().streams()).isEqualTo(OptionalInt.of(4));
    assertThat(settings.model().config().threads()).isEqualTo(OptionalInt.of(5));
    assertThat(settings.playback().limit()).isEqualTo(6);
    assertThat(settings.playback().loop()).isTrue();
    assertThat(settings.model().config().overrides().resize()).contains(Resize.LETTERBOX);
    assertThat(settings.outputSize()).contains(new PixelSize(64, 48));
    assertThat(
            accepted("detect a -m m --resize_type standard").model().config().overrides().resize())
        .contains(Resize.STRETCH);
  }

  @Test
  void severalInputs_fillThePattern() {
    DetectSettings settings =
        accepted(
            "detect x/a.mp4 y/a.avi -i rtsp://me:secret@host/b?c=d -m m -o {n}-{name}.mp4 --json"
                + " {name}.jsonl");

    assertThat(settings.inputs())
        .containsExactly(
            input("x/a.mp4", "a", "1-a.mp4", "a.jsonl"),
            input("y/a.avi", "a-2", "2-a-2.mp4", "a-2.jsonl"),
            input("rtsp://me:secret@host/b?c=d", "b", "3-b.mp4", "b.jsonl"));
    assertThat(settings.toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "detect a -m m --loop",
        "detect a b -m m --loop --limit 5",
        "detect a -m m -t 0",
        "detect a -m m -t 1",
        "detect a -m m --json -",
        "detect a -m m --hint NONE",
        "detect @a -m m",
        "detect a -m m -nireq=2",
        "detect a -m=m -o b.mp4 --output-size 2X16384",
      })
  void detectCommandLine_isAccepted(String line) {
    accepted(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          detect a -m m --input-size 512     | --input-size: 512 (expected: WIDTHxHEIGHT, both 1 to 16384, like 640x480)
          detect a -m m --input-size 0x64    | --input-size: 0x64 (expected: WIDTHxHEIGHT, both 1 to 16384, like 640x480)
          detect a -m m --family yolo        | --family: yolo (expected: auto, ssd, boxes-labels, boxes-labels-scores, tf-detection, boxes-scores, ultraface, yolov5, yolov8, yolo-end-to-end, yolov7-end-to-end, yolo-segment, yolo-pose, yolo-obb, yolox, detr, rt-detr, rt-detr-end-to-end, rf-detr, rt-detr-deploy, paddle-detection, classification, attributes)
          detect a -m m --channels gray      | --channels: gray (expected: bgr or rgb)
          detect a -m m --channels bgr --reverse_input_channels | --channels: bgr (expected: rgb beside --reverse_input_channels)
          detect a -m m --mean 1,2           | --mean: 1,2 (expected: a number, or three like 123.7,116.3,103.5)
          detect a -m m --mean_values x      | --mean: x (expected: a number, or three like 123.7,116.3,103.5)
          detect a -m m --scale 1,0,1        | --scale: 1,0,1 (expected: numbers other than 0)
          detect a -m m --iou_t 2            | --iou: 2 (expected: 0 to 1)
          detect a --input-size 512          | --input-size: 512 (expected: WIDTHxHEIGHT, both even and 2 to 16384, like 1280x720)
          detect a --input-size 32x32        | input size 32x32 (expected: 64x128, one window of the built-in person detector, to 2048x2048); try 512x288
          detect a -m                        | -m: missing (expected: MODEL)
          detect a -m m -m n                 | -m: given twice (expected: once)
          detect a -m m --loop --loop        | --loop: given twice (expected: once)
          detect a -m m --loop=2             | --loop: 2 (expected: no value)
          detect a -m m --jsn -              | --jsn: no such flag (nearest: --json)
          detect a -m m --nstream 2          | --nstream: no such flag (nearest: --nstreams)
          detect a -m m -o --json            | -o: missing (expected: OUT.mp4)
          detect a -m m --fps 0              | --fps: 0 (expected: > 0)
          detect a -m m --fps -1             | --fps: -1 (expected: > 0)
          detect a -m m --fps NaN            | --fps: NaN (expected: > 0)
          detect a -m m --fps Infinity       | --fps: Infinity (expected: > 0)
          detect a -m m --fps 12,5           | --fps: 12,5 (expected: > 0)
          detect a -m m -t 1.01              | -t: 1.01 (expected: 0 to 1)
          detect a -m m -t -0.1              | -t: -0.1 (expected: 0 to 1)
          detect a -m m -t high              | -t: high (expected: 0 to 1)
          detect a -m m --nireq 0            | --nireq: 0 (expected: a whole number from 1 to 1024)
          detect a -m m -nireq 1.5           | --nireq: 1.5 (expected: a whole number from 1 to 1024)
          detect a -m m --nstreams -2        | --nstreams: -2 (expected: a whole number from 1 to 1024)
          detect a -m m --nthreads x         | --nthreads: x (expected: a whole number from 1 to 1024)
          detect a -m m --nireq 2147483648   | --nireq: 2147483648 (expected: a whole number from 1 to 1024)
          detect a -m m --prefetch -1        | --prefetch: -1 (expected: a whole number from 0 to 1024)
          detect a -m m --limit 0            | --limit: 0 (expected: a whole number >= 1)
          detect a -m m --prefetch 1025      | --prefetch: 1025 (expected: a whole number from 0 to 1024)
          detect a -m m --timeout 0          | --timeout: 0 (expected: seconds, 0.1 to 3600)
          detect a -m m --timeout 1h         | --timeout: 1h (expected: seconds, 0.1 to 3600)
          detect a -m m --skip-first -1      | --skip-first: -1 (expected: a whole number >= 0)
          detect a -m m --hint fast          | --hint: fast (expected: throughput, latency or none)
          detect a -m m --delivery some      | --delivery: some (expected: every or latest)
          detect a -m m --decode key         | --decode: key (expected: auto or all)
          detect a -m m --resize zoom        | --resize: zoom (expected: stretch, letterbox, corner or crop; also standard, fit_to_window_letterbox or fit_to_window)
          detect a -m m --property X         | --property: X (expected: KEY=VALUE)
          detect a -m m --property =1        | --property: =1 (expected: KEY=VALUE)
          detect a -m m --property X=1 --property X=2 | --property: X given twice (expected: each property once)
          detect a -m m -o a.avi             | -o: a.avi (expected: a name that ends in .mp4)
          detect a -m m --output-size 64x48  | --output-size: 64x48 (expected: -o beside it)
          detect a -m m -o o.mp4 --output-size 65x48    | --output-size: 65x48 (expected: WIDTHxHEIGHT, both even and 2 to 16384, like 1280x720)
          detect a -m m -o o.mp4 --output-size 0x48     | --output-size: 0x48 (expected: WIDTHxHEIGHT, both even and 2 to 16384, like 1280x720)
          detect a -m m -o o.mp4 --output-size 64       | --output-size: 64 (expected: WIDTHxHEIGHT, both even and 2 to 16384, like 1280x720)
          detect a -m m -o o.mp4 --output-size 99998x48 | --output-size: 99998x48 (expected: WIDTHxHEIGHT, both even and 2 to 16384, like 1280x720)
          detect a b -m m --loop             | --loop: endless for 2 inputs (expected: --limit with it, or one input)
          detect a b -m m -o o.mp4           | -o: o.mp4 (expected: {name} or {n} in it, as there are 2 inputs)
          detect a b -m m --json o.jsonl     | --json: o.jsonl (expected: {name} or {n} in it, as there are 2 inputs)
          detect a b -m m --json -           | --json: - (expected: {name} or {n} in it, as there are 2 inputs)
          detect a -m m.xml --json m.xml     | --json: m.xml (expected: another file, as this one is the model)
          detect a -m m --json o.mp4 -o ./o.mp4          | --json: o.mp4 (expected: another file, as this one is the output of another flag or input)
          detect a -m m --labels l --json x/../l         | --json: x/../l (expected: another file, as this one is the labels file)
          """)
  void invalidCommandLine_isRefusedInOneLine_withHint(String line, String message) {
    Cli.Result result = cli.runLine(line);

    assertThat(result.err()).isEqualTo("sluice: " + message + "; see 'sluice detect --help'\n");
    assertThat(result.out()).isEmpty();
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(cli.job.asked).isEmpty();
  }

  @Test
  void anEmptyValue_isShownInQuotes() {
    assertThat(cli.run("detect", "", "-m", "m").err())
        .startsWith("sluice: INPUT: '' (expected: a video, a picture, a folder or an address);");
    assertThat(cli.run("detect", "a", "-m", "").err())
        .startsWith("sluice: -m: '' (expected: the name of a file);");
    assertThat(cli.run("detect", "a", "-m", "m", "-d", " ").exitCode()).isEqualTo(2);
  }

  @Test
  void outputEqualToInput_isRefused(@TempDir Path folder) throws IOException {
    Path video = Files.createFile(folder.resolve("a.mp4"));
    Path link = Files.createSymbolicLink(folder.resolve("link.mp4"), video);

    Cli.Result result =
        cli.run("detect", video.toString(), "-m", "m", "--force", "-o", link.toString());

    assertThat(result.err())
        .startsWith("sluice: -o: " + link + " (expected: another file, as this one is an input);");
    assertThat(result.exitCode()).isEqualTo(2);
  }

  private DetectSettings accepted(String line) {
    Cli.Result result = cli.runLine(line);
    assertThat(result.err()).doesNotContain("sluice:");
    assertThat(result.exitCode()).isZero();
    return cli.job.asked.getLast();
  }

  private static DetectSettings.Input input(String source, String name, String video, String json) {
    return new DetectSettings.Input(
        source,
        name,
        Optional.of(Path.of(video)),
        Optional.of(new DetectSettings.JsonTarget.File(Path.of(json))));
  }

  /** What a command line asks for, without running it. */
  private static DetectSettings parsed(String line) {
    var result = Cli.parser().parseArgs(line.split(" "));
    return ((DetectCommand) result.subcommand().commandSpec().userObject()).settings();
  }
}
