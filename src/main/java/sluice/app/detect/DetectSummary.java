package sluice.app.detect;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import sluice.app.model.InferenceSummary;
import sluice.core.SluiceException;
import sluice.core.util.Nanos;
import sluice.metrics.RunSnapshot;

/**
 * Summary of a {@code sluice detect} run.
 *
 * @param inputs each input, in the order given
 * @param whole all inputs together
 * @param inference what really ran the model; absent where no source was opened and none was needed
 * @param sinks the sinks of the configuration, in the order of the settings
 * @param cpuTime processor time of the whole process, all threads, while sources were worked on,
 *     without compiling models
 * @param leasesLeftOpen frames that no stage had closed at the end; 0 unless Sluice has a fault
 * @param stopped whether {@link DetectJob#stop} ended it
 */
public record DetectSummary(
    List<Input> inputs,
    RunSnapshot whole,
    Optional<InferenceSummary> inference,
    List<SinkSummary> sinks,
    Duration cpuTime,
    int leasesLeftOpen,
    boolean stopped) {

  /** Keeps its own copies of the lists. */
  public DetectSummary {
    inputs = List.copyOf(inputs);
    sinks = List.copyOf(sinks);
  }

  /** What went wrong, inputs first, each in their order. */
  public List<SluiceException> failures() {
    return Stream.concat(
            inputs.stream().flatMap(input -> input.failure().stream()),
            sinks.stream().flatMap(sink -> sink.failure().stream()))
        .toList();
  }

  /** Processor time per result, milliseconds, summed over all cores; absent without a result. */
  public OptionalDouble cpuMillisPerFrame() {
    return whole.finished() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Nanos.toMillis(cpuTime.toNanos()) / whole.finished());
  }

  /** What happened to the objects of all inputs together; absent where they were not followed. */
  public Optional<SceneSummary> scene() {
    return inputs.stream().flatMap(input -> input.scene().stream()).reduce(SceneSummary::plus);
  }

  /**
   * What became of one input.
   *
   * @param name the input's name, without credentials
   * @param metrics what was counted
   * @param scene what happened to its objects over time; absent where they were not followed
   * @param files files written for it, complete; in the order video, JSON Lines
   * @param failure what ended it before its time
   */
  public record Input(
      String name,
      RunSnapshot metrics,
      Optional<SceneSummary> scene,
      List<Path> files,
      Optional<SluiceException> failure) {

    /** Keeps its own copy of the list. */
    public Input {
      files = List.copyOf(files);
    }
  }
}
