package sluice.app.model;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * Summary of the inference of a job, as the compiled model reports it: what really ran the model.
 *
 * @param models each model that was compiled: its name and the size of its input
 * @param device the device that was asked for
 * @param executionDevices the devices that do the work
 * @param precision type in which the device computes, as OpenVINO names it; empty where it doesn't
 *     report it
 * @param requests inference requests
 * @param streams parallel streams; absent where the device doesn't say
 * @param threads threads of inference; absent where the device doesn't say
 * @param modelRead time spent on reading the model
 * @param modelCompiled time spent on compiling it
 * @param inferences inferences that came back
 * @param queueEmpty how many of them came back while no prepared frame waited for the freed request
 */
public record InferenceSummary(
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
  public InferenceSummary {
    models = List.copyOf(models);
    executionDevices = List.copyOf(executionDevices);
  }

  /** Share of the inferences after which the device's queue was empty, 0 to 1. */
  public double queueEmptyShare() {
    return inferences == 0 ? 0 : (double) queueEmpty / inferences;
  }
}
