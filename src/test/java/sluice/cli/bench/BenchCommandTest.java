package sluice.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.app.bench.BenchSettings;
import sluice.app.cameras.CameraSettings;
import sluice.app.model.ModelSource;
import sluice.bench.BenchMode;
import sluice.bench.CameraVariant;
import sluice.bench.CamerasResult;
import sluice.cli.BenchResults;
import sluice.cli.Cli;
import sluice.config.settings.ModelConfig.Hint;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.scene.SceneSettings;

class BenchCommandTest {
  @TempDir Path folder;
  private final Cli cli = new Cli();

  private BenchSettings asked(String line) {
    Cli.Result result = cli.runLine(line);
    assertThat(result.exitCode()).as(result.err()).isZero();
    return cli.bench.asked.getLast();
  }

  @Test
  void bench_measuresAllModesOnTheDemo_withoutFlags() {
    BenchSettings settings = asked("bench");

    assertThat(cli.bench.ways).containsExactly("modes");
    assertThat(settings.input()).isEqualTo("demo:");
    assertThat(settings.model().source()).isInstanceOf(ModelSource.BuiltIn.class);
    assertThat(settings.modes()).containsExactly(BenchMode.values());
    assertThat(settings.duration()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.repeats()).isEqualTo(3);
    assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.autoLogLevel()).isEmpty();
    assertThat(settings.command()).containsExactly("sluice", "bench");
  }

  @Test
  void flags_becomeSettings() {
    BenchSettings settings =
        asked(
            "bench a.mp4 -m m.xml -d AUTO --hint latency --nireq 4 --mode infer-only,stream"
                + " --duration 0.5 --repeat 7 --auto-log-level Debug");

    assertThat(settings.input()).isEqualTo("a.mp4");
    assertThat(settings.model().config().device()).isEqualTo("AUTO");
    assertThat(settings.model().config().hint()).isEqualTo(Hint.LATENCY);
    assertThat(settings.model().config().requests()).hasValue(4);
    assertThat(settings.modes()).containsExactly(BenchMode.INFER_ONLY, BenchMode.STREAM);
    assertThat(settings.duration()).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.repeats()).isEqualTo(7);
    assertThat(settings.autoLogLevel()).isEqualTo(Optional.of("LOG_DEBUG"));
    assertThat(settings.command()).startsWith("sluice", "bench", "a.mp4", "-m").hasSize(19);
  }

  @Test
  void track_followsTheObjectsOfStreams() {
    assertThat(asked("bench").scene()).isEqualTo(SceneSettings.NONE);
    assertThat(asked("bench --track").scene().isTracked()).isTrue();
    assertThat(asked("bench --streams 2 --line a=0,0:1,1").scene().lines()).containsKey("a");
    assertThat(cli.runLine("bench --track --first-inference").err())
        .startsWith("sluice: --track: with --first-inference (expected: one of the two)");
  }

  @Test
  void intervals_sayHowLongIsMeasured() {
    BenchSettings settings = asked("bench --intervals 6");
    assertThat(settings.duration()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.repeats()).isEqualTo(1);

    assertThat(asked("bench --intervals 3 --interval 20s").duration())
        .isEqualTo(Duration.ofMinutes(1));

    settings = asked("bench --intervals 4 --interval 0.5 --repeat 2");
    assertThat(settings.duration()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.interval()).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.repeats()).isEqualTo(2);
  }

  @Test
  void durations_mayHaveTheirUnit() {
    assertThat(asked("bench --duration 500ms").duration()).isEqualTo(Duration.ofMillis(500));
    assertThat(asked("bench --duration 1.5m").duration()).isEqualTo(Duration.ofSeconds(90));
    assertThat(cli.runLine("bench --duration 1h").err()).contains("--duration: 1h (expected: s");
    assertThat(cli.runLine("bench --duration ms").err()).contains("--duration: ms (expected: s");
  }

  @Test
  void otherBenchTasks_areRequestedByFlags() {
    asked("bench --streams 8");
    asked("bench --max-streams --fps-limit 12.5 -i b.mp4");
    asked("bench --first-inference");

    assertThat(cli.bench.ways)
        .containsExactly("streams 8", "most streams 12.5", "first inferences");
    assertThat(cli.bench.asked.get(1).duration()).isEqualTo(Duration.ofSeconds(10));
    assertThat(cli.bench.asked.get(1).input()).isEqualTo("b.mp4");
  }

  private CameraSettings askedCameras(String line) {
    asked(line);
    return cli.bench.askedCameras.getLast();
  }

  @Test
  void cameras_haveTheirSettings() {
    CameraSettings cameras =
        askedCameras("bench a.mp4 --cameras 6 --detect-fps 4 --variant a=decode=all --json-lines");

    assertThat(cli.bench.ways).containsExactly("cameras");
    assertThat(cameras.count()).hasValue(6);
    assertThat(cameras.detectFps()).hasValue(4);
    assertThat(cameras.variants()).containsExactly(new CameraSettings.Variant("a", "decode=all"));
    assertThat(cameras.template()).isEmpty();
    assertThat(cameras.jsonLines()).isTrue();
    assertThat(cli.bench.asked.getLast().duration()).isEqualTo(Duration.ofSeconds(10));
    assertThat(cli.bench.asked.getLast().repeats()).isEqualTo(3);
  }

  @Test
  void cameras_withoutANumber_areAsManyAsKeepTheirRate() {
    assertThat(askedCameras("bench a.mp4 --cameras").count()).isEmpty();
    assertThat(askedCameras("bench a.mp4 --cameras max --variant a=track=true").count()).isEmpty();
    assertThat(cli.bench.asked.getLast().repeats()).isEqualTo(1);
    assertThat(askedCameras("bench a.mp4 --cameras 2 --fps-limit 3").detectFps()).hasValue(3);
    assertThat(cli.bench.asked.getLast().repeats()).isEqualTo(1);
    asked("bench a.mp4 --cameras --repeat 5");
    assertThat(cli.bench.asked.getLast().repeats()).isEqualTo(5);
  }

  @Test
  void cameras_mayHaveTheSettingsOfAStream() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("my.conf"), "sluice.streams.door.source = \"rtsp://10.0.0.5/1\"");

    CameraSettings.Template template =
        askedCameras("bench a.mp4 --cameras 2 -c " + file + " --stream door")
            .template()
            .orElseThrow();

    assertThat(template.file()).isEqualTo(file);
    assertThat(template.stream()).contains("door");
    assertThat(template.config().streams()).containsOnlyKeys("door");
    assertThat(cli.runLine("bench --cameras 2 -c " + folder.resolve("none.conf")).err())
        .contains("none.conf: no such file");
  }

  @Test
  void cameras_areShownBesideEachOther() {
    assertThat(cli.runLine("bench a.mp4 --cameras 3").out())
        .isEqualTo(
            """
            processor  a fast one

            variant  round  cameras  fps in all  slowest  lost  age p50 ms  age p99 ms  CPU ms/result         keeps
            base         1        1         4.0     4.00     0         1.5         9.0          12.50  4.0 fps: yes
            base         1        3        12.0     4.00     0         1.5         9.0          12.50  4.0 fps: yes
            slow         1        3         6.0     2.00     9         1.5         9.0          12.50   4.0 fps: no

                                                                base           slow
            cameras                                                3              3
            CPU, ms a second and camera (ms a result)  50.00 (12.50)  25.00 (12.50)
              decoding                                  25.00 (6.25)   12.50 (6.25)
              inference                                 12.50 (3.13)    6.25 (3.13)
            pictures and tensors, MiB                           15.0           15.0
              a camera                                           5.0              -
            threads                                               46             46
              a camera                                           2.0              -
            resident memory, MiB                               230.0          230.0

            resident memory: 15.0 MiB a camera, in the first round
            """);
    cli.bench.cameras = BenchResults.ofMostCameras();
    assertThat(cli.runLine("bench a.mp4 --cameras").out())
        .endsWith(
            """

            base: 1 camera keeps 4.0 fps
            resident memory: 30.0 MiB a camera, in the first round
            """);
  }

  @Test
  void cameras_thatWereStopped_areSaidToBe() {
    cli.bench.cameras = new CamerasResult(false, List.of(new CameraVariant("base", "", List.of())));

    assertThat(cli.runLine("bench a.mp4 --cameras 3").out())
        .endsWith("it was stopped before anything was measured to its end\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--mode fast | --mode: fast (expected: sync, async, queue, stream, infer-only)",
        "--mode sync,sync | --mode: sync given twice (expected: each mode once)",
        "--duration 0 | --duration: 0 (expected: seconds, 0.1 to 3600)",
        "--repeat 0 | --repeat: 0 (expected: a whole number from 1 to 1000)",
        "--interval 5 | --interval: 5 (expected: --intervals N with it)",
        "--intervals 2 --duration 5 | --duration: 5 (expected: no --intervals beside it)",
        "--intervals 0 | --intervals: 0 (expected: a whole number from 1 to 1000)",
        "--streams 0 | --streams: 0 (expected: a whole number from 1 to 256)",
        "--max-streams | --max-streams: alone (expected: --fps-limit FPS with it)",
        "--fps-limit 5 | --fps-limit: 5 (expected: --max-streams or --cameras with it)",
        "--max-streams --fps-limit 0 | --fps-limit: 0 (expected: > 0)",
        "--auto-log-level loud | --auto-log-level: loud (expected: none, error, warning, info,"
            + " debug or trace)",
        "--streams 2 --first-inference | --streams, --max-streams, --cameras, --first-inference:"
            + " not alone (expected: one of them, and none beside --mode, --intervals or, but for"
            + " --cameras, --repeat)",
        "--streams 2 --repeat 2 | --streams, --max-streams, --cameras, --first-inference: not alone"
            + " (expected: one of them, and none beside --mode, --intervals or, but for --cameras,"
            + " --repeat)",
        "--cameras 2 --streams 2 | --streams, --max-streams, --cameras, --first-inference: not"
            + " alone (expected: one of them, and none beside --mode, --intervals or, but for"
            + " --cameras, --repeat)",
        "--cameras a.mp4 | --cameras: a.mp4 (expected: a number, or max; the recording is named"
            + " before it)",
        "--cameras 0 | --cameras: 0 (expected: a whole number from 1 to 256)",
        "--cameras 2 --stream a | --stream: a (expected: --config FILE with it)",
        "--cameras 2 -c x --track | --track: with --config (expected: one of the two; the"
            + " configuration says model and objects)",
        "--cameras 2 -c x --nireq 2 | --nireq: with --config (expected: one of the two; the"
            + " configuration says model and objects)",
        "--cameras 2 --variant fast | --variant: fast (expected: NAME=HOCON, a name of letters and"
            + " digits and settings of a stream)",
        "--cameras 2 --variant base=a=1 | --variant: base (expected: each name once, and not base,"
            + " which are the settings as they are)",
        "--variant a=b=1 | --variant: without cameras (expected: --cameras with it)",
        "--json-lines | --json-lines: without cameras (expected: --cameras with it)",
        "a -i b | INPUT: a and b (expected: one input)",
      })
  void invalidBenchFlags_areRefused(String flags, String message) {
    Cli.Result result = cli.runLine("bench " + flags);

    assertThat(result.err()).isEqualTo("sluice: " + message + "; see 'sluice bench --help'\n");
    assertThat(result.exitCode()).isEqualTo(ErrorCode.USAGE.exitCode());
    assertThat(cli.bench.asked).isEmpty();
  }

  @Test
  void benchTable_hasRatiosNoiseAndWarnings() {
    Cli.Result result = cli.runLine("bench");

    assertThat(result.out())
        .isEqualTo(
            """
            processor  a fast one
            input      people.mp4, 640x360, 25.00 fps

            mode          fps   noise  of sync  of infer-only  CPU ms/frame  starved  objects
            sync         50.0  12.5 %     1.00           0.50         12.50   25.0 %        5
            queue        90.0  12.5 %     1.80           0.90         12.50   25.0 %    WRONG
            infer-only  100.0  12.5 %     2.00           1.00         12.50   25.0 %        -

            p50 (p99), ms       decode   preprocess  request wait    inference  postprocess   end to end
            sync           1.50 (9.00)  1.50 (9.00)   1.50 (9.00)  1.50 (9.00)  1.50 (9.00)  1.50 (9.00)
            queue          1.50 (9.00)  1.50 (9.00)   1.50 (9.00)  1.50 (9.00)  1.50 (9.00)  1.50 (9.00)
            infer-only               -            -             -  1.50 (9.00)            -            -

            limit: 95.0 fps, 0.95 of infer-only: what decoding and preparing leave of its processor time
            objects were compared in the first 4 frames
            WRONG: queue finds 3 objects, not 5
            """);
    assertThat(result.err())
        .isEqualTo(
            """
            sluice: 250 of 250: drawing the demo
            sluice: 0 of 2: warming up
            sluice: as fast as can be
            """);
  }

  @Test
  void benchProgress_rewritesItsLine_onTerminal() {
    cli.terminal = true;
    String clear = "\r\033[K";
    String drawing = clear + "[########################] 250/250 drawing the demo";
    String step = clear + "[------------------------] 0/2 warming up";

    assertThat(cli.runLine("bench").err())
        .isEqualTo(drawing + step + clear + "sluice: as fast as can be\n" + step + clear);
    assertThat(cli.runLine("bench --quiet").err()).isEmpty();

    cli.signalWhileMeasuring(2);
    assertThat(cli.runLine("bench").err())
        .endsWith(step + clear + "sluice: finishing; a second signal ends at once\n");
  }

  @Test
  void intervals_haveATableOfTheirOwn() {
    assertThat(cli.runLine("bench --intervals 2 --quiet"))
        .satisfies(
            result -> {
              assertThat(result.err()).isEmpty();
              assertThat(result.out())
                  .contains(
                      """

                      until, s  sync, fps     ms  queue, fps     ms  infer-only, fps     ms
                      1.0            40.0  20.50        80.0  20.50             90.0  20.50
                      2.0            60.0  10.25       100.0  10.25            110.0  10.25
                      """);
            });
  }

  @Test
  void otherBenchTasks_printTheirTables() {
    assertThat(cli.runLine("bench --streams 2").out())
        .isEqualTo(
            """
            processor  a fast one

            stream   fps  dropped  p50 ms  p99 ms
            1       10.0        0    1.50    9.00
            2        9.0        5    1.50    9.00
            all     19.0        5       -       -

            CPU: 12.50 ms a frame; starved 50.0 % of the time
            """);
    assertThat(cli.runLine("bench --max-streams --fps-limit 10").out())
        .endsWith(
            """

            streams  fps in all  slowest  dropped  keeps 10.0 fps
            1              10.0     10.0        0             yes
            2              19.0      9.0        5              no

            1 stream keeps 10.0 fps
            """);
    assertThat(cli.runLine("bench --first-inference").out())
        .endsWith(
            """

            device  cache      read ms  compile ms  first ms  whole ms  began on  runs on
            AUTO    used, hit       30         200      20.0     250.0     (CPU)      GPU
            NPU, cache none: no such layer
            """);
  }

  @Test
  void json_hasAnObjectForEachMode_andWhatRepeatsIt() throws IOException {
    Path file = folder.resolve("bench.json");

    assertThat(cli.runLine("bench --json " + file).exitCode()).isZero();

    JsonNode json = new ObjectMapper().readTree(Files.readString(file));
    assertThat(json.get("environment").get("property CACHE_MODE").asText())
        .isEqualTo("OPTIMIZE_SPEED");
    assertThat(json.get("limit_fps").asDouble()).isEqualTo(95);
    assertThat(json.get("modes").findValuesAsText("mode"))
        .containsExactly("sync", "queue", "infer-only");
    JsonNode queue = json.get("modes").get(1);
    assertThat(queue.get("fps").asDouble()).isEqualTo(90);
    assertThat(queue.get("noise").asDouble()).isEqualTo(0.125);
    assertThat(queue.get("of_infer_only").asDouble()).isEqualTo(0.9);
    assertThat(queue.get("wrong").asText()).isEqualTo("finds 3 objects, not 5");
    assertThat(queue.get("cpu_ms_per_frame").asDouble()).isEqualTo(12.5);
    assertThat(queue.get("latency_ms").get("end_to_end").get("p99").asDouble()).isEqualTo(9);
    assertThat(queue.get("measurements")).hasSize(2);
    assertThat(queue.get("measurements").get(1).get("repeat").asInt()).isEqualTo(2);
    assertThat(queue.get("measurements").get(0).get("intervals").get(1).get("end").asDouble())
        .isEqualTo(2);
    assertThat(json.get("modes").get(2).has("detections")).isFalse();
    assertThat(json.get("modes").get(0).has("wrong")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "--streams 2, each",
    "--max-streams --fps-limit 10, trials",
    "--cameras 3, variants",
    "--first-inference, first_inferences",
    "--mode sync, modes"
  })
  void jsonOnStandardOutput_isTheOnlyOutput(String flags, String member) throws IOException {
    Cli.Result result = cli.runLine("bench --json - " + flags);

    assertThat(new ObjectMapper().readTree(result.out()).get(member)).isNotEmpty();
    assertThat(result.err()).contains("a fast one");
  }

  @Test
  void existingFile_isKept_andRefusedBeforeMeasuring() throws IOException {
    Path file = Files.writeString(folder.resolve("bench.json"), "mine");

    Cli.Result result = cli.runLine("bench --json " + file);
    assertThat(result.exitCode()).isEqualTo(ErrorCode.OUTPUT.exitCode());
    assertThat(result.err()).contains("it exists; name another or add --force");
    assertThat(cli.bench.asked).isEmpty();
    assertThat(file).hasContent("mine");

    assertThat(cli.runLine("bench --force --json " + file).exitCode()).isZero();
    assertThat(Files.readString(file)).startsWith("{");
  }

  @Test
  void signal_endsBenchOrderly_withResultsSoFar() {
    cli.signalWhileMeasuring(2);

    Cli.Result result = cli.runLine("bench");

    assertThat(cli.bench.stops).isEqualTo(1);
    assertThat(result.exitCode()).isEqualTo(130);
    assertThat(result.err()).contains("sluice: finishing; a second signal ends at once");
    assertThat(result.out()).contains("\nsync ");
  }

  @Test
  void bench_reportsThatNothingWasMeasured() {
    cli.bench.modes = BenchResults.ofNothing();
    assertThat(cli.runLine("bench").out()).endsWith("nothing was measured before it was stopped\n");

    cli.bench.failure = new CancellationException();
    assertThat(cli.runLine("bench --streams 2").out())
        .isEqualTo("nothing was measured before it was stopped\n");
  }

  @Test
  void failure_isReportedInOneLine() {
    cli.bench.failure = new SluiceException(ErrorCode.DEVICE, "device: gone");

    Cli.Result result = cli.runLine("bench --quiet");

    assertThat(result).isEqualTo(new Cli.Result(6, "", "sluice: device: gone\n"));
  }

  @Test
  void aReport_isWrittenBesideTheTable() throws IOException {
    Path report = folder.resolve("report");

    Cli.Result result = cli.run("bench", "--report", report.toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).contains("sluice: wrote " + report.resolve("index.html"));
    assertThat(report.resolve("index.html")).content().contains("infer-only", "sluice bench");
    int asked = cli.bench.asked.size();
    Cli.Result again = cli.run("bench", "--report", report.toString());
    assertThat(again.exitCode()).isEqualTo(ErrorCode.OUTPUT.exitCode());
    assertThat(again.err()).contains("index.html: it exists");
    assertThat(cli.run("bench", "--streams", "2", "--report", "other").err())
        .startsWith("sluice: --report: other (expected: modes to report on");
    assertThat(cli.bench.asked).hasSize(asked);
    assertThat(cli.run("bench", "--force", "--report", report.toString()).exitCode()).isZero();
  }

  @Test
  void flags_areGroupedUnderHeadings() {
    assertThat(cli.run("bench", "--help").out())
        .startsWith("Usage: sluice bench [INPUT] [-m MODEL] [OPTIONS]\n")
        .containsSubsequence(
            List.of(
                "\nWhat is measured:\n",
                "--mode",
                "--auto-log-level",
                "\nModel and device:\n",
                "--model",
                "\nResults:\n",
                "--json",
                "\nGeneral:\n",
                "\nModes, on the same frames"));
  }
}
