package sluice.app.service;

import java.time.Duration;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import sluice.core.StreamObserver;
import sluice.service.stream.ActiveRun;
import sluice.service.stream.StreamOutputs;
import sluice.service.stream.StreamRunner;
import sluice.service.stream.StreamSpec;

/** Runner of the service's streams, each on a decoder thread and a graph of its own. */
final class ServiceRunner implements StreamRunner {
  private final ClassicActorSystemProvider system;
  private final SourceGuard guard;

  /**
   * A runner of streams.
   *
   * @param system where graphs run
   * @param guard what may be opened
   */
  ServiceRunner(ClassicActorSystemProvider system, SourceGuard guard) {
    this.system = system;
    this.guard = guard;
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
            frames -> life.progress());
    return SourceRun.start(spec, opener, outputs, life, system);
  }
}
