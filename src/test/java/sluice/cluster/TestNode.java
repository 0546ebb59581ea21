package sluice.cluster;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sluice.app.Configuration;
import sluice.app.StreamSystem;
import sluice.app.logging.ServiceLog;
import sluice.config.binding.ConfigResult;
import sluice.config.settings.ClusterConfig;
import sluice.config.settings.LogConfig;
import sluice.config.settings.ServiceConfig;
import sluice.core.SluiceException;

/**
 * A node without streams, in a process of its own. Says each change of its nodes on standard
 * output; leaves in order at the end of standard input, and ends with exit code 11 when it is lost.
 */
public final class TestNode {
  private TestNode() {}

  /** Arguments: the configuration. */
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]);
    ClusterConfig cluster = read(file).cluster();
    ServiceLog.install(new LogConfig(LogConfig.Format.TEXT, LogConfig.Level.INFO, Map.of()));
    try (StreamSystem streams = StreamSystem.start(file, cluster);
        ClusterMembership membership =
            ClusterMembership.start(streams.system(), cluster, TestNode::lost)) {
      membership.nodes().listen(nodes -> say("nodes " + text(nodes)));
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      while (in.readLine() != null) {
        continue;
      }
    } catch (SluiceException e) {
      System.err.println(e.getMessage());
      System.exit(e.code().exitCode());
    }
    say("left");
    System.exit(0);
  }

  private static ServiceConfig read(Path file) {
    return switch (Configuration.reader().read(file)) {
      case ConfigResult.Fine<ServiceConfig>(ServiceConfig config) -> config;
      case ConfigResult.Refused<ServiceConfig> refused -> throw new AssertionError(refused);
    };
  }

  private static void lost(String why) {
    say("lost: " + why);
    Runtime.getRuntime().halt(11);
  }

  private static String text(List<ClusterNode> nodes) {
    return nodes.stream()
        .map(node -> "%s %s %s".formatted(node, node.labels(), node.capacity()))
        .collect(Collectors.joining("; "));
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
