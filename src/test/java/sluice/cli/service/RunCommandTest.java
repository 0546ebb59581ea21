package sluice.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.cli.Cli;
import sluice.cli.FakeService;
import sluice.cli.terminal.SignalActions;
import sluice.cli.terminal.Signals;

class RunCommandTest {
  private final Cli cli = new Cli();
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("a.conf"), text);
  }

  @Test
  void run_startsConfiguredService_andReturnsItsExitCode() throws IOException {
    Path file = file("sluice.streams.a.source = \"demo:\"\n");
    cli.service.exitCode = 9;

    assertThat(cli.run("run", "-c", file.toString())).isEqualTo(new Cli.Result(9, "", ""));
    assertThat(cli.service.file).isEqualTo(file);
    assertThat(cli.service.config).isNotNull();
    assertThat(cli.service.config.streams()).containsOnlyKeys("a");
  }

  @Test
  void page_isOpened_onRequest() throws IOException {
    String file = file("").toString();

    assertThat(cli.run("run", "-c", file).exitCode()).isZero();
    assertThat(cli.opened).isEmpty();
    assertThat(cli.run("run", "--open", "-c", file).exitCode()).isZero();
    assertThat(cli.opened).containsExactly(FakeService.PAGE);
  }

  @Test
  void aFileWithProblems_isNotRun() throws IOException {
    Path file = file("sluice.http.prot = 1\nsluice.streams.a.source = \"\"\n");

    Cli.Result result = cli.run("run", "-c", file.toString());

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err().lines()).hasSize(2).allMatch(line -> line.startsWith(file + ":"));
    assertThat(cli.service.file).isNull();
  }

  @Test
  void terminationSignal_endsTheServiceOrderly() throws IOException {
    cli.signalWhileServing(15);

    assertThat(cli.run("run", "-c", file("").toString()).exitCode()).isZero();
    assertThat(cli.service.stops).isOne();
  }

  @Test
  void hangUp_reloads_onceHandled() {
    int[] heard = new int[2];
    Signals signals = Signals.none(SignalActions.of(() -> heard[0]++, () -> heard[1]++));

    signals.raise(1);
    signals.raise(1);
    signals.raise(15);

    assertThat(heard).containsExactly(1, 2);
    assertThat(signals.exitCode()).hasValue(143);
  }
}
