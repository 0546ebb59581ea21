package sluice.cli.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.app.detect.SinkSummary;
import sluice.cli.Cli;
import sluice.cli.SampleSummaries;
import sluice.cli.terminal.ExitCodes;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/** What {@code detect} prints and returns, however the job ends. */
class DetectRunTest {
  private static final int SIGINT = 2;
  private static final String[] DETECT = {"detect", "a.mp4", "-m", "m.xml"};

  private final Cli cli = new Cli();

  @Test
  void summary_isWrittenToStandardOutput() {
    Cli.Result result = cli.run(DETECT);

    assertThat(result.out()).isEqualTo(SummaryText.of(SampleSummaries.ofOneInput()));
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void jsonOnStandardOutput_movesSummaryToStandardError() {
    Cli.Result result = cli.run(with("--json", "-"));

    assertThat(result.out()).isEmpty();
    assertThat(result.err()).isEqualTo(SummaryText.of(SampleSummaries.ofOneInput()));
  }

  @Test
  void failedInput_isReportedAfterTheSummary_withItsExitCode() {
    cli.job.summary =
        SampleSummaries.ofTwoInputs(new SluiceException(ErrorCode.OUTPUT, "disk full"));

    Cli.Result result = cli.run(DETECT);

    assertThat(result.out()).isEqualTo(SummaryText.of(cli.job.summary));
    assertThat(result.err()).isEqualTo("sluice: disk full\n");
    assertThat(result.exitCode()).isEqualTo(7);
  }

  @Test
  void sinkThatLacksResults_isReportedAfterTheSummary_withItsExitCode() {
    cli.job.summary =
        SampleSummaries.withSinks(
            new SinkSummary("hub", 1, Optional.empty(), 2, Map.of(), Optional.empty()));

    Cli.Result result = cli.run(DETECT);

    assertThat(result.out()).endsWith("\nsink hub: 1 delivered, 2 not delivered\n");
    assertThat(result.err())
        .isEqualTo(
            "sluice: sink hub: 2 messages lost; try 'sluice sinks test hub', then run the job"
                + " again\n");
    assertThat(result.exitCode()).isEqualTo(7);
  }

  @Test
  void inputWithoutResults_isReported_withoutSummary() {
    cli.job.summary =
        SampleSummaries.ofNothing(new SluiceException(ErrorCode.INPUT, "a.mp4 does not exist"));

    assertThat(cli.run(DETECT)).isEqualTo(new Cli.Result(4, "", "sluice: a.mp4 does not exist\n"));
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void aKnownFailure_isOneLine_withTheExitCodeOfItsKind(ErrorCode code) {
    cli.job.failure = new SluiceException(code, "no\n  such thing", new IllegalStateException("x"));

    Cli.Result result = cli.run(DETECT);

    String hint = code == ErrorCode.USAGE ? "; see 'sluice detect --help'" : "";
    assertThat(result.err()).isEqualTo("sluice: no such thing" + hint + "\n");
    assertThat(result.out()).isEmpty();
    assertThat(result.exitCode()).isEqualTo(code.exitCode());
  }

  @Test
  void failureWrappedByFuture_isReportedEqually() {
    cli.job.failure = new CompletionException(new SluiceException(ErrorCode.DEVICE, "gone"));

    Cli.Result result = cli.run(DETECT);

    assertThat(result.err()).isEqualTo("sluice: gone\n");
    assertThat(result.exitCode()).isEqualTo(6);
  }

  @Test
  void unexpectedFailure_isOneLine_withHintForDetails() {
    cli.job.failure = new IllegalStateException("pool is gone");

    Cli.Result result = cli.run(DETECT);

    assertThat(result.err())
        .isEqualTo(
            "sluice: a fault of Sluice itself: pool is gone;"
                + " --stacktrace or SLUICE_DEBUG=1 shows where\n");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void anError_isNoStackTraceEither() {
    cli.job.failure = new ExceptionInInitializerError("native code");
    assertThat(cli.run(DETECT).err())
        .startsWith("sluice: a fault of Sluice itself: native code;")
        .hasLineCount(1);

    cli.job.failure = new OutOfMemoryError("Java heap space");
    assertThat(cli.run(DETECT).err())
        .startsWith("sluice: out of memory: Java heap space (expected: a greater SLUICE_HEAP);")
        .hasLineCount(1);
    assertThat(cli.run(DETECT).exitCode()).isEqualTo(ExitCodes.OUT_OF_MEMORY);
  }

  @Test
  void stackTrace_isPrinted_onRequest() {
    cli.job.failure =
        new SluiceException(ErrorCode.MODEL, "bad", new IllegalStateException("root"));

    BiFunction<Boolean, String[], String> err =
        (debug, arguments) -> {
          cli.debug = debug;
          return cli.run(arguments).err();
        };

    assertThat(err.apply(false, with("--stacktrace")))
        .startsWith("sluice: bad\n")
        .contains("Caused by: java.lang.IllegalStateException: root");
    assertThat(err.apply(true, DETECT)).contains("\tat sluice.cli.");
    assertThat(err.apply(false, DETECT)).isEqualTo("sluice: bad\n");
  }

  @ParameterizedTest
  @CsvSource({
    "cannot open rtsp://user:pass@host/a,        cannot open rtsp://***@host/a",
    "cannot open 'rtsp://user:p/w@host',         cannot open 'rtsp://***@host'",
    "rtsp://u:p/a@b@host has a stray @,          rtsp://***@host has a stray @",
    "rtsp://host/a not rtsp://u@host/a,          rtsp://host/a not rtsp://***@host/a",
  })
  void credentials_areNotShown(String message, String shown) {
    cli.job.failure = new SluiceException(ErrorCode.INPUT, message);

    assertThat(cli.run(DETECT).err()).isEqualTo("sluice: " + shown + "\n");
  }

  @ParameterizedTest
  @CsvSource({"1, 129", "2, 130", "15, 143"})
  void signal_stopsTheJobOrderly(int signal, int exitCode) {
    cli.signalWhileRunning(signal);

    Cli.Result result = cli.run(DETECT);

    assertThat(cli.job.stops).isEqualTo(1);
    assertThat(result.out()).isEqualTo(SummaryText.of(SampleSummaries.ofOneInput()));
    assertThat(result.err()).isEqualTo("sluice: finishing; a second signal ends at once\n");
    assertThat(result.exitCode()).isEqualTo(exitCode);
  }

  @Test
  void quiet_printsOnlyTheSummary() {
    cli.signalWhileRunning(SIGINT);

    assertThat(cli.run(with("--quiet")).err()).isEmpty();
  }

  private static String[] with(String... more) {
    return Stream.of(DETECT, more).flatMap(Stream::of).toArray(String[]::new);
  }
}
