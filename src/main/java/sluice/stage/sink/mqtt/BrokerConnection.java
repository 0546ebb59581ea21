package sluice.stage.sink.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import io.netty.channel.nio.NioEventLoopGroup;
import io.reactivex.schedulers.Schedulers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.stage.sink.SinkFact;
import sluice.video.tls.ServerTrust;

/**
 * One connection to a broker, by a client and a thread of its own; made once, never again after it
 * is lost. A subclass speaks one version of MQTT. The client connects by itself no more, and keeps
 * no session. Used by one thread; what publications come to is told on the client's.
 */
abstract class BrokerConnection implements AutoCloseable {
  private static final Duration SOCKET_LIMIT = Duration.ofSeconds(5);
  private static final Duration STEP_LIMIT = Duration.ofMillis(1_500);

  private final ConnectionPlan plan;
  private final Optional<ServerTrust> trust;
  private final NioEventLoopGroup thread;
  private volatile @Nullable Throwable loss;

  /**
   * Opens nothing.
   *
   * @throws sluice.core.SluiceException INPUT for a file of authorities that can't be used
   */
  BrokerConnection(ConnectionPlan plan) {
    this.plan = plan;
    this.trust = plan.trust();
    this.thread =
        new NioEventLoopGroup(1, Thread.ofPlatform().daemon().name(plan.threadName()).factory());
  }

  /** The settings of a client that both versions have. */
  MqttClientBuilder builder() {
    var transport =
        MqttClient.builder()
            .identifier(plan.clientId())
            .addDisconnectedListener(context -> loss = context.getCause())
            .executorConfig()
            .nettyExecutor(thread)
            .nettyThreads(1)
            .applicationScheduler(Schedulers.from(Runnable::run))
            .applyExecutorConfig()
            .transportConfig()
            .serverHost(plan.config().url().host())
            .serverPort(plan.config().url().port())
            .socketConnectTimeout(SOCKET_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
            // Who waits for the connection gives up first, and says why; this is for what it
            // leaves.
            .mqttConnectTimeout(2 * plan.limit().toMillis(), TimeUnit.MILLISECONDS);
    return trust.isEmpty()
        ? transport.applyTransportConfig()
        : transport.sslConfig(tls(trust.get())).applyTransportConfig();
  }

  /** The client itself has the certificate's name checked where it has no verifier of its own. */
  private static MqttClientSslConfig tls(ServerTrust judge) {
    return MqttClientSslConfig.builder()
        .protocols(List.of("TLSv1.3", "TLSv1.2"))
        .trustManagerFactory(new JudgeFactory(judge.manager()))
        .handshakeTimeout(SOCKET_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .build();
  }

  /** Begins to connect. */
  abstract CompletableFuture<?> begin();

  /** Begins to publish; the result fails where the broker doesn't acknowledge it. */
  abstract CompletableFuture<?> publish(Publication publication);

  /** Begins to subscribe; whoever listens is called on the client's thread. */
  abstract CompletableFuture<?> subscribe(String topic, Consumer<byte[]> listener);

  /** Begins to leave, so that the broker publishes no will. */
  abstract CompletableFuture<?> leave();

  abstract boolean isConnected();

  /** What the broker told of itself. */
  abstract List<SinkFact> facts();

  /** Why the connection was lost; null where it wasn't. */
  @Nullable Throwable loss() {
    return loss;
  }

  /** Why the broker's certificate was refused. */
  Optional<String> certificateRefusal() {
    return trust.flatMap(ServerTrust::refusal);
  }

  /**
   * Waits for what was begun.
   *
   * @throws ExecutionException with the client's reason as its cause
   * @throws TimeoutException when the limit has passed
   */
  static void await(CompletableFuture<?> begun, Duration limit)
      throws ExecutionException, TimeoutException, InterruptedException {
    begun.get(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Leaves the broker in order, in a few seconds.
   *
   * @param last is published before; absent: nothing
   */
  void leave(Optional<Publication> last) {
    boolean interrupted = Thread.interrupted(); // the sender's end; leaving waits all the same
    try {
      if (isConnected()) {
        if (last.isPresent()) {
          await(publish(last.get()), STEP_LIMIT);
        }
        await(leave(), STEP_LIMIT);
      }
    } catch (ExecutionException | TimeoutException e) {
      // the broker finds out by itself
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Breaks the connection off: nothing that waits in the client is sent any more. */
  @Override
  public void close() {
    var _ =
        thread
            .shutdownGracefully(0, STEP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
            .awaitUninterruptibly(STEP_LIMIT.toMillis());
  }
}
