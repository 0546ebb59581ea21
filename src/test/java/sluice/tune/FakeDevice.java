package sluice.tune;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/**
 * Fake device with virtual time. Its speed follows from the parameters as a real one's does: a
 * stream takes a thread and more, requests have to keep streams busy, too much of anything costs
 * something; and all of it is seen through noise and drift.
 */
final class FakeDevice implements Trials {
  private static final Duration OPENING = Duration.ofMillis(700);

  private final int cores;
  private final double noise;
  private final Random random;
  private final Set<Candidate> open = new HashSet<>();
  final List<Candidate> opened = new ArrayList<>();

  ToDoubleFunction<Candidate> speed = this::speed;
  ToDoubleFunction<Candidate> agreement = candidate -> 1;
  Runnable whileMeasuring = () -> {};
  long nanos;
  int mostOpen;

  FakeDevice(int cores, double noise, long seed) {
    this.cores = cores;
    this.noise = noise;
    this.random = new Random(seed);
  }

  /** As {@link System#nanoTime}. */
  long nanoTime() {
    return nanos;
  }

  @Override
  public Trial open(Candidate candidate) {
    nanos += OPENING.toNanos();
    Candidate settled = settle(candidate);
    if (settled.number(Parameter.STREAMS).orElse(0) > settled.number(Parameter.THREADS).orElse(0)) {
      throw new SluiceException(ErrorCode.DEVICE, "more streams than threads");
    }
    opened.add(candidate);
    return new FakeTrial(settled);
  }

  /** What it makes of what is left open. */
  Candidate settle(Candidate candidate) {
    boolean latency = candidate.get(Parameter.HINT).equals("latency");
    int streams = candidate.number(Parameter.STREAMS).orElse(latency ? 1 : cores);
    return candidate
        .with(Parameter.HINT, Candidate.OPEN)
        .with(Parameter.STREAMS, streams)
        .with(Parameter.REQUESTS, candidate.number(Parameter.REQUESTS).orElse(streams))
        .with(Parameter.THREADS, candidate.number(Parameter.THREADS).orElse(cores))
        .with(
            Parameter.PINNING,
            candidate.get(Parameter.PINNING).equals(Candidate.OPEN)
                ? "yes"
                : candidate.get(Parameter.PINNING))
        .with(
            Parameter.PRECISION,
            candidate.get(Parameter.PRECISION).equals(Candidate.OPEN)
                ? "bf16"
                : candidate.get(Parameter.PRECISION));
  }

  /** Results a second without noise. */
  double fps(Candidate candidate) {
    return speed.applyAsDouble(settle(candidate));
  }

  private double speed(Candidate settled) {
    int streams = settled.number(Parameter.STREAMS).orElseThrow();
    int threads = settled.number(Parameter.THREADS).orElseThrow();
    int requests = settled.number(Parameter.REQUESTS).orElseThrow();
    int prefetch = settled.number(Parameter.PREFETCH).orElseThrow();
    double busy = Math.min(streams, requests);
    double perStream = Math.pow(Math.max(1, threads / (double) streams), 0.75);
    double hunger = requests > streams ? 1 : prefetch == 0 ? 0.8 : prefetch == 1 ? 0.95 : 0.98;
    double crowd = 1 - 0.01 * Math.max(0, requests - streams - 1) - 0.004 * prefetch;
    double pinned = settled.get(Parameter.PINNING).equals("no") && threads == cores ? 1.05 : 1;
    double exact = settled.get(Parameter.PRECISION).equals("f32") ? 0.7 : 1;
    return 30 * busy * perStream * hunger * Math.max(0.3, crowd) * pinned * exact;
  }

  private final class FakeTrial implements Trial {
    private final Candidate settled;
    private final Candidate handle;

    FakeTrial(Candidate settled) {
      this.settled = settled;
      this.handle = settled.with(Parameter.HINT, Long.toString(random.nextLong()));
      open.add(handle);
      mostOpen = Math.max(mostOpen, open.size());
    }

    @Override
    public Candidate settled() {
      return settled;
    }

    @Override
    public double agreement() {
      return agreement.applyAsDouble(settled);
    }

    @Override
    public Sample measure(Duration time) {
      if (!open.contains(handle)) {
        throw new IllegalStateException("closed");
      }
      nanos += time.toNanos();
      whileMeasuring.run();
      double drift = 1 - 0.1 * Math.sin(nanos / 60e9);
      double fps = speed.applyAsDouble(settled) * drift * Math.exp(noise * random.nextGaussian());
      int underWay =
          settled.number(Parameter.REQUESTS).orElseThrow()
              + settled.number(Parameter.PREFETCH).orElseThrow();
      return new Sample(fps, underWay / fps * 1000);
    }

    @Override
    public void close() {
      if (!open.remove(handle)) {
        throw new IllegalStateException("closed twice");
      }
    }
  }

  /** Trials that were not closed. */
  int leftOpen() {
    return open.size();
  }
}
