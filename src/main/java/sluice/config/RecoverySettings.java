package sluice.config;

import static sluice.config.binding.ReloadEffect.SERVICE;

import java.time.Duration;
import java.util.List;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingValues;
import sluice.config.binding.UnitTypes;
import sluice.config.settings.RecoveryConfig;

/** When something counts as broken, and how it is tried again. */
final class RecoverySettings {
  static final Setting<RecoveryConfig, Duration> FRAME_TIMEOUT =
      Setting.of(
          "frame-timeout",
          "10s",
          UnitTypes.duration(Duration.ofMillis(500), Duration.ofHours(1)),
          RecoveryConfig::frameTimeout,
          SERVICE,
          "Silence after which a source counts as dead, when connecting and later.");
  static final Setting<RecoveryConfig, Duration> MIN_BACKOFF =
      Setting.of(
          "min-backoff",
          "1s",
          UnitTypes.duration(Duration.ofMillis(10), Duration.ofHours(1)),
          RecoveryConfig::minBackoff,
          SERVICE,
          "Wait before the first new attempt; each wait is twice the one before.");
  static final Setting<RecoveryConfig, Duration> MAX_BACKOFF =
      Setting.of(
          "max-backoff",
          "30s",
          UnitTypes.duration(Duration.ofMillis(10), Duration.ofDays(1)),
          RecoveryConfig::maxBackoff,
          SERVICE,
          "Longest wait between attempts.");
  static final Setting<RecoveryConfig, Double> JITTER =
      Setting.of(
          "jitter",
          "0.2",
          NumberTypes.real(0, 1),
          RecoveryConfig::jitter,
          SERVICE,
          "Part of a wait that is left to chance, so that many cameras behind one switch don't come"
              + " back at the same instant.");
  static final Setting<RecoveryConfig, Duration> INFERENCE_TIMEOUT =
      Setting.of(
          "inference-timeout",
          "10s",
          UnitTypes.duration(Duration.ofMillis(100), Duration.ofHours(1)),
          RecoveryConfig::inferenceTimeout,
          SERVICE,
          "Time after which an inference counts as stuck.");
  static final Setting<RecoveryConfig, Integer> MAX_STUCK =
      Setting.of(
          "max-stuck",
          "3",
          NumberTypes.whole(0, 1000),
          RecoveryConfig::maxStuck,
          SERVICE,
          "Threads that may be stuck inside a decoder or device; one more ends the process, for its"
              + " supervisor to start it again.");
  static final Setting<RecoveryConfig, Integer> MAX_DEVICE_FAILURES =
      Setting.of(
          "max-device-failures",
          "5",
          NumberTypes.whole(1, 1000),
          RecoveryConfig::maxDeviceFailures,
          SERVICE,
          "Times in a row that a model is compiled again after its device failed; then the process"
              + " ends.");

  static final SettingGroup<RecoveryConfig> GROUP =
      new SettingGroup<>(
          List.of(
              FRAME_TIMEOUT,
              MIN_BACKOFF,
              MAX_BACKOFF,
              JITTER,
              INFERENCE_TIMEOUT,
              MAX_STUCK,
              MAX_DEVICE_FAILURES),
          RecoverySettings::checkBackoff,
          (name, values) ->
              new RecoveryConfig(
                  values.get(FRAME_TIMEOUT),
                  values.get(MIN_BACKOFF),
                  values.get(MAX_BACKOFF),
                  values.get(JITTER),
                  values.get(INFERENCE_TIMEOUT),
                  values.get(MAX_STUCK),
                  values.get(MAX_DEVICE_FAILURES)));

  private RecoverySettings() {}

  private static void checkBackoff(SettingValues values, ConfigNode node) {
    if (values.get(MIN_BACKOFF).compareTo(values.get(MAX_BACKOFF)) > 0) {
      node.child(MIN_BACKOFF.key())
          .refuse("at most max-backoff, " + UnitTypes.print(values.get(MAX_BACKOFF)));
    }
  }
}
