package sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import sluice.testing.ChildJvm;

/** A {@link TestNode} in a process of its own, killed at the end. */
final class NodeProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Process process;
  private final Path log;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private NodeProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    Thread.ofPlatform().daemon().start(this::read);
  }

  /**
   * Starts a node.
   *
   * @param name of its files in the folder
   * @param settings of {@code sluice.cluster}, as HOCON
   * @param flags further ones of its JVM
   */
  static NodeProcess start(Path folder, String name, String settings, String... flags)
      throws IOException {
    Path file = folder.resolve(name + ".conf");
    Files.writeString(file, "sluice.cluster {\nenabled = true\n" + settings + "\n}\n");
    List<String> all =
        new ArrayList<>(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:CICompilerCount=1"));
    all.addAll(List.of(flags));
    Path log = folder.resolve(name + ".log");
    return new NodeProcess(
        ChildJvm.start(ChildJvm.command(all, TestNode.class, file), log.toFile()), log);
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("end: " + e.getMessage());
    }
  }

  /** Waits until its newest view is of these nodes, each up, and no more. */
  void awaitUp(String... hosts) {
    await("up " + String.join(", ", hosts), () -> shows(hosts));
  }

  private boolean shows(String... hosts) {
    String last = lines.isEmpty() ? "" : lines.getLast();
    return last.startsWith("nodes ")
        && last.split("; ").length == hosts.length
        && List.of(hosts).stream()
            .allMatch(host -> last.matches(".*\\b" + host + ":\\d+ up \\[.*"));
  }

  /** Waits until a line of its log contains a text, and gives the log. */
  String awaitLog(String text) {
    await("log " + text, () -> log().contains(text));
    return log();
  }

  /** Waits until it said something. */
  void awaitLine(String text) {
    await("line " + text, () -> lines.stream().anyMatch(line -> line.contains(text)));
  }

  private void await(String what, java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .failFast(what + ": it ended", () -> !process.isAlive() && !condition.call())
        .untilAsserted(
            () -> assertThat(condition.call()).as("%s: %s\n%s", what, lines, log()).isTrue());
  }

  /** All views and words so far. */
  List<String> lines() {
    return lines;
  }

  /** Its log so far. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Waits for its end. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(log()).isTrue();
    return process.exitValue();
  }

  /** Has it leave in order. */
  void leave() throws IOException {
    process.getOutputStream().close();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
