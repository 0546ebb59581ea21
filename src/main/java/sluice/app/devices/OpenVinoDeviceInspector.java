package sluice.app.devices;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sluice.app.devices.DeviceReport.Device;
import sluice.app.devices.DeviceReport.ModelRow;
import sluice.app.devices.DeviceReport.Range;
import sluice.app.model.CpuShare;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.openvino.CompiledModel;
import sluice.openvino.Core;
import sluice.openvino.Model;
import sluice.openvino.OpenVino;
import sluice.openvino.OpenVinoException;
import sluice.openvino.OpenVinoUnavailableException;
import sluice.openvino.Properties;
import sluice.stage.inference.openvino.ModelFileReader;

/** Device inspector that queries OpenVINO. Loads its libraries on the first query. */
public final class OpenVinoDeviceInspector implements DeviceInspector {
  private static final Pattern SEPARATORS = Pattern.compile("[\\s,(){}\\[\\]]+");

  /** What is set for a hint; nothing for none. */
  private static final Map<String, Map<String, String>> HINTS = hints();

  private static Map<String, Map<String, String>> hints() {
    Map<String, Map<String, String>> result = new LinkedHashMap<>();
    for (String hint : List.of(Properties.THROUGHPUT, Properties.LATENCY)) {
      result.put(hint.toLowerCase(Locale.ROOT), Map.of(Properties.PERFORMANCE_HINT, hint));
    }
    result.put("none", Map.of());
    return result;
  }

  @Override
  public DeviceReport inspect(Optional<Path> model) {
    model.ifPresent(ModelFileReader::require);
    String build;
    try {
      build = OpenVino.load().build();
    } catch (OpenVinoUnavailableException e) {
      throw new SluiceException(ErrorCode.ENVIRONMENT, message(e), e);
    }
    try (Core core = Core.create()) {
      CpuShare.heed(core);
      List<Device> devices =
          core.availableDevices().stream().map(name -> device(core, name)).toList();
      List<ModelRow> rows = model.isPresent() ? rows(core, devices, model.get()) : List.of();
      return new DeviceReport(build, devices, rows);
    }
  }

  private static Device device(Core core, String name) {
    UnaryOperator<String> property = key -> property(() -> core.property(name, key));
    return new Device(
        name,
        property.apply(Properties.FULL_DEVICE_NAME).strip(),
        words(property.apply(Properties.OPTIMIZATION_CAPABILITIES)),
        range(property.apply(Properties.RANGE_FOR_STREAMS)),
        range(property.apply(Properties.RANGE_FOR_ASYNC_INFER_REQUESTS)));
  }

  private static List<ModelRow> rows(Core core, List<Device> devices, Path path) {
    List<ModelRow> rows = new ArrayList<>();
    try (Model model = ModelFileReader.read(core, path)) {
      for (Device device : devices) {
        HINTS.forEach(
            (hint, properties) -> rows.add(row(core, model, device.name(), hint, properties)));
      }
    }
    return rows;
  }

  private static ModelRow row(
      Core core, Model model, String device, String hint, Map<String, String> properties) {
    try (CompiledModel compiled = core.compile(model, device, properties)) {
      UnaryOperator<String> property = key -> property(() -> compiled.property(key));
      return new ModelRow(
          device,
          hint,
          number(property.apply(Properties.OPTIMAL_NUMBER_OF_INFER_REQUESTS)),
          number(property.apply(Properties.NUM_STREAMS)),
          number(property.apply(Properties.INFERENCE_NUM_THREADS)),
          property.apply(Properties.INFERENCE_PRECISION_HINT),
          words(property.apply(Properties.EXECUTION_DEVICES)),
          "");
    } catch (OpenVinoException e) {
      OptionalInt unknown = OptionalInt.empty();
      return new ModelRow(device, hint, unknown, unknown, unknown, "", List.of(), message(e));
    }
  }

  /** Reads a property; empty where this device or release doesn't have it. */
  private static String property(Supplier<String> read) {
    try {
      return read.get();
    } catch (OpenVinoUnavailableException e) {
      throw e;
    } catch (OpenVinoException e) {
      return "";
    }
  }

  private static List<String> words(String list) {
    return Stream.of(SEPARATORS.split(list)).filter(word -> !word.isEmpty()).toList();
  }

  /** {@code 1 2}: from 1 to 2; {@code 1 8 2}: in steps of 2. */
  private static Optional<Range> range(String text) {
    List<OptionalInt> numbers = words(text).stream().map(OpenVinoDeviceInspector::number).toList();
    if (numbers.size() < 2 || numbers.stream().anyMatch(OptionalInt::isEmpty)) {
      return Optional.empty();
    }
    int step = numbers.size() < 3 ? 1 : numbers.get(2).getAsInt();
    return Optional.of(new Range(numbers.get(0).getAsInt(), numbers.get(1).getAsInt(), step));
  }

  private static OptionalInt number(String text) {
    try {
      return OptionalInt.of(Integer.parseInt(text.strip()));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  private static String message(OpenVinoException failure) {
    String text = failure.getMessage();
    return text == null ? failure.status().toString() : text;
  }
}
