package sluice.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.settings.ClusterConfig;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;

/** The actor system in which a command runs its streams. */
public final class StreamSystem implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamSystem.class);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private final ActorSystem<Void> system;

  private StreamSystem(ActorSystem<Void> system) {
    this.system = system;
  }

  /**
   * Starts an actor system with Sluice's settings: the operator's file wins over what Sluice
   * changes of Pekko's, that over defaults.
   *
   * @throws SluiceException of code USAGE when the operator's file can't be used
   */
  public static StreamSystem start() {
    return start(ConfigFactory::defaultApplication, Configuration.usualFile());
  }

  /** The same with an operator's file that was named. */
  public static StreamSystem start(Path file) {
    return start(() -> ConfigFactory.parseFile(file.toFile()), file);
  }

  /**
   * The same as a node of a cluster, where that is enabled; its port is open then, and it is no
   * member yet.
   *
   * @throws SluiceException of code USAGE when the operator's file or the files of TLS can't be
   *     used, of code ENVIRONMENT when the port can't be had
   */
  public static StreamSystem start(Path file, ClusterConfig cluster) {
    return cluster.enabled() ? NodeSystem.start(file, cluster) : start(file);
  }

  private static StreamSystem start(Supplier<Config> operators, Path file) {
    ClassLoader loader = LibraryDefaults.withoutCluster();
    return create(
        "sluice", file, () -> config(operators.get(), ConfigFactory.empty(), loader), loader);
  }

  /**
   * Starts an actor system.
   *
   * @param config may throw what Pekko throws of settings
   * @param loader of Pekko's classes and the defaults of its libraries
   */
  static StreamSystem create(String name, Path file, Supplier<Config> config, ClassLoader loader) {
    try {
      BootstrapSetup setup = BootstrapSetup.create(config.get()).withClassloader(loader);
      return new StreamSystem(ActorSystem.create(Behaviors.empty(), name, setup));
    } catch (ConfigException e) {
      throw new SluiceException(
          ErrorCode.USAGE,
          file
              + ": can't be used (expected: HOCON, and settings of Pekko that it knows; 'sluice"
              + " check' says what is wrong)",
          e);
    }
  }

  /**
   * What Pekko reads, and no more: the rest of the operator's file may name variables of the
   * environment that only the service is given.
   *
   * @param sluices what Sluice changes of Pekko's settings for this system
   * @param loader of the defaults of Pekko's libraries
   */
  static Config config(Config application, Config sluices, ClassLoader loader) {
    Config all =
        ConfigFactory.defaultOverrides()
            .withFallback(application)
            .withFallback(sluices)
            .withFallback(ConfigFactory.parseResources("sluice/pekko.conf"))
            .withFallback(ConfigFactory.defaultReference(loader))
            .resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true));
    return all.withOnlyPath("pekko").withFallback(all.withOnlyPath("sluice.stream-dispatcher"));
  }

  public ActorSystem<Void> system() {
    return system;
  }

  /** Ends it and waits until it has ended. */
  @Override
  public void close() {
    system.terminate();
    try {
      system
          .getWhenTerminated()
          .toCompletableFuture()
          .get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the actor system did not end in order: {}", Failures.reason(Failures.unwrap(e)));
    }
  }
}
