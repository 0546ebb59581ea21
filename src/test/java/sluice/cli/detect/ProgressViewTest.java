package sluice.cli.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import sluice.app.detect.DetectSettings;
import sluice.app.detect.SinkBacklog;
import sluice.cli.terminal.CheckedPrinter;
import sluice.cli.terminal.ProcessHost;
import sluice.cli.terminal.ProgressLine;
import sluice.cli.terminal.Signals;
import sluice.config.settings.ModelConfig;
import sluice.core.Playback;
import sluice.core.SourceInfo;
import sluice.core.TileSettings;
import sluice.core.scene.SceneSettings;
import sluice.core.source.TlsTrust;
import sluice.metrics.RunProgress;
import sluice.testing.TestModel;

class ProgressViewTest {
  private static final String CLEAR = "\r\033[K";
  private static final SourceInfo FILE = new SourceInfo("a", 64, 48, 25, 100, false);

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private long now = 5;

  @Test
  void progressLine_isRedrawnAndCleared_onTerminal() {
    try (ProgressView view = view(true, "a")) {
      view.show(); // nothing is open yet
      view.started(0, FILE, () -> new RunProgress(40, 20, 5, 0, 12.5));
      now += TimeUnit.SECONDS.toNanos(5);
      view.show();
      view.show();
    }

    String line = "[######------------------] 25/100 frames  12.5 fps  ETA 0:15";
    assertThat(printed()).isEqualTo(CLEAR + line + CLEAR + line + CLEAR);
  }

  @Test
  void progressLines_areAppended_withoutTerminal() {
    try (ProgressView view = view(false, "a")) {
      view.started(0, FILE, () -> new RunProgress(40, 20, 5, 0, 12.5));
      now += TimeUnit.SECONDS.toNanos(5);
      view.show();
    }

    assertThat(printed()).isEqualTo("sluice: 25 of 100 frames (25 %), 12.5 fps, ETA 0:15\n");
  }

  @Test
  void progress_sumsOpenInputs_notEndedOnes() {
    try (ProgressView view = view(false, "a", "b", "c")) {
      view.started(0, FILE, () -> new RunProgress(100, 100, 0, 0, 99));
      view.ended(0);
      view.show();
      view.started(1, FILE, () -> new RunProgress(10, 10, 0, 0, 5));
      now += TimeUnit.SECONDS.toNanos(2);
      view.started(2, FILE, () -> new RunProgress(30, 30, 0, 0, 7));
      now += TimeUnit.SECONDS.toNanos(2);
      view.show();
    }

    assertThat(printed()).isEqualTo("sluice: 3/3 40 of 200 frames (20 %), 12.0 fps, ETA 0:16\n");
  }

  @Test
  void progress_hasNoTotal_whenAnInputHasNone() {
    try (ProgressView view = view(false, "a", "b")) {
      view.started(0, FILE, () -> new RunProgress(10, 10, 0, 0, 5));
      view.started(
          1, new SourceInfo("b", 64, 48, 25, -1, true), () -> new RunProgress(1, 1, 0, 0, 5));
      view.show();
    }

    assertThat(printed()).isEqualTo("sluice: 2/2 11 frames, 10.0 fps, 0:00 so far\n");
  }

  @Test
  void note_isPrintedOnItsOwnLine() {
    try (ProgressView view = view(true, "a")) {
      view.started(0, FILE, () -> new RunProgress(0, 0, 0, 0, 0));
      view.show();
      view.note("finishing");
    }

    assertThat(printed()).endsWith("ETA -:--" + CLEAR + "sluice: finishing\n");
  }

  @Test
  void pageAddress_isPrinted_withoutBrowser() {
    URI page = URI.create("http://127.0.0.1:81/");
    try (ProgressView view = view(false, "a")) {
      view.showing(page, Duration.ofSeconds(10));
      Awaitility.await().until(() -> printed().contains("no browser"));
      view.lingering(Duration.ofSeconds(9));
    }

    assertThat(printed())
        .isEqualTo(
            """
            sluice: live pictures are on http://127.0.0.1:81/; the job begins when somebody looks, or in 10 s
            sluice: no browser can be opened from here; open that address yourself
            sluice: done; the page stays until it is left, for 9 s at most
            """);
  }

  private String printed() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatSinksLack_isShown_whileItIsWaitedFor() {
    List<SinkBacklog> waiting = new ArrayList<>();
    waiting.add(new SinkBacklog("hub", 12, Optional.of("it takes no connection")));
    waiting.add(new SinkBacklog("bus", 1, Optional.empty()));
    try (ProgressView view = view(false, "a")) {
      view.delivering(() -> waiting);
      view.show();
      waiting.clear();
      view.show();
    }

    assertThat(printed())
        .isEqualTo(
            "sluice: waiting until sinks have all: 12 messages for hub (it takes no connection), 1"
                + " message for bus\n");
  }

  private ProgressView view(boolean terminal, String... inputs) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    ProcessHost host =
        new ProcessHost(
            new CheckedPrinter(err, StandardCharsets.UTF_8),
            stream,
            terminal,
            false,
            Signals::none);
    ProgressLine line = new ProgressLine(host, false);
    return new ProgressView(settings(inputs), line, () -> page -> false, () -> now);
  }

  private static DetectSettings settings(String... inputs) {
    return new DetectSettings(
        Stream.of(inputs)
            .map(name -> new DetectSettings.Input(name, name, Optional.empty(), Optional.empty()))
            .toList(),
        TestModel.unnamed().hint(ModelConfig.Hint.NONE).of(Path.of("m")),
        Playback.builder().build(),
        TlsTrust.SYSTEM,
        TileSettings.NONE,
        SceneSettings.NONE,
        List.of(),
        Optional.empty(),
        false,
        DetectSettings.Sinks.NONE,
        false);
  }
}
