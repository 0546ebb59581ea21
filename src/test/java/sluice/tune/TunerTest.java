package sluice.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.SluiceException;

class TunerTest {
  private static final Duration TIME = Duration.ofMinutes(3);
  private static final Objective FASTEST = Objective.throughput(OptionalDouble.empty());

  /** One request at a time: where a careful search must not stay. */
  private static final Candidate START =
      new Candidate(
          Map.of(Parameter.HINT, "latency", Parameter.REQUESTS, "1", Parameter.PREFETCH, "2"));

  private final List<FakeDevice> devices = new ArrayList<>();
  private final TuneRecorder recorder = new TuneRecorder();

  private FakeDevice device(int cores, double noise, long seed) {
    FakeDevice device = new FakeDevice(cores, noise, seed);
    devices.add(device);
    return device;
  }

  @AfterEach
  void everyTrialIsClosed_andFewAreOpenAtATime() {
    assertThat(devices)
        .allSatisfy(
            device -> {
              assertThat(device.leftOpen()).isZero();
              assertThat(device.mostOpen).isLessThanOrEqualTo(2);
            });
  }

  private TuneOutcome tune(FakeDevice device, SearchSpace space, Objective goal) {
    return tuner(device, space, goal).run(START);
  }

  private Tuner tuner(FakeDevice device, SearchSpace space, Objective goal) {
    return new Tuner(device, space, goal, new SearchLimits(TIME, 0.95), recorder, device::nanoTime);
  }

  private static SearchSpace space(int cores) {
    return SearchSpace.ofCpu(cores, List.of("f32"));
  }

  /** The most frames a second of all that the parameters allow. */
  private static double best(FakeDevice device, SearchSpace space, Predicate<Candidate> allowed) {
    return all(device, space).filter(allowed).mapToDouble(device::fps).max().orElseThrow();
  }

  private static Stream<Candidate> all(FakeDevice device, SearchSpace space) {
    List<Candidate> all = List.of(START);
    for (Parameter parameter : Parameter.values()) {
      all =
          all.stream()
              .flatMap(
                  candidate ->
                      Stream.concat(
                          Stream.of(candidate),
                          space.positions().getOrDefault(parameter, List.of()).stream()
                              .map(value -> candidate.with(parameter, value))))
              .distinct()
              .toList();
    }
    return all.stream()
        .filter(
            candidate -> {
              Candidate settled = device.settle(candidate);
              return settled.number(Parameter.STREAMS).orElseThrow()
                  <= settled.number(Parameter.THREADS).orElseThrow();
            });
  }

  @ParameterizedTest
  @CsvSource({"2, 0.02, 0.95", "2, 0.05, 0.9", "4, 0.02, 0.94", "4, 0.05, 0.9", "8, 0.03, 0.94"})
  void fromOneRequest_itComesNearTheBestOfAll(int cores, double noise, double share) {
    double best = best(device(cores, 0, 0), space(cores), candidate -> true);
    for (int seed = 1; seed <= 12; seed++) {
      FakeDevice device = device(cores, noise, seed);

      TuneOutcome outcome = tune(device, space(cores), FASTEST);

      assertThat(device.fps(outcome.best()) / best)
          .as("seed %d: %s", seed, outcome.best().words())
          .isGreaterThan(share);
      assertThat(outcome.comparison()).hasValueSatisfying(end -> assertThat(end.isGain()).isTrue());
    }
  }

  @Test
  void tuner_staysWithinItsTimeLimit() {
    for (int seed = 1; seed <= 10; seed++) {
      FakeDevice device = device(4, 0.03, seed);

      TuneOutcome outcome = tune(device, space(4), FASTEST);

      assertThat(outcome.time()).isEqualTo(Duration.ofNanos(device.nanos));
      assertThat(outcome.time()).isLessThan(TIME.plusSeconds(3));
    }
  }

  @Test
  void irrelevantParameters_areNotReportedAsGain() {
    for (int seed = 1; seed <= 20; seed++) {
      FakeDevice device = device(4, 0.04, seed);
      device.speed = candidate -> 100;

      TuneOutcome outcome = tune(device, space(4), FASTEST);

      assertThat(outcome.gains()).noneMatch(AblationResult::beyondNoise);
      assertThat(outcome.best()).isEqualTo(START);
      assertThat(outcome.noise()).isBetween(0.02, 0.12);
    }
  }

  @Test
  void gains_areThoseOfTheParametersThatMatter() {
    FakeDevice device = device(4, 0.01, 7);
    device.speed = candidate -> candidate.get(Parameter.PINNING).equals("no") ? 120 : 100;

    TuneOutcome outcome = tune(device, space(4), FASTEST);

    assertThat(outcome.best().get(Parameter.PINNING)).isEqualTo("no");
    assertThat(outcome.gains())
        .filteredOn(AblationResult::beyondNoise)
        .singleElement()
        .satisfies(
            gain -> {
              assertThat(gain.choice()).isEqualTo(Parameter.PINNING);
              assertThat(gain.from()).isEmpty();
              assertThat(gain.to()).isEqualTo("no");
              assertThat(gain.ratio()).isBetween(1.17, 1.23);
              assertThat(gain.beyondNoise()).isTrue();
            });
  }

  @Test
  void mostLatency_isKept() {
    Objective goal = Objective.throughput(OptionalDouble.of(40));
    for (int seed = 1; seed <= 8; seed++) {
      FakeDevice device = device(4, 0.01, seed);
      double best = best(device, space(4), candidate -> latency(device, candidate) <= 36);

      TuneOutcome outcome = tune(device, space(4), goal);

      assertThat(outcome.goalKept()).isTrue();
      assertThat(latency(device, outcome.best())).isLessThan(40 * 1.15); // the device drifts
      assertThat(device.fps(outcome.best()) / best).isGreaterThan(0.9);
    }
  }

  @Test
  void leastFps_areKept() {
    Objective goal = Objective.latency(OptionalDouble.of(90));
    for (int seed = 1; seed <= 8; seed++) {
      FakeDevice device = device(4, 0.01, seed);
      double best =
          all(device, space(4))
              .filter(candidate -> device.fps(candidate) >= 100)
              .mapToDouble(candidate -> latency(device, candidate))
              .min()
              .orElseThrow();

      TuneOutcome outcome = tune(device, space(4), goal);

      assertThat(outcome.goalKept()).isTrue();
      assertThat(outcome.sample().fps()).isGreaterThanOrEqualTo(90);
      assertThat(latency(device, outcome.best()) / best).isLessThan(1.1);
    }
  }

  private static double latency(FakeDevice device, Candidate candidate) {
    Candidate settled = device.settle(candidate);
    int underWay =
        settled.number(Parameter.REQUESTS).orElseThrow()
            + settled.number(Parameter.PREFETCH).orElseThrow();
    return underWay / device.fps(candidate) * 1000;
  }

  @Test
  void aPrecisionThatFindsSomethingElse_isRefused() {
    FakeDevice device = device(2, 0.01, 3);
    device.speed = candidate -> candidate.get(Parameter.PRECISION).equals("f16") ? 200 : 100;
    device.agreement = candidate -> candidate.get(Parameter.PRECISION).equals("f16") ? 0.6 : 1;

    TuneOutcome outcome = tune(device, SearchSpace.ofCpu(2, List.of("f32", "f16")), FASTEST);

    assertThat(outcome.best().get(Parameter.PRECISION)).isNotEqualTo("f16");
    assertThat(outcome.refused())
        .anySatisfy(
            refusal -> {
              assertThat(refusal.candidate().get(Parameter.PRECISION)).isEqualTo("f16");
              assertThat(refusal.reason()).isEqualTo("0.600 of what f32 finds");
            });
  }

  @Test
  void aPrecisionThatCannotBeCompared_isRefused() {
    FakeDevice device = device(2, 0.01, 3);
    device.speed = candidate -> candidate.get(Parameter.PRECISION).equals("f16") ? 200 : 100;
    device.agreement =
        candidate -> candidate.get(Parameter.PRECISION).equals("f16") ? Double.NaN : 1;

    TuneOutcome outcome = tune(device, SearchSpace.ofCpu(2, List.of("f32", "f16")), FASTEST);

    assertThat(outcome.best().get(Parameter.PRECISION)).isNotEqualTo("f16");
    assertThat(outcome.refused())
        .extracting(RejectedCandidate::reason)
        .contains(
            "not comparable: f32 finds nothing in the first 1600 frames; give an input with"
                + " objects");
  }

  @Test
  void aStartThatFindsSomethingElse_givesWay() {
    FakeDevice device = device(2, 0.01, 3);
    device.agreement = candidate -> candidate.get(Parameter.PRECISION).equals("bf16") ? 0.5 : 1;

    TuneOutcome outcome = tune(device, space(2), FASTEST);

    assertThat(outcome.best().get(Parameter.PRECISION)).isEqualTo("f32");
  }

  @Test
  void candidatesRefusedByTheDevice_areReportedAndExcluded() {
    TuneOutcome outcome = tune(device(4, 0.01, 5), space(4), FASTEST);

    assertThat(outcome.refused())
        .isNotEmpty()
        .allSatisfy(refusal -> assertThat(refusal.reason()).isEqualTo("more streams than threads"));
    assertThat(recorder.refused).isEqualTo(outcome.refused());
  }

  @Test
  void aStartThatCannotRun_isTheCallersAffair() {
    Candidate wrong = START.with(Parameter.STREAMS, 9);
    FakeDevice device = device(2, 0.01, 5);

    assertThatThrownBy(() -> tuner(device, space(2), FASTEST).run(wrong))
        .isInstanceOf(SluiceException.class)
        .hasMessage("more streams than threads");
  }

  @Test
  void stoppedTuner_returnsBestSoFar() {
    FakeDevice device = device(4, 0.01, 5);
    Tuner tuner = tuner(device, space(4), FASTEST);
    device.whileMeasuring =
        () -> {
          if (device.nanos > 30e9) {
            tuner.stop();
          }
        };

    TuneOutcome outcome = tuner.run(START);

    assertThat(outcome.end()).isEqualTo(TuneOutcome.End.STOPPED);
    assertThat(outcome.time()).isLessThan(Duration.ofSeconds(33));
    assertThat(outcome.comparison()).isEmpty();
    assertThat(device.fps(outcome.best())).isGreaterThan(device.fps(START));
    assertThat(recorder.best.getLast()).isEqualTo(outcome.best());
  }

  @Test
  void fixedParameters_stayUnchanged() {
    FakeDevice device = device(4, 0.01, 5);
    SearchSpace narrow =
        new SearchSpace(Map.of(Parameter.REQUESTS, List.of("1", "2", "3")), List.of(4, 1));

    TuneOutcome outcome = tune(device, narrow, FASTEST);

    assertThat(device.opened)
        .allSatisfy(
            candidate ->
                assertThat(candidate.differences(START)).isSubsetOf(List.of(Parameter.REQUESTS)));
    assertThat(outcome.end()).isEqualTo(TuneOutcome.End.COMPLETE);
  }

  private static final class TuneRecorder implements TuneListener {
    private final List<RejectedCandidate> refused = new ArrayList<>();
    private final List<Candidate> best = new ArrayList<>();

    @Override
    public void phase(String words) {}

    @Override
    public void tried(Candidate candidate, ComparisonResult verdict) {}

    @Override
    public void refused(RejectedCandidate refusal) {
      refused.add(refusal);
    }

    @Override
    public void best(Candidate candidate, Sample sample) {
      best.add(candidate);
    }
  }
}
