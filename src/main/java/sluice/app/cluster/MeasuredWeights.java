package sluice.app.cluster;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
 * What the streams of this node cost, measured every ten seconds by what they detect and decode,
 * once they have run for a while. Thread-safe.
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
    for (StreamStatus stream : streams) {
      boolean settled =
          stream.state() == StreamState.RUNNING
              && Duration.between(stream.phase().since(), clock.instant())
                      .compareTo(WeightEstimate.WARM_UP)
                  >= 0;
      if (settled && stream.shape().isPresent()) {
        StreamStatus.Shape shape = stream.shape().get();
        measured.put(
            stream.id(),
            new StreamCost(
                    stream.rates().fpsInferred(),
                    pixels.getOrDefault(stream.model(), BUILT_IN_PIXELS) / BUILT_IN_PIXELS,
                    shape.width() * shape.height() / PIXELS,
                    stream.rates().fpsIn())
                .weight());
      }
    }
    weights = Map.copyOf(measured);
  }

  @Override
  public void close() {
    timer.cancel();
  }
}
