package sluice.app;

import com.typesafe.config.ConfigFactory;
import java.net.BindException;
import java.nio.file.Path;
import sluice.cluster.ClusterSystemConfig;
import sluice.config.settings.ClusterConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/** Starts the actor system of a node of a cluster. */
final class NodeSystem {
  private NodeSystem() {}

  /**
   * Starts it; its port is open then.
   *
   * @throws SluiceException as {@link StreamSystem#start(Path, ClusterConfig)} says
   */
  static StreamSystem start(Path file, ClusterConfig cluster) {
    ClusterSystemConfig.check(cluster);
    ClassLoader loader = NodeSystem.class.getClassLoader();
    try {
      return StreamSystem.create(
          cluster.name(),
          file,
          () ->
              StreamSystem.config(
                  ConfigFactory.parseFile(file.toFile()), ClusterSystemConfig.of(cluster), loader),
          loader);
    } catch (SluiceException known) {
      throw known;
    } catch (RuntimeException e) {
      throw new SluiceException(
          ErrorCode.ENVIRONMENT,
          "sluice.cluster.bind: %s: %s (expected: an address of this machine with a port that is free)"
              .formatted(cluster.bind(), reason(e)),
          e);
    }
  }

  /** Pekko names classes of its own around what the system says. */
  private static String reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return String.valueOf(cause.getMessage());
      }
    }
    return "can't be listened on";
  }
}
