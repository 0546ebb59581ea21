package sluice.openvino;

import static sluice.openvino.PropertyTypes.choice;
import static sluice.openvino.PropertyTypes.flag;
import static sluice.openvino.PropertyTypes.text;
import static sluice.openvino.PropertyTypes.words;

import java.util.List;

/** Of the devices {@code AUTO}, {@code MULTI} and {@code HETERO}, which work through others. */
public final class AutoProperties {
  /** Who gets the next inference when several devices work together. */
  public enum SchedulePolicy {
    ROUND_ROBIN,
    DEVICE_PRIORITY
  }

  /** The devices to choose from, the preferred one first. */
  public static final WritableProperty<List<String>> DEVICE_PRIORITIES =
      words("MULTI_DEVICE_PRIORITIES", ",");

  /** Settings of each device, as JSON: {@code {CPU:{NUM_STREAMS:2}}}. */
  public static final WritableProperty<String> DEVICE_PROPERTIES = text("DEVICE_PROPERTIES");

  /** Whether memory is bound to the requests of one device. */
  public static final WritableProperty<Boolean> DEVICE_BIND_BUFFER = flag("DEVICE_BIND_BUFFER");

  /** Whether the CPU helps out until another device has compiled the model. */
  public static final WritableProperty<Boolean> ENABLE_STARTUP_FALLBACK =
      flag("ENABLE_STARTUP_FALLBACK");

  /** Whether another device takes over when one fails. */
  public static final WritableProperty<Boolean> ENABLE_RUNTIME_FALLBACK =
      flag("ENABLE_RUNTIME_FALLBACK");

  /** Who gets the next inference when several devices work together. */
  public static final WritableProperty<SchedulePolicy> SCHEDULE_POLICY =
      choice("SCHEDULE_POLICY", SchedulePolicy.class);

  /** Per cent of use above which a device is passed over, by device. */
  public static final WritableProperty<String> DEVICES_UTILIZATION_THRESHOLD =
      text("DEVICES_UTILIZATION_THRESHOLD");

  private AutoProperties() {}
}
