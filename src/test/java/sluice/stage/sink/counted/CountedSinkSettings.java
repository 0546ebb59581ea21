package sluice.stage.sink.counted;

import static sluice.config.binding.ReloadEffect.SINK;

import java.util.Optional;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.Secret;
import sluice.config.binding.SecretType;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.TextTypes;
import sluice.config.binding.UnionType;

/** Description of the settings of a count of results. */
final class CountedSinkSettings {
  private static final SettingGroupBuilder<CountedSinkConfig> SETTINGS =
      SettingGroup.builder(CountedSinkConfig.class);

  static final Setting<String> FILE =
      SETTINGS.add(
          Setting.required(
              "file",
              TextTypes.text("a path with {stream} in it", "\\P{Cntrl}*\\{stream\\}\\P{Cntrl}*"),
              SINK,
              "The file of the count."));
  static final Setting<Integer> STEP =
      SETTINGS.add(
          Setting.of("step", "1", NumberTypes.whole(1, 100), SINK, "What each result counts."));
  static final Setting<Optional<Secret>> PASSWORD =
      SETTINGS.add(
          Setting.optional(
              "password",
              "none",
              OptionalTypes.of(new SecretType("COUNT_PASSWORD", ".{4,64}", "4 to 64 characters")),
              SINK,
              "A secret."));

  static final UnionType.Variant<CountedSinkConfig> VARIANT =
      new UnionType.Variant<>(
          "counted", "a file with the number of results", SETTINGS.name("name").build());

  private CountedSinkSettings() {}
}
