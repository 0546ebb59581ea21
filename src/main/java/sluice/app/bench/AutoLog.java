package sluice.app.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import sluice.app.model.ConfiguredModel;
import sluice.core.ErrorCode;
import sluice.openvino.OpenVino;
import sluice.openvino.OpenVinoUnavailableException;
import sluice.stage.inference.openvino.OpenVinoFailures;

/**
 * Filter of OpenVINO's log for the lines of the device AUTO: which device it chooses, and when it
 * moves to another. While it is open, the lines are reported as progress: left alone, OpenVINO
 * writes them on standard output, among the results.
 */
final class AutoLog implements AutoCloseable {
  private static final String LOG_LEVEL = "LOG_LEVEL";

  private final boolean asked;

  private AutoLog(boolean asked) {
    this.asked = asked;
  }

  /** Reports lines from now on, where a level was requested. */
  static AutoLog open(BenchSettings settings, BenchProgress progress) {
    boolean asked = settings.autoLogLevel().isPresent();
    if (asked) {
      try {
        OpenVino.logTo(progress::reported);
      } catch (OpenVinoUnavailableException failure) {
        throw OpenVinoFailures.translate(ErrorCode.ENVIRONMENT, "OpenVINO does not start", failure);
      }
    }
    return new AutoLog(asked);
  }

  @Override
  public void close() {
    if (asked) {
      OpenVino.logTo(null);
    }
  }

  /** The model's settings with the level, where one was asked for and AUTO is what runs it. */
  static ConfiguredModel apply(BenchSettings settings) {
    return apply(settings, settings.model());
  }

  /** The same for settings of another device. */
  static ConfiguredModel apply(BenchSettings settings, ConfiguredModel model) {
    if (settings.autoLogLevel().isEmpty() || !isAuto(model.config().device())) {
      return model;
    }
    Map<String, String> properties = new LinkedHashMap<>(model.config().properties());
    properties.put(LOG_LEVEL, settings.autoLogLevel().get());
    return model.with(model.config().withProperties(properties));
  }

  private static boolean isAuto(String device) {
    return device.equals("AUTO") || device.startsWith("AUTO:");
  }
}
