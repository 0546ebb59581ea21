package sluice.app.devices;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The devices that OpenVINO finds here, and how each would run a model.
 *
 * @param openvino OpenVINO's version
 * @param devices the devices
 * @param model how they would run the model, if one was given: a row per device and hint
 */
public record DeviceReport(String openvino, List<Device> devices, List<ModelRow> model) {

  /** Keeps its own copies of the lists. */
  public DeviceReport {
    devices = List.copyOf(devices);
    model = List.copyOf(model);
  }

  /**
   * A device.
   *
   * @param name as {@code -d} takes it
   * @param fullName as its maker names it
   * @param capabilities {@code OPTIMIZATION_CAPABILITIES}: {@code FP32}, {@code INT8}, {@code
   *     EXPORT_IMPORT} …
   * @param streams {@code RANGE_FOR_STREAMS}, if the device reports it
   * @param requests {@code RANGE_FOR_ASYNC_INFER_REQUESTS}, if the device reports it
   */
  public record Device(
      String name,
      String fullName,
      List<String> capabilities,
      Optional<Range> streams,
      Optional<Range> requests) {

    /** Keeps its own copy of the list. */
    public Device {
      capabilities = List.copyOf(capabilities);
    }
  }

  /**
   * The values that a setting of a device may have.
   *
   * @param least least value
   * @param most greatest value
   * @param step distance from one value to the next
   */
  public record Range(int least, int most, int step) {}

  /**
   * How a device would run the model.
   *
   * @param device the device
   * @param hint {@code throughput}, {@code latency} or {@code none}
   * @param requests {@code OPTIMAL_NUMBER_OF_INFER_REQUESTS}
   * @param streams {@code NUM_STREAMS}
   * @param threads {@code INFERENCE_NUM_THREADS}
   * @param precision {@code INFERENCE_PRECISION_HINT}; empty where the device doesn't report it
   * @param executionDevices {@code EXECUTION_DEVICES}
   * @param failure why this device can't run the model; empty where it can
   */
  public record ModelRow(
      String device,
      String hint,
      OptionalInt requests,
      OptionalInt streams,
      OptionalInt threads,
      String precision,
      List<String> executionDevices,
      String failure) {

    /** Keeps its own copy of the list. */
    public ModelRow {
      executionDevices = List.copyOf(executionDevices);
    }
  }
}
