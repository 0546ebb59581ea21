package sluice.openvino;

import static sluice.openvino.PropertyTypes.readOnlyChoice;
import static sluice.openvino.PropertyTypes.readOnlyFlag;
import static sluice.openvino.PropertyTypes.readOnlyNumber;
import static sluice.openvino.PropertyTypes.readOnlyNumbers;
import static sluice.openvino.PropertyTypes.readOnlyText;
import static sluice.openvino.PropertyTypes.readOnlyWords;

import java.util.List;

/** What a device tells of itself. */
public final class DeviceProperties {
  /** Where a device sits. */
  public enum DeviceType {
    INTEGRATED,
    DISCRETE
  }

  /** The properties that it knows. */
  public static final Property<List<String>> SUPPORTED_PROPERTIES =
      readOnlyWords(Properties.SUPPORTED_PROPERTIES);

  /** The numbers of the devices of its kind. */
  public static final Property<List<String>> AVAILABLE_DEVICES =
      readOnlyWords(Properties.AVAILABLE_DEVICES);

  /** The product's name. */
  public static final Property<String> FULL_NAME = readOnlyText(Properties.FULL_DEVICE_NAME);

  /** The architecture, for example {@code intel64}. */
  public static final Property<String> ARCHITECTURE = readOnlyText("DEVICE_ARCHITECTURE");

  /**
   * Element types and features that it speeds up, for example {@code INT8}, {@code EXPORT_IMPORT}.
   */
  public static final Property<List<String>> CAPABILITIES =
      readOnlyWords(Properties.OPTIMIZATION_CAPABILITIES);

  /** Least and greatest number of streams. */
  public static final Property<List<Integer>> RANGE_FOR_STREAMS =
      readOnlyNumbers(Properties.RANGE_FOR_STREAMS);

  /** Least and greatest number of requests at once, and the step. */
  public static final Property<List<Integer>> RANGE_FOR_ASYNC_INFER_REQUESTS =
      readOnlyNumbers(Properties.RANGE_FOR_ASYNC_INFER_REQUESTS);

  /** Where it sits. */
  public static final Property<DeviceType> TYPE = readOnlyChoice("DEVICE_TYPE", DeviceType.class);

  /** Its identity, 32 hexadecimal digits. */
  public static final Property<String> UUID = readOnlyText("DEVICE_UUID");

  /** Its identity for Windows, 16 hexadecimal digits. */
  public static final Property<String> LUID = readOnlyText("DEVICE_LUID");

  /** Billions of operations per second, by element type. */
  public static final Property<String> GOPS = readOnlyText("DEVICE_GOPS");

  /** Its temperature in degrees Celsius. */
  public static final Property<Float> THERMAL = Property.of("DEVICE_THERMAL", Float::valueOf);

  /** Where it is on the PCI bus. */
  public static final Property<String> PCI_INFO = readOnlyText("DEVICE_PCI_INFO");

  /** The greatest batch that fits into its memory. */
  public static final Property<Integer> MAX_BATCH_SIZE = readOnlyNumber("MAX_BATCH_SIZE");

  /** The batch that suits it best. */
  public static final Property<Integer> OPTIMAL_BATCH_SIZE = readOnlyNumber("OPTIMAL_BATCH_SIZE");

  /** Whether it can run what an exported model needs. */
  public static final Property<Boolean> RUNTIME_REQUIREMENTS_MET =
      readOnlyFlag("RUNTIME_REQUIREMENTS_MET");

  private DeviceProperties() {}
}
