package sluice.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import sluice.Main;

/** {@code sluice run} in a process of its own, reached over HTTP. For one thread. */
public final class ServiceChild implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Pattern LISTENS =
      Pattern.compile("listening on http://127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final Path log;
  private final int port;

  private ServiceChild(Process process, Path log) {
    this.process = process;
    this.log = log;
    try {
      Awaitility.await("the service listens")
          .atMost(PATIENCE)
          .until(() -> !process.isAlive() || LISTENS.matcher(log()).find());
      Matcher listens = LISTENS.matcher(log());
      if (!listens.find()) {
        throw new IllegalStateException("the service does not start: " + log());
      }
      this.port = Integer.parseInt(listens.group(1));
    } catch (RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /**
   * Starts a service and waits until it listens.
   *
   * @param configuration has {@code http.port = 0}
   * @param log where standard output and error go
   */
  public static ServiceChild start(Path configuration, Path log) throws IOException {
    List<String> command =
        ChildJvm.command(
            List.of("-XX:TieredStopAtLevel=1", "-XX:-CreateCoredumpOnCrash"),
            Main.class,
            "run",
            "-c",
            configuration);
    return new ServiceChild(
        new ProcessBuilder(ChildJvm.behind(List.of("setsid"), command))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start(),
        log);
  }

  /** Where it listens, on loopback. */
  public int port() {
    return port;
  }

  /** All that it has said so far. */
  public String log() {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1);
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

  /** Threads whose names begin so; the system knows the first 15 characters. */
  public long threads(String prefix) {
    try (var tasks = Files.list(proc("task"))) {
      return tasks.filter(task -> name(task).startsWith(prefix)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path task) {
    try {
      return Files.readString(task.resolve("comm"));
    } catch (IOException gone) {
      return "";
    }
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
    return Path.of("/proc", Long.toString(process.pid()), name);
  }

  /** Ends it in order; gives its exit code. */
  public int end() throws IOException, InterruptedException {
    Interrupts.send("TERM", process);
    return process.waitFor();
  }

  /** Kills it (SIGKILL). */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
