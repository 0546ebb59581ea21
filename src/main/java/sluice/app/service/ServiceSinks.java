package sluice.app.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.app.sink.SinkFactory;
import sluice.config.sink.RemoteSinkConfig;
import sluice.config.sink.SinkConfig;
import sluice.service.sink.SinkCondition;
import sluice.service.sink.SinkPort;
import sluice.service.sink.SinkState;
import sluice.service.sink.SinkTestAnswer;
import sluice.stage.sink.SinkHealth;
import sluice.stage.sink.SinkTestResult;
import sluice.stage.sink.delivery.DeliveryStatus;

/**
 * The configured sinks: what is known of each from its streams and from its spool, and tests. Who
 * asks never waits for a disk or a far side: both are looked at on threads of its own, which are
 * there while there is something to do. Thread-safe.
 */
final class ServiceSinks implements SinkPort, AutoCloseable {
  /** How long a look may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** A test ends by itself within 30 s, unless a disk hangs. */
  private static final Duration TEST_LIMIT = Duration.ofSeconds(32);

  private static final int TESTS_AT_ONCE = 4;
  private static final int IDLE_SECONDS = 10;

  private final Supplier<Collection<SinkConfig>> configured;
  private final SinkFactory sinks;
  private final ServiceOutputs outputs;
  private final Map<String, RecentRate> rates = new HashMap<>();
  private final Set<String> tested = ConcurrentHashMap.newKeySet();
  private @Nullable CompletableFuture<List<SinkState>> current;

  private final ThreadPoolExecutor looks =
      new ThreadPoolExecutor(
          1,
          1,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("sluice-sink-status").factory());
  private final ThreadPoolExecutor tests =
      new ThreadPoolExecutor(
          0,
          TESTS_AT_ONCE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("sluice-sink-tests-", 1).factory());

  /**
   * The sinks of a service.
   *
   * @param configured those that there are now, in their order
   * @param sinks knows what far sides do, and tests
   * @param outputs has the open sinks of streams
   */
  ServiceSinks(
      Supplier<Collection<SinkConfig>> configured, SinkFactory sinks, ServiceOutputs outputs) {
    this.configured = configured;
    this.sinks = sinks;
    this.outputs = outputs;
    looks.allowCoreThreadTimeOut(true);
  }

  /** Those who ask during a look share it. */
  @Override
  public synchronized CompletionStage<List<SinkState>> all() {
    if (configured.get().isEmpty()) {
      return CompletableFuture.completedStage(List.of());
    }
    CompletableFuture<List<SinkState>> look = current;
    if (look == null || look.isDone()) {
      look = CompletableFuture.supplyAsync(this::look, looks);
      current = look;
    }
    return look.copy().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private List<SinkState> look() {
    Map<String, DeliveryStatus> deliveries = new HashMap<>();
    sinks.deliveries().forEach(each -> deliveries.put(each.sink(), each));
    Collection<SinkConfig> now = configured.get();
    rates.keySet().retainAll(now.stream().map(SinkConfig::name).toList());
    return now.stream()
        .map(sink -> state(sink, Optional.ofNullable(deliveries.get(sink.name()))))
        .toList();
  }

  private SinkState state(SinkConfig config, Optional<DeliveryStatus> delivery) {
    Map<String, SinkHealth> open = outputs.health(config.name());
    Map<String, SinkHealth> all = new TreeMap<>();
    delivery.ifPresent(known -> all.putAll(known.streams()));
    all.putAll(open);
    List<SinkState.Part> parts = new ArrayList<>();
    all.forEach(
        (stream, health) -> {
          if (open.containsKey(stream) || health.backlog().messages() > 0) {
            parts.add(
                new SinkState.Part(stream, open.containsKey(stream), SinkCondition.of(health)));
          }
        });
    SinkCondition total =
        SinkCondition.of(
            SinkHealth.total(
                delivery.map(DeliveryStatus::healthy).orElse(true),
                delivery.flatMap(DeliveryStatus::lastError),
                all.values()));
    double rate =
        rates
            .computeIfAbsent(config.name(), _ -> new RecentRate())
            .after(total.written(), System.nanoTime());
    return new SinkState(
        config.name(),
        config.typeName(),
        config.target(),
        config instanceof RemoteSinkConfig,
        total,
        rate,
        delivery.map(DeliveryStatus::failures).orElse(0L),
        parts);
  }

  @Override
  public CompletionStage<SinkTestAnswer> test(String name) {
    Optional<SinkConfig> config =
        configured.get().stream().filter(each -> each.name().equals(name)).findFirst();
    if (config.isEmpty()) {
      return CompletableFuture.completedStage(new SinkTestAnswer.Unknown());
    }
    if (!tested.add(name)) {
      return CompletableFuture.completedStage(new SinkTestAnswer.Running());
    }
    try {
      CompletableFuture<SinkTestAnswer> test =
          CompletableFuture.supplyAsync(() -> run(config.get()), tests);
      return test.whenComplete((_, _) -> tested.remove(name))
          .copy()
          .completeOnTimeout(hanging(), TEST_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (RejectedExecutionException busy) {
      tested.remove(name);
      return CompletableFuture.completedStage(new SinkTestAnswer.TooMany(TESTS_AT_ONCE));
    }
  }

  private SinkTestAnswer run(SinkConfig config) {
    try {
      return new SinkTestAnswer.Done(sinks.test(config));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  private static SinkTestAnswer hanging() {
    String failure = "it hangs: no answer within %d s".formatted(TEST_LIMIT.toSeconds());
    return new SinkTestAnswer.Done(new SinkTestResult(List.of(), Optional.of(failure), TEST_LIMIT));
  }

  /** Gives tests up; later ones are refused. */
  @Override
  public void close() {
    tests.shutdownNow();
    looks.shutdownNow();
  }
}
