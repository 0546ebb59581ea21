package sluice.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

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
import sluice.cli.SampleSummaries;
import sluice.cli.SignalsChild;
import sluice.cli.detect.SummaryText;
import sluice.testing.ChildJvm;
import sluice.testing.Interrupts;

/** Real signals to a real process: what a shell sees of it. */
@Timeout(60)
class SignalsIT {
  private static final List<String> CHILD =
      ChildJvm.command(List.of("-XX:TieredStopAtLevel=1"), SignalsChild.class);

  private static final List<String> DEAF_CHILD = ChildJvm.behind(CHILD, List.of("deaf"));

  private Process child;
  private BufferedReader out;

  @BeforeAll
  static void signalsCanBeSet() throws IOException, InterruptedException {
    Interrupts.require();
  }

  @AfterEach
  void leaveNoProcess() throws InterruptedException {
    child.destroyForcibly().waitFor();
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void firstSignal_endsOrderly(String signal, int exitCode) throws Exception {
    start(Interrupts.heard(CHILD));

    kill(signal);

    assertThat(exitCode()).isEqualTo(exitCode);
    assertThat(out.readAllAsString()).isEqualTo(SummaryText.of(SampleSummaries.ofOneInput()));
    assertThat(child.errorReader().readAllAsString())
        .isEqualTo("sluice: finishing; a second signal ends at once\n");
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void secondSignal_endsAtOnce(String signal, int exitCode) throws Exception {
    start(Interrupts.heard(DEAF_CHILD));
    kill("INT");
    assertThat(out.readLine()).isEqualTo("told");

    kill(signal);

    assertThat(exitCode()).isEqualTo(exitCode);
    assertThat(out.readAllAsString()).isEmpty();
  }

  @Test
  void signalIgnoredAtStart_staysIgnored_andOthersWork() throws Exception {
    start(Interrupts.ignored(CHILD));
    kill("INT");

    kill("TERM");

    assertThat(exitCode()).isEqualTo(143);
    assertThat(out.readAllAsString()).isEqualTo(SummaryText.of(SampleSummaries.ofOneInput()));
  }

  private void start(List<String> command) throws IOException {
    child = ChildJvm.start(command);
    out = child.inputReader();
    assertThat(out.readLine()).isEqualTo("ready");
  }

  private void kill(String signal) throws IOException, InterruptedException {
    Interrupts.send(signal, child);
  }

  private int exitCode() throws InterruptedException {
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return child.exitValue();
  }
}
