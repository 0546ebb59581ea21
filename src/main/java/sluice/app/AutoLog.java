package sluice.app;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the device AUTO logs while it chooses devices and moves from one to another. */
final class AutoLog {
  private static final String LOG_LEVEL = "LOG_LEVEL";

  private AutoLog() {}

  /** The model's settings with the level, where one was asked for and AUTO is what runs it. */
  static ModelSettings apply(BenchSettings settings) {
    return apply(settings, settings.model());
  }

  /** The same for settings of another device. */
  static ModelSettings apply(BenchSettings settings, ModelSettings model) {
    if (settings.autoLogLevel().isEmpty() || !isAuto(model.device())) {
      return model;
    }
    Map<String, String> properties = new LinkedHashMap<>(model.properties());
    properties.put(LOG_LEVEL, settings.autoLogLevel().get());
    return model.with(model.device(), properties);
  }

  private static boolean isAuto(String device) {
    return device.equals("AUTO") || device.startsWith("AUTO:");
  }
}
