package sluice.cli.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import sluice.app.detect.DetectSettings;
import sluice.app.library.CheckedFile;
import sluice.app.library.FetchRequest;
import sluice.app.library.ModelInfo;
import sluice.app.library.ModelInfo.Fact;
import sluice.app.library.ModelInfo.Section;
import sluice.app.library.ModelRow;
import sluice.app.library.ModelRow.PrecisionRow;
import sluice.app.model.ModelSource;
import sluice.cli.Cli;
import sluice.cli.FakeModels;
import sluice.cli.terminal.CheckedPrinter;
import sluice.cli.terminal.ProcessHost;
import sluice.cli.terminal.Signals;
import sluice.core.PixelSize;
import sluice.core.model.Resize;

class ModelsCommandTest {
  private final Cli cli = new Cli();
  private final FakeModels models = cli.models;
  private final AtomicLong clock = new AtomicLong();

  private DetectSettings lastSettings() {
    return cli.job.asked.getLast();
  }

  @Test
  void list_showsInstalledModels() throws IOException {
    models.rows =
        List.of(
            new ModelRow("hog", "Built in", "detection", "Apache-2.0", true, List.of()),
            new ModelRow(
                "m",
                "Finds \"things\"",
                "detection",
                "MIT",
                false,
                List.of(
                    new PrecisionRow("FP32", 8, Optional.empty()),
                    new PrecisionRow("FP16", 4, Optional.of(Path.of("cache/m/FP16"))))));

    assertThat(cli.run("models", "list").out())
        .isEqualTo(
            """
            name  task       fetched   to be fetched  license
            hog   detection  built in  -              Apache-2.0
            m     detection  FP16      FP32           MIT
            """);
    assertThat(new ObjectMapper().readTree(cli.run("models", "list", "--json").out()))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    [{"name": "hog", "description": "Built in", "task": "detection",
                      "license": "Apache-2.0", "built_in": true, "precisions": []},
                     {"name": "m", "description": "Finds \\"things\\"", "task": "detection",
                      "license": "MIT", "built_in": false, "precisions": [
                       {"precision": "FP32", "bytes": 8},
                       {"precision": "FP16", "bytes": 4, "folder": "cache/m/FP16"}]}]
                    """));
  }

  @Test
  void info_showsSectionsOfFacts() throws IOException {
    models.info =
        new ModelInfo(
            List.of(
                new Section("model", List.of(new Fact("name", "m"), new Fact("task", "detection"))),
                new Section("inputs", List.of(new Fact("image", "f32 [1,3,2,2]")))));

    assertThat(cli.run("models", "info", "m").out())
        .isEqualTo(
            """
            model
              name  m
              task  detection

            inputs
              image  f32 [1,3,2,2]
            """);
    assertThat(new ObjectMapper().readTree(cli.run("models", "info", "m", "--json").out()))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    [{"title": "model", "facts": [
                       {"name": "name", "value": "m"}, {"name": "task", "value": "detection"}]},
                     {"title": "inputs", "facts": [{"name": "image", "value": "f32 [1,3,2,2]"}]}]
                    """));
  }

  @Test
  void fetch_passesItsFlags_andReportsResults() {
    Cli.Result result =
        cli.runLine(
            "models fetch m n --precision FP16,FP16-INT8 --mirror http://h --dir d --attempts 2");

    assertThat(models.asked)
        .contains(
            new FetchRequest(
                List.of("m", "n"),
                List.of("FP16", "FP16-INT8"),
                Optional.of("http://h"),
                Optional.of(Path.of("d")),
                2));
    assertThat(result)
        .isEqualTo(
            new Cli.Result(
                0,
                """
                m FP16: fetched 1 of 2 files, 2.1 MB, in cache/m/FP16
                n FP16: all 2 files are there and right, 2.1 MB, in cache/n/FP16
                """,
                """
                sluice: m/FP16: somebody else is fetching it; waiting
                sluice: m/FP16/m.bin: going on at 1.0 MB
                sluice: m/FP16/m.bin: answers 503; trying again in 1.5 s
                """));
  }

  @Test
  void fetch_mayBeQuiet() {
    Cli.Result result = cli.runLine("models fetch m --quiet");

    assertThat(result.err()).isEmpty();
    assertThat(models.asked.orElseThrow())
        .isEqualTo(
            new FetchRequest(List.of("m"), List.of(), Optional.empty(), Optional.empty(), 5));
  }

  @Test
  void interruptedFetch_explainsHowToResume() {
    models.interrupted = true;

    Cli.Result result = cli.runLine("models fetch m");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).endsWith("sluice: interrupted; run the command again to go on\n");
  }

  @Test
  void fetchProgress_redrawsItsLine_onTerminal() {
    assertThat(
            fetchProgress(
                true,
                false,
                view -> {
                  view.started("m/FP16/m.bin", 4_000_000, 1_000_000);
                  clock.set(TimeUnit.SECONDS.toNanos(1));
                  view.progressed(2_000_000);
                  view.progressed(2_100_000);
                }))
        .isEqualTo(
            "\r\033[K[############------------] 2.0/4.0 MB  1.0 MB/s  ETA 0:02" + "\r\033[K");
  }

  @Test
  void fetchMessages_takeTheLineOffTheTerminal() {
    assertThat(
            fetchProgress(
                true,
                false,
                view -> {
                  view.waiting("m/FP16");
                  view.started("m/FP16/m.bin", 4_000_000, 0);
                  clock.set(TimeUnit.MILLISECONDS.toNanos(249));
                  view.progressed(1_000_000);
                  clock.set(TimeUnit.MILLISECONDS.toNanos(250));
                  view.progressed(1_000_000);
                  view.retrying("answers 503", Duration.ofMillis(1500));
                  view.started("m/FP16/m.xml", 0, 0);
                  clock.set(TimeUnit.MILLISECONDS.toNanos(500));
                  view.progressed(0);
                }))
        .isEqualTo(
            """
            sluice: m/FP16: somebody else is fetching it; waiting
            \r\033[K[######------------------] 1.0/4.0 MB  4.0 MB/s  ETA 0:00\
            \r\033[Ksluice: m/FP16/m.bin: answers 503; trying again in 1.5 s
            \r\033[K[########################] 0.0/0.0 MB  0.0 MB/s  ETA -:--\
            \r\033[K\
            """);
  }

  @Test
  void fetchProgress_isALineEveryFiveSeconds_withoutTerminal() {
    Consumer<FetchView> fetching =
        view -> {
          view.started("m/FP16/m.bin", 40_000_000, 0);
          clock.set(TimeUnit.SECONDS.toNanos(4));
          view.progressed(4_000_000);
          clock.set(TimeUnit.SECONDS.toNanos(5));
          view.progressed(10_000_000);
          clock.set(TimeUnit.SECONDS.toNanos(9));
          view.progressed(11_000_000);
          clock.set(TimeUnit.SECONDS.toNanos(10));
          view.progressed(20_000_000);
        };

    assertThat(fetchProgress(false, false, fetching))
        .isEqualTo(
            """
            sluice: m/FP16/m.bin
            sluice: m/FP16/m.bin 10.0/40.0 MB  2.0 MB/s  ETA 0:15
            sluice: m/FP16/m.bin 20.0/40.0 MB  2.0 MB/s  ETA 0:10
            """);
    clock.set(0);
    assertThat(fetchProgress(false, true, fetching)).isEmpty();
    clock.set(0);
    assertThat(fetchProgress(true, true, fetching)).isEmpty();
  }

  /** What a view prints on standard error until it is closed. */
  private String fetchProgress(boolean terminal, boolean quiet, Consumer<FetchView> fetching) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    ProcessHost host =
        new ProcessHost(
            new CheckedPrinter(err, StandardCharsets.UTF_8),
            stream,
            terminal,
            false,
            Signals::none);
    try (FetchView view = new FetchView(host, quiet, clock::get)) {
      fetching.accept(view);
    }
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void verify_exitsWithModelCode_whenFilesDiffer() {
    CheckedFile right = new CheckedFile("m", "FP16", Path.of("c/m.xml"), true, "right");
    CheckedFile wrong = new CheckedFile("m", "FP16", Path.of("c/m.bin"), false, "wrong sum");
    models.files = List.of(right);
    assertThat(cli.runLine("models verify").exitCode()).isZero();
    models.files = List.of(right, wrong);

    Cli.Result result = cli.runLine("models verify");

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.out())
        .isEqualTo(
            """
            model  precision  state      file
            m      FP16       right      c/m.xml
            m      FP16       wrong sum  c/m.bin
            """);
    assertThat(result.err())
        .isEqualTo(
            "sluice: 1 of 2 files: not what the manifest says (expected: all right); run 'sluice"
                + " models fetch m --precision FP16'\n");
    assertThat(cli.runLine("models verify --json").out()).contains("\"state\" : \"wrong sum\"");
    models.files = List.of();
    assertThat(cli.runLine("models verify").out()).isEqualTo("nothing is fetched\n");
  }

  @Test
  void missingModelsCommand_isRefused_namingTheCommands() {
    assertThat(cli.run("models").err())
        .isEqualTo(
            "sluice: COMMAND: missing (expected: list, info, fetch, verify); see 'sluice models"
                + " --help'\n");
    assertThat(cli.run("models", "fetch").err())
        .isEqualTo("sluice: NAME: missing (expected: NAME); see 'sluice models fetch --help'\n");
    assertThat(cli.run("models", "fetch", "m", "--attempts", "0").err())
        .startsWith("sluice: --attempts: 0 (expected: a whole number from 1 to 100)");
  }

  @Test
  void help_documentsTheCommandsBelow() {
    assertThat(cli.run("models", "fetch", "--help").out())
        .contains("--mirror", "--precision", "\n  5 ")
        .doesNotContain("${");
    assertThat(cli.run("models", "fetch", "--help").out().lines())
        .allMatch(line -> line.length() <= 80);
  }

  @Test
  void detect_acceptsModelNameAndPrecision() {
    cli.run("detect", "v.mp4", "-m", "m", "--precision", "FP16-INT8");

    assertThat(lastSettings().model().source().file()).contains(Path.of("mFP16-INT8.xml"));
    assertThat(lastSettings().model().config().overrides().threshold()).hasValue(0.25f);
    assertThat(lastSettings().model().config().overrides().resize()).contains(Resize.LETTERBOX);

    cli.run("detect", "v.mp4", "-m", "m", "-t", "0.9", "--resize", "stretch");
    assertThat(lastSettings().model().config().overrides().threshold()).hasValue(0.9f);
    assertThat(lastSettings().model().config().overrides().resize()).contains(Resize.STRETCH);
  }

  @Test
  void detect_takesTheBuiltInModelByName_withItsInputSize() {
    cli.run("detect", "v.mp4", "-m", "built-in", "--input-size", "640x360");

    assertThat(lastSettings().model().source())
        .isEqualTo(new ModelSource.BuiltIn(Optional.of(new PixelSize(640, 360))));
    assertThat(cli.run("detect", "v.mp4", "--precision", "FP16").err())
        .startsWith("sluice: --precision: FP16 (expected: a model's name with it, -m NAME)");
    assertThat(cli.run("devices", "-m", "built-in").err())
        .startsWith("sluice: -m: built-in (expected: a model with files of its own)");
  }
}
