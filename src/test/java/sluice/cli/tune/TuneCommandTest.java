package sluice.cli.tune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.app.tune.TuneSettings;
import sluice.cli.Cli;
import sluice.cli.FakeTune;
import sluice.config.settings.ModelConfig.Hint;
import sluice.tune.Objective;

class TuneCommandTest {
  private final Cli cli = new Cli();

  @TempDir Path temp;

  private TuneSettings asked(String arguments) {
    Cli.Result result = cli.runLine("tune " + arguments);
    assertThat(result.exitCode()).as(result.err()).isZero();
    return cli.tune.asked.getLast();
  }

  @Test
  void tune_usesBuiltInModelOnTheDemo_withoutArguments() {
    TuneSettings settings = asked("");

    assertThat(settings.input()).isEqualTo("demo:");
    assertThat(settings.modelName()).isEqualTo("person-detection-hog");
    assertThat(settings.files()).isEmpty();
    assertThat(settings.goal()).isEqualTo(Objective.throughput(OptionalDouble.empty()));
    assertThat(settings.time()).isEqualTo(Duration.ofMinutes(3));
    assertThat(settings.leastAgreement()).isEqualTo(0.95f);
  }

  @Test
  void flags_areTheStartAndTheGoal() {
    TuneSettings settings =
        asked("v.mp4 -m m.xml --hint latency --nireq 1 --max-latency 1.5s --time 20 --agreement 1");

    assertThat(settings.modelName()).isEqualTo(Path.of("m.xml").toAbsolutePath().toString());
    assertThat(settings.model().config().hint()).isEqualTo(Hint.LATENCY);
    assertThat(settings.model().config().requests()).isEqualTo(OptionalInt.of(1));
    assertThat(settings.goal()).isEqualTo(Objective.throughput(OptionalDouble.of(1500)));
    assertThat(settings.time()).isEqualTo(Duration.ofSeconds(20));
    assertThat(settings.leastAgreement()).isEqualTo(1);
    assertThat(asked("--max-latency 40ms").goal())
        .isEqualTo(Objective.throughput(OptionalDouble.of(40)));
    assertThat(asked("--min-fps 30").goal()).isEqualTo(Objective.latency(OptionalDouble.of(30)));
  }

  @ParameterizedTest
  @CsvSource({
    "--max-latency 50, --max-latency: 50 (expected: a duration with its unit",
    "--max-latency 0ms, --max-latency: 0 (expected: > 0)",
    "--min-fps 0, --min-fps: 0 (expected: > 0)",
    "--min-fps 5 --max-latency 5ms, --min-fps: 5 (expected: no --max-latency beside it)",
    "--time 0, --time: 0 (expected: seconds",
    "--agreement 2, --agreement: 2 (expected: 0 to 1)",
    "a b, b: no such argument",
    "a -i b, INPUT: a and b (expected: one input)"
  })
  void invalidTuneFlags_areRefused(String arguments, String message) {
    Cli.Result result = cli.runLine("tune " + arguments);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).startsWith("sluice: " + message);
    assertThat(cli.tune.asked).isEmpty();
  }

  @Test
  void tuneResult_isPrinted_withConfigBlock() {
    Cli.Result result = cli.runLine("tune --quiet");

    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .isEqualTo(
            """
            tried 17 settings in 178.9 s, until nothing was left to try; a pair of measurements scatters by 4.3 %
            start 60.0 fps, nine in ten results within 30.0 ms
            best  98.8 fps, nine in ten results within 45.7 ms
            1.65 times frames a second (noise 0.03)

            choice   from      to                      brings  noise
            hint     latency   throughput              51.2 %  2.0 %
            pinning  device's  no          no more than noise  4.0 %

            for the service (conf/application.conf):

            sluice.models.m {
              hint = throughput
            }

            for one video:

              sluice detect VIDEO -m 'my model.xml' --hint throughput --prefetch 4
            """);
  }

  @Test
  void tune_reportsNoImprovementOrBrokenBound() {
    cli.tune.report = FakeTune.report(FakeTune.START, Optional.of(FakeTune.verdict(0.01)), true);
    assertThat(cli.runLine("tune --quiet").out())
        .contains("nothing is better than the start beyond the noise: 60.0 fps");

    cli.tune.report = FakeTune.report(FakeTune.BEST, Optional.of(FakeTune.verdict(0.5)), false);
    assertThat(cli.runLine("tune --quiet --max-latency 10ms").out())
        .contains("none of them keeps 10.0 ms; this one comes nearest");
  }

  @Test
  void progress_goesToStandardError() {
    assertThat(cli.runLine("tune").err())
        .contains("measuring the start")
        .contains("sluice: best so far: 60.0 fps, 30.0 ms: hint latency, requests 1, prefetch 2")
        .contains("hint throughput, pinning no, prefetch 4, 1.65 of the best so far");
  }

  @Test
  void tuneProgress_rewritesItsLine_onTerminal() {
    cli.terminal = true;
    String clear = "\r\033[K";
    String begin = clear + "[------------------------] 0/180 measuring the start";

    assertThat(cli.runLine("tune").err())
        .isEqualTo(
            begin
                + clear
                + "sluice: best so far: 60.0 fps, 30.0 ms: hint latency, requests 1, prefetch 2\n"
                + begin
                + begin.replace(clear, clear + "\033[?7l") // cut at the terminal's edge
                + ": hint throughput, pinning no, prefetch 4, 1.65 of the best so far\033[?7h"
                + clear);
  }

  @Test
  void ctrlC_givesTheBestSoFar() {
    cli.tune.report = FakeTune.report(FakeTune.BEST, Optional.empty(), true);
    cli.signalWhileMeasuring(2);

    Cli.Result result = cli.runLine("tune");

    assertThat(result.exitCode()).isEqualTo(130);
    assertThat(cli.tune.stops).isOne();
    assertThat(result.out())
        .contains("until it was stopped", "the best so far, not measured against the start again")
        .contains("sluice.models.m {");
    assertThat(result.err()).contains("finishing with the best so far");
  }

  @Test
  void tuneJson_hasTheSameResult() throws IOException {
    Path file = temp.resolve("tune.json");

    Cli.Result result = cli.run("tune", "--json", file.toString(), "--min-fps", "30");

    assertThat(result.exitCode()).as(result.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(Files.readString(file));
    assertThat(json.at("/model").asText()).isEqualTo("person-detection-hog");
    assertThat(json.at("/aim").asText()).isEqualTo("latency");
    assertThat(json.at("/limit").asDouble()).isEqualTo(30);
    assertThat(json.at("/best/hint").asText()).isEqualTo("throughput");
    assertThat(json.at("/best").has("streams")).isFalse();
    assertThat(json.at("/settled/streams").asText()).isEqualTo("2");
    assertThat(json.at("/comparison/ratio").asDouble()).isBetween(1.64, 1.65);
    assertThat(json.at("/comparison/best/fps").asDouble()).isEqualTo(98.76);
    assertThat(json.at("/gains/1/beyond_noise").asBoolean()).isFalse();
    assertThat(json.at("/refused/0/reason").asText()).isEqualTo("too many");
    assertThat(json.at("/flags/1").asText()).isEqualTo("my model.xml");
    assertThat(cli.run("tune", "--json", file.toString()).exitCode()).isEqualTo(7);
  }
}
