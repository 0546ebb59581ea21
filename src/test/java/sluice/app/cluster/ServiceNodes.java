package sluice.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sluice.Main;
import sluice.testing.ChildJvm;
import sluice.testing.FreePort;
import sluice.testing.ServiceChild;

/**
 * Nodes of a cluster, each {@code sluice run} in a process of its own, on addresses of loopback,
 * 127.0.0.1 to 127.0.0.N, where no others are given. All have the same streams. Killed at the end.
 * For one thread.
 */
final class ServiceNodes implements AutoCloseable {
  /** Stands in settings for the number of the node that reads them. */
  static final String NUMBER = "@node@";

  private static final String KEY = "drill-0123456789abcdef";

  private final Path folder;
  private final NodeHosts hosts;
  private final String settings;
  private final int port;
  private final Map<Integer, ServiceChild> nodes = new TreeMap<>();
  private final Map<Integer, Integer> starts = new TreeMap<>();
  private Optional<Path> installed = Optional.empty();

  /**
   * No node yet.
   *
   * @param settings further ones of {@code sluice}, the same for all, with {@code cluster.seeds}
   *     and streams; {@link #NUMBER} in them is the node's number
   */
  ServiceNodes(Path folder, String settings) {
    this(folder, settings, NodeHosts.LOOPBACK);
  }

  /** The same on other addresses than those of loopback. */
  ServiceNodes(Path folder, String settings, NodeHosts hosts) {
    this.folder = folder;
    this.hosts = hosts;
    this.settings = settings;
    this.port = FreePort.ofLoopback();
  }

  /** From now on nodes are started with {@code bin/sluice} of another build. */
  void upgrade(Path launcher) {
    installed = Optional.of(launcher);
  }

  /** Starts a node, and waits for nothing. */
  ServiceChild start(int number, String... flags) throws IOException {
    Path own = Files.createDirectories(folder.resolve("node" + number));
    Path file =
        Files.writeString(
            own.resolve("service.conf"),
            """
            sluice {
              http.port = 0
              data-dir = "%s"
              cluster { enabled = true, bind = "%s:%d" }
              %s
            }
            """
                .formatted(
                    own.resolve("data"),
                    hosts.address(number),
                    port,
                    settings.replace(NUMBER, Integer.toString(number))));
    int times = starts.merge(number, 1, Integer::sum);
    List<String> all =
        new ArrayList<>(List.of("-Xmx256m", "-Dsluice.home=" + Path.of("").toAbsolutePath()));
    all.addAll(List.of(flags));
    Path log = own.resolve("log" + times);
    List<String> behind = hosts.command(number);
    ServiceChild child =
        behind.isEmpty() && installed.isEmpty()
            ? ServiceChild.launch(
                file, log, Map.of("SLUICE_CLUSTER_KEY", KEY), all.toArray(String[]::new))
            : ServiceChild.installed(
                installed.isPresent() ? installed.get() : launcher(own, all),
                file,
                log,
                Map.of("SLUICE_OPTS", String.join(" ", flags), "SLUICE_CLUSTER_KEY", KEY),
                behind.toArray(String[]::new));
    nodes.put(number, child);
    return child;
  }

  /** A script that does what {@code bin/sluice} does, for the classes that are tested. */
  private static Path launcher(Path own, List<String> flags) throws IOException {
    String command =
        ChildJvm.command(flags, Main.class).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    Path script =
        Files.writeString(own.resolve("sluice"), "#!/bin/sh\nexec " + command + " \"$@\"\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  /** A node that was started. */
  ServiceChild node(int number) {
    ServiceChild child = nodes.get(number);
    assertThat(child).as("node %d", number).isNotNull();
    return child;
  }

  /** Kills a node (SIGKILL). */
  void kill(int number) {
    nodes.remove(number).close();
  }

  /** Waits for the end of a node in order, which must come by itself. */
  int awaitEnd(int number) throws InterruptedException {
    int code = node(number).exitCode();
    nodes.remove(number);
    return code;
  }

  /** Whether a node has ended by itself. */
  boolean hasEnded() {
    return nodes.values().stream().anyMatch(node -> !node.isAlive());
  }

  /**
   * Checks that none has ended by itself.
   *
   * @throws AssertionError with all logs
   */
  void requireAllAlive() {
    if (hasEnded()) {
      throw new AssertionError("a node ended\n" + logs());
    }
  }

  /** All logs. */
  String logs() {
    StringBuilder text = new StringBuilder();
    nodes.forEach((number, child) -> text.append(number).append(":\n").append(child.log()));
    return text.toString();
  }

  @Override
  public void close() {
    nodes.values().forEach(ServiceChild::close);
  }
}
