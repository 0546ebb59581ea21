package sluice.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where streams run: the actor system of a command. */
final class Streams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private final ActorSystem<Void> system;

  private Streams(ActorSystem<Void> system) {
    this.system = system;
  }

  /**
   * Starts an actor system with Sluice's settings: the operator's file wins over what Sluice
   * changes of Pekko's, that over defaults.
   */
  static Streams start() {
    return new Streams(system(Behaviors.empty()));
  }

  /** An actor system with those settings and a guardian. */
  static <T> ActorSystem<T> system(Behavior<T> guardian) {
    Config config =
        ConfigFactory.defaultOverrides()
            .withFallback(ConfigFactory.defaultApplication())
            .withFallback(ConfigFactory.parseResources("sluice/pekko.conf"))
            .withFallback(ConfigFactory.defaultReference())
            .resolve();
    return ActorSystem.create(guardian, "sluice", config);
  }

  ActorSystem<Void> system() {
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
      LOG.warn("the actor system did not end in order: {}", e.toString());
    }
  }
}
