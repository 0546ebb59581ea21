package sluice.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import sluice.core.SluiceException;
import sluice.metrics.RunSnapshot;

/**
 * What a run of {@code sluice detect} did.
 *
 * @param inputs each input, in the order given
 * @param whole all inputs together
 * @param inference what really ran the model; absent where no source was opened and none was needed
 * @param cpuTime processor time of the whole process, all threads, while sources were worked on,
 *     without compiling models
 * @param leasesLeftOpen frames that no stage had closed at the end; 0 unless Sluice has a fault
 * @param stopped whether {@link DetectJob#stop} ended it
 */
public record DetectSummary(
    List<Input> inputs,
    RunSnapshot whole,
    Optional<Inference> inference,
    Duration cpuTime,
    int leasesLeftOpen,
    boolean stopped) {

  /** Keeps its own copy of the list. */
  public DetectSummary {
    inputs = List.copyOf(inputs);
  }

  /** Processor time per result, milliseconds, summed over all cores; absent without a result. */
  public OptionalDouble cpuMillisPerFrame() {
    return whole.finished() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(cpuTime.toNanos() / 1e6 / whole.finished());
  }

  /**
   * What became of one input.
   *
   * @param name the input's name, without credentials
   * @param metrics what was counted
   * @param files files written for it, complete; in the order video, JSON Lines
   * @param failure what ended it before its time
   */
  public record Input(
      String name, RunSnapshot metrics, List<Path> files, Optional<SluiceException> failure) {

    /** Keeps its own copy of the list. */
    public Input {
      files = List.copyOf(files);
    }
  }

  /**
   * What really ran the model, as the compiled model reports it.
   *
   * @param models each model that was compiled: its name and the size of its input
   * @param device the device that was asked for
   * @param executionDevices the devices that do the work
   * @param precision type in which the device computes, in OpenVINO's words; empty where it doesn't
   *     say
   * @param requests inference requests
   * @param streams parallel streams; absent where the device doesn't say
   * @param threads threads of inference; absent where the device doesn't say
   * @param modelRead time spent on reading the model
   * @param modelCompiled time spent on compiling it
   * @param inferences inferences that came back
   * @param queueEmpty how many of them came back while no prepared frame waited for the freed
   *     request
   */
  public record Inference(
      List<String> models,
      String device,
      List<String> executionDevices,
      String precision,
      int requests,
      OptionalInt streams,
      OptionalInt threads,
      Duration modelRead,
      Duration modelCompiled,
      long inferences,
      long queueEmpty) {

    /** Keeps its own copy of the list. */
    public Inference {
      models = List.copyOf(models);
      executionDevices = List.copyOf(executionDevices);
    }

    /** Share of the inferences after which the device's queue was empty, 0 to 1. */
    public double queueEmptyShare() {
      return inferences == 0 ? 0 : (double) queueEmpty / inferences;
    }
  }
}
