package sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import sluice.Main;
import sluice.testing.ChildJvm;
import sluice.testing.Interrupts;

/**
 * {@code sluice run} in a process of its own, without a terminal, as a supervisor has it; its
 * streams write their results into the folder that it is given.
 */
final class ServiceChild implements AutoCloseable {
  static final int PATIENCE_SECONDS = 90;

  private static final String LISTENING = "listening on ";
  private static final List<String> USUAL = List.of("-XX:TieredStopAtLevel=1");

  private final Path folder;
  private final Path log;
  private final Process process;

  /**
   * Starts it with {@code a.conf} of the folder.
   *
   * @param number of the start, for its log
   * @param flags of its JVM
   */
  ServiceChild(Path folder, int number, String... flags) throws IOException {
    this(folder, number, Map.of(), flags);
  }

  /** The same with further variables of the environment. */
  ServiceChild(Path folder, int number, Map<String, String> environment, String... flags)
      throws IOException {
    this.folder = folder;
    this.log = folder.resolve("log-" + number);
    List<String> all = new ArrayList<>(USUAL);
    all.addAll(List.of(flags));
    List<String> command = ChildJvm.command(all, Main.class, "run", "-c", folder.resolve("a.conf"));
    ProcessBuilder builder =
        new ProcessBuilder(
                Interrupts.heard(
                    ChildJvm.after("ulimit -c 0", ChildJvm.behind(List.of("setsid"), command))))
            .directory(folder.toFile()) // where a JVM that crashes leaves its report
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    this.process = builder.start();
  }

  /** The service's own process. */
  long pid() {
    return process.pid();
  }

  /** Where it listens, {@code http://HOST:PORT}. */
  String address() throws IOException {
    awaitLog(LISTENING, 1);
    return log().split(LISTENING, -1)[1].lines().findFirst().orElseThrow();
  }

  /** What it has said so far. */
  String log() throws IOException {
    return Files.readString(log);
  }

  /** Waits until it has said so, so many times. */
  void awaitLog(String words, int times) throws IOException {
    Awaitility.await(words)
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(() -> !process.isAlive() || log().split(words, -1).length > times);
    assertThat(log().split(words, -1)).as(log()).hasSizeGreaterThan(times);
  }

  /** Waits until a stream has written some results more. */
  void awaitResults(String stream) throws IOException {
    long before = results(stream);
    Awaitility.await("results of " + stream)
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(() -> !process.isAlive() || results(stream) > before + 10);
    assertThat(process.isAlive()).as(log()).isTrue();
  }

  private long results(String stream) throws IOException {
    Path file = folder.resolve(stream + ".jsonl");
    return Files.exists(file) ? Files.readString(file).lines().count() : 0;
  }

  void signal(String name) throws IOException, InterruptedException {
    Interrupts.send(name, process);
  }

  /** Waits for its end, which must come by itself. */
  int exitCode() throws IOException, InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(log()).isTrue();
    return process.exitValue();
  }

  /** Ends it, whatever it does. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
