package sluice.app.service;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import sluice.app.scene.StreamScenes;
import sluice.core.StreamObserver;
import sluice.service.stream.ActiveRun;
import sluice.service.stream.StreamOutputs;
import sluice.service.stream.StreamRunner;
import sluice.service.stream.StreamSpec;
import sluice.stage.source.PaceClock;

/** Runner of the service's streams, each on a decoder thread and a graph of its own. */
final class ServiceRunner implements StreamRunner {
  private static final double GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

  private final AtomicLong starts = new AtomicLong();
  private final ClassicActorSystemProvider system;
  private final SourceGuard guard;
  private final PaceClock clock;
  private final StreamScenes scenes;

  /**
   * A runner of streams.
   *
   * @param system where graphs run
   * @param guard what may be opened
   * @param clock date and time
   * @param scenes what outlives the runs of streams
   */
  ServiceRunner(
      ClassicActorSystemProvider system,
      SourceGuard guard,
      InstantSource clock,
      StreamScenes scenes) {
    this.system = system;
    this.clock = PaceClock.withDate(clock);
    this.guard = guard;
    this.scenes = scenes;
  }

  /**
   * The golden ratio's multiples: whatever the number of streams, their phases are spread evenly.
   */
  private double nextPhase() {
    return starts.getAndIncrement() * GOLDEN_RATIO % 1;
  }

  @Override
  public ActiveRun start(
      StreamSpec spec, StreamOutputs outputs, StreamObserver observer, Duration frameTimeout) {
    LivenessObserver life = new LivenessObserver(observer);
    GuardedOpener opener =
        new GuardedOpener(
            spec.config(),
            guard,
            spec.origin() == StreamSpec.Origin.API,
            frameTimeout,
            nextPhase(),
            life.progress(),
            List.of());
    return SourceRun.start(spec, opener, outputs, scenes.forRun(spec.id()), life, clock, system);
  }

  @Override
  public void forget(String stream) {
    scenes.forget(stream);
  }
}
