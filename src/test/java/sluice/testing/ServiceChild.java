package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import sluice.Main;

/**
 * {@code sluice run} in a process of its own, without a terminal, as a supervisor has it. For one
 * thread.
 */
public final class ServiceChild implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 90;
  private static final Pattern LISTENS =
      Pattern.compile("listening on http://127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final Path folder;
  private final Path log;

  private ServiceChild(Process process, Path folder, Path log) {
    this.process = process;
    this.folder = folder;
    this.log = log;
  }

  /**
   * Starts a service and waits until it listens.
   *
   * @param configuration has {@code http.port = 0}; its folder is the service's working directory
   * @param log where standard output and error go
   */
  public static ServiceChild start(Path configuration, Path log) throws IOException {
    ServiceChild child = launch(configuration, log, Map.of());
    try {
      child.port();
      return child;
    } catch (RuntimeException | Error e) {
      child.close();
      throw e;
    }
  }

  /**
   * Starts a service and waits for nothing.
   *
   * @param environment further variables
   * @param flags further flags of its JVM
   */
  public static ServiceChild launch(
      Path configuration, Path log, Map<String, String> environment, String... flags)
      throws IOException {
    List<String> all = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
    all.addAll(List.of(flags));
    Path folder = configuration.resolveSibling("");
    List<String> command = ChildJvm.command(all, Main.class, "run", "-c", configuration);
    ProcessBuilder builder =
        new ProcessBuilder(
                Interrupts.heard(
                    ChildJvm.after("ulimit -c 0", ChildJvm.behind(List.of("setsid"), command))))
            .directory(folder.toFile()) // where a JVM that crashes leaves its report
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new ServiceChild(builder.start(), folder, log);
  }

  /**
   * Starts a service with a launcher, as it is installed, and waits for nothing.
   *
   * @param launcher {@code bin/sluice} of an installation
   * @param environment further variables
   * @param before words of a command that runs the launcher, such as {@code env}
   */
  public static ServiceChild installed(
      Path launcher,
      Path configuration,
      Path log,
      Map<String, String> environment,
      String... before)
      throws IOException {
    List<String> command =
        ChildJvm.behind(
            List.of(before),
            List.of("setsid", launcher.toString(), "run", "-c", configuration.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(configuration.resolveSibling("").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new ServiceChild(builder.start(), configuration.resolveSibling(""), log);
  }

  /** Where it listens, on loopback; waits until it does. */
  public int port() {
    Awaitility.await("the service listens")
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(() -> !isAlive() || LISTENS.matcher(log()).find());
    Matcher listens = LISTENS.matcher(log());
    if (!listens.find()) {
      throw new IllegalStateException("the service does not start: " + log());
    }
    return Integer.parseInt(listens.group(1));
  }

  /** The service's own process. */
  public long pid() {
    return process.pid();
  }

  /** All that it has said so far. */
  public String log() {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has said so, so many times. */
  public void awaitLog(String words, int times) {
    Awaitility.await(words)
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(() -> !isAlive() || said(words) >= times);
    assertThat(said(words)).as(log()).isGreaterThanOrEqualTo(times);
  }

  private long said(String words) {
    return Pattern.compile(words, Pattern.LITERAL).matcher(log()).results().count();
  }

  /** Waits until {@code STREAM.jsonl} of its folder has grown by some results. */
  public void awaitResults(String stream) {
    long before = results(stream);
    Awaitility.await("results of " + stream)
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(() -> !isAlive() || results(stream) > before + 10);
    assertThat(isAlive()).as(log()).isTrue();
  }

  private long results(String stream) {
    Path file = folder.resolve(stream + ".jsonl");
    try {
      return Files.exists(file) ? Files.readString(file).lines().count() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** A number of the process's status, such as {@code Threads}, as the system counts it. */
  public long counted(String key) {
    try {
      return Files.readAllLines(proc("status")).stream()
          .filter(line -> line.startsWith(key + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Processor time that it has used, all threads together. */
  public Duration processorTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** Threads whose names begin so; the system knows the first 15 characters. */
  public long threads(String prefix) {
    return ThreadNames.count(proc("task"), name -> name.startsWith(prefix));
  }

  /** Descriptors that it has open. */
  public long descriptors() {
    try (var open = Files.list(proc("fd"))) {
      return open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path proc(String name) {
    return Path.of("/proc", Long.toString(pid()), name);
  }

  /** Sends it a signal, by its name without SIG. */
  public void signal(String name) throws IOException, InterruptedException {
    Interrupts.send(name, process);
  }

  /** Waits for its end, which must come by itself. */
  public int exitCode() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(log()).isTrue();
    return process.exitValue();
  }

  /** Ends it in order; gives its exit code. */
  public int end() throws IOException, InterruptedException {
    signal("TERM");
    return exitCode();
  }

  /** Kills it (SIGKILL). */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
