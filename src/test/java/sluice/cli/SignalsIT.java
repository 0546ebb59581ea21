package sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real signals to a real process: what a shell sees of it. */
@Timeout(60)
class SignalsIT {
  /**
   * The build may run where SIGINT is ignored, as shells do with jobs in the background; a JVM
   * would leave it so.
   */
  private static final List<String> DEFAULT_INT = List.of("env", "--default-signal=INT");

  private static final List<String> IGNORED_INT = List.of("env", "--ignore-signal=INT");

  private Process child;
  private BufferedReader out;

  @BeforeAll
  static void signalsCanBeSet() throws IOException, InterruptedException {
    int code = new ProcessBuilder("env", "--default-signal=INT", "true").start().waitFor();
    assumeTrue(
        code == 0,
        "env of GNU coreutils 8.31 or newer is needed, to start a process with SIGINT as usual");
  }

  @AfterEach
  void leaveNoProcess() throws InterruptedException {
    child.destroyForcibly().waitFor();
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void theFirstSignal_endsInOrder(String signal, int exitCode) throws Exception {
    start(DEFAULT_INT);

    kill(signal);

    assertThat(exitCode()).isEqualTo(exitCode);
    assertThat(out.readAllAsString()).isEqualTo(SummaryText.of(Summaries.ofOneInput()));
    assertThat(child.errorReader().readAllAsString())
        .isEqualTo("sluice: finishing; a second signal ends at once\n");
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void theSecondSignal_endsAtOnce(String signal, int exitCode) throws Exception {
    start(DEFAULT_INT, "deaf");
    kill("INT");
    assertThat(out.readLine()).isEqualTo("told");

    kill(signal);

    assertThat(exitCode()).isEqualTo(exitCode);
    assertThat(out.readAllAsString()).isEmpty();
  }

  @Test
  void aSignalIgnoredFromTheStart_staysIgnored_andTheOthersWork() throws Exception {
    start(IGNORED_INT);
    kill("INT");

    kill("TERM");

    assertThat(exitCode()).isEqualTo(143);
    assertThat(out.readAllAsString()).isEqualTo(SummaryText.of(Summaries.ofOneInput()));
  }

  private void start(List<String> prefix, String... arguments) throws IOException {
    child = ChildJvm.start(prefix, List.of(), SignalsChild.class, arguments);
    out = child.inputReader();
    assertThat(out.readLine()).isEqualTo("ready");
  }

  private void kill(String signal) throws IOException, InterruptedException {
    String pid = Long.toString(child.pid());
    assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
  }

  private int exitCode() throws InterruptedException {
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return child.exitValue();
  }
}
