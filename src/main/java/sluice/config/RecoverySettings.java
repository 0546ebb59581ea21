package sluice.config;

import static sluice.config.binding.ReloadEffect.SERVICE;

import java.time.Duration;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.SettingValues;
import sluice.config.binding.UnitTypes;
import sluice.config.settings.RecoveryConfig;

/** Description of the settings of recovery: timeouts, backoff and limits of failures. */
final class RecoverySettings {
  private static final SettingGroupBuilder<RecoveryConfig> SETTINGS =
      SettingGroup.builder(RecoveryConfig.class);

  static final Setting<Duration> FRAME_TIMEOUT =
      SETTINGS.add(
          Setting.of(
              "frame-timeout",
              "10s",
              UnitTypes.duration(Duration.ofMillis(500), Duration.ofHours(1)),
              SERVICE,
              "Silence after which a source counts as dead, when connecting and later."));
  static final Setting<Duration> MIN_BACKOFF =
      SETTINGS.add(
          Setting.of(
              "min-backoff",
              "1s",
              UnitTypes.duration(Duration.ofMillis(10), Duration.ofHours(1)),
              SERVICE,
              "Wait before the first new attempt; each wait is twice the one before."));
  static final Setting<Duration> MAX_BACKOFF =
      SETTINGS.add(
          Setting.of(
              "max-backoff",
              "30s",
              UnitTypes.duration(Duration.ofMillis(10), Duration.ofDays(1)),
              SERVICE,
              "Longest wait between attempts."));
  static final Setting<Double> JITTER =
      SETTINGS.add(
          Setting.of(
              "jitter",
              "0.2",
              NumberTypes.real(0, 1),
              SERVICE,
              "Part of a wait that is left to chance, so that many cameras behind one switch don't"
                  + " come back at the same instant."));
  static final Setting<Duration> INFERENCE_TIMEOUT =
      SETTINGS.add(
          Setting.of(
              "inference-timeout",
              "10s",
              UnitTypes.duration(Duration.ofMillis(100), Duration.ofHours(1)),
              SERVICE,
              "Time after which an inference counts as stuck."));
  static final Setting<Duration> COMPILE_TIMEOUT =
      SETTINGS.add(
          Setting.of(
              "compile-timeout",
              "10m",
              UnitTypes.duration(Duration.ofMillis(100), Duration.ofDays(1)),
              SERVICE,
              "Time after which the compilation of a model counts as stuck: it is given up and"
                  + " begun again. A large model on a GPU or NPU may need minutes."));
  static final Setting<Integer> MAX_STUCK =
      SETTINGS.add(
          Setting.of(
              "max-stuck",
              "3",
              NumberTypes.whole(0, 1000),
              SERVICE,
              "Threads that may be stuck inside decoders, and as many inside devices; one more ends"
                  + " the process, for its supervisor to start it again."));
  static final Setting<Integer> MAX_DEVICE_FAILURES =
      SETTINGS.add(
          Setting.of(
              "max-device-failures",
              "5",
              NumberTypes.whole(1, 1000),
              SERVICE,
              "Times in a row that a model is compiled again after its device failed; then the"
                  + " process ends."));

  static final SettingGroup<RecoveryConfig> GROUP =
      SETTINGS.rule(RecoverySettings::checkBackoff).build();

  private RecoverySettings() {}

  private static void checkBackoff(SettingValues values, ConfigNode node) {
    if (values.get(MIN_BACKOFF).compareTo(values.get(MAX_BACKOFF)) > 0) {
      node.child(MIN_BACKOFF.key())
          .refuse("at most max-backoff, " + UnitTypes.print(values.get(MAX_BACKOFF)));
    }
  }
}
