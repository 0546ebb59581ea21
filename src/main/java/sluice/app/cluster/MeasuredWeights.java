package sluice.app.cluster;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import sluice.cluster.placement.StreamCost;
import sluice.cluster.placement.WeightEstimate;
import sluice.service.Guardian;
import sluice.service.model.ModelFacts;
import sluice.service.model.ModelRegistry;
import sluice.service.model.ModelStatus;
import sluice.service.stream.StreamManager;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;

/**
 * What the streams of this node cost, by what they detect and decode, over each minute that they
 * run. Thread-safe.
 */
public final class MeasuredWeights implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
  private static final double PIXELS = 1e6;

  /** Of the input of the built-in model, for pictures of 16 to 9. */
  private static final double BUILT_IN_PIXELS = 512 * 288;

  private final ActorSystem<?> system;
  private final Guardian.Parts actors;
  private final InstantSource clock;
  private final LongRates rates = new LongRates(WeightEstimate.WARM_UP);
  private volatile Map<String, Double> weights = Map.of();
  private final Cancellable timer;

  /** Begins to measure. */
  public MeasuredWeights(ActorSystem<?> system, Guardian.Parts actors, InstantSource clock) {
    this.system = system;
    this.actors = actors;
    this.clock = clock;
    this.timer =
        system
            .scheduler()
            .scheduleWithFixedDelay(EVERY, EVERY, this::measure, system.executionContext());
  }

  /** The weight of a stream; empty for one that has not run for long enough. */
  public OptionalDouble of(String stream) {
    Double weight = weights.get(stream);
    return weight == null ? OptionalDouble.empty() : OptionalDouble.of(weight);
  }

  private void measure() {
    var streams =
        AskPattern.ask(
            actors.streams(), StreamManager.ListStatus::new, ANSWER_LIMIT, system.scheduler());
    var models =
        AskPattern.ask(
            actors.models(), ModelRegistry.GetStatus::new, ANSWER_LIMIT, system.scheduler());
    var _ = streams.thenAcceptBoth(models, this::take);
  }

  private void take(List<StreamStatus> streams, List<ModelStatus> models) {
    Map<String, Double> pixels = new HashMap<>();
    for (ModelStatus model : models) {
      Optional<ModelFacts> facts = model.compiled();
      facts.ifPresent(
          compiled -> pixels.put(model.name(), (double) compiled.width() * compiled.height()));
    }
    Map<String, Double> measured = new HashMap<>();
    Set<String> running = new HashSet<>();
    synchronized (rates) {
      for (StreamStatus stream : streams) {
        if (stream.state() == StreamState.RUNNING && stream.shape().isPresent()) {
          running.add(stream.id());
          double cost = pixels.getOrDefault(stream.model(), BUILT_IN_PIXELS) / BUILT_IN_PIXELS;
          StreamStatus.Shape shape = stream.shape().get();
          double megapixels = shape.width() * shape.height() / PIXELS;
          rates
              .of(stream.id(), counters(stream))
              .map(rate -> new StreamCost(rate.inferred(), cost, megapixels, rate.in()).weight())
              .ifPresent(weight -> measured.put(stream.id(), weight));
        }
      }
      rates.retain(running);
    }
    weights = Map.copyOf(measured);
  }

  private LongRates.Counters counters(StreamStatus stream) {
    return new LongRates.Counters(
        stream.phase().since(),
        clock.instant(),
        stream.counts().framesIn(),
        stream.counts().framesInferred());
  }

  @Override
  public void close() {
    timer.cancel();
  }
}
