package sluice.config;

import static sluice.config.binding.ReloadEffect.NEXT_FRAMES;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import sluice.config.binding.CollectionTypes;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.SettingValues;
import sluice.config.binding.TextTypes;
import sluice.config.binding.UnitTypes;
import sluice.core.Point;
import sluice.core.scene.Anchor;
import sluice.core.scene.ClassifySettings;
import sluice.core.scene.ObjectSettings;

/** Description of the settings of objects that are followed from frame to frame. */
final class ObjectGroup {
  private static final ObjectSettings STANDARD = ObjectSettings.DEFAULT;
  private static final double WIDEST = 100;
  private static final int MOST_MODELS = 8;

  private static final SettingGroupBuilder<ObjectSettings> SETTINGS =
      SettingGroup.builder(ObjectSettings.class);

  static final Setting<Anchor> ANCHOR =
      SETTINGS.add(
          Setting.of(
              "anchor",
              "bottom-center",
              TextTypes.constant(Anchor.class),
              NEXT_FRAMES,
              "Which point of an object's box counts for lines, zones and masks: where it stands,"
                  + " or the middle."));
  static final Setting<Double> LOW =
      SETTINGS.add(
          confidence(
              "track-low-threshold",
              STANDARD.lowThreshold(),
              "lowThreshold",
              "Confidence from which a detection can continue an object that was just seen."));
  static final Setting<Double> HIGH =
      SETTINGS.add(
          confidence(
              "track-high-threshold",
              STANDARD.highThreshold(),
              "highThreshold",
              "Confidence from which a detection can find any object again."));
  static final Setting<Double> NEW =
      SETTINGS.add(
          confidence(
              "new-track-threshold",
              STANDARD.newThreshold(),
              "newThreshold",
              "Confidence that the first detection of an object needs; the stream's threshold where"
                  + " that is higher."));
  static final Setting<Duration> LOST_TIME =
      SETTINGS.add(
          duration(
              "lost-time",
              STANDARD.lostTime(),
              "How long an object is looked for after it was seen last."));
  static final Setting<Duration> MAX_GAP =
      SETTINGS.add(
          duration(
              "max-gap",
              STANDARD.maxGap(),
              "A longer pause between two frames, or a step back in time, ends all objects."));
  static final Setting<Duration> STATIONARY_AFTER =
      SETTINGS.add(
          duration(
              "stationary-after",
              STANDARD.stationaryAfter(),
              "How long an object must stay where it is to be stationary."));
  static final Setting<Duration> STATIONARY_LOST_TIME =
      SETTINGS.add(
          duration(
              "stationary-lost-time",
              STANDARD.stationaryLostTime(),
              "How long a stationary object is looked for, so that what passes in front of it"
                  + " doesn't make it a new one."));
  static final Setting<OptionalDouble> MIN_AREA =
      SETTINGS.add(limit("min-area", 1, "Least area of an object, as a part of the picture's."));
  static final Setting<OptionalDouble> MAX_AREA =
      SETTINGS.add(limit("max-area", 1, "Greatest area of an object, as a part of the picture's."));
  static final Setting<OptionalDouble> MIN_ASPECT =
      SETTINGS.add(limit("min-aspect", WIDEST, "Least width of an object by its height."));
  static final Setting<OptionalDouble> MAX_ASPECT =
      SETTINGS.add(limit("max-aspect", WIDEST, "Greatest width of an object by its height."));
  static final Setting<Duration> MIN_DURATION =
      SETTINGS.add(
          Setting.of(
              "min-duration",
              "0s",
              UnitTypes.duration(Duration.ZERO, Duration.ofHours(1)),
              NEXT_FRAMES,
              "How long an object must be there before anything is told of it."));
  static final Setting<List<List<Point>>> MASKS =
      SETTINGS.add(
          PolygonType.masks(
              "Polygons in which nothing counts: what has its anchor in one of them is neither an"
                  + " object nor a result."));
  static final Setting<Boolean> PICTURES =
      SETTINGS.add(
          Setting.of(
              "pictures",
              "true",
              TextTypes.flag(),
              NEXT_FRAMES,
              "Whether the best picture of each object is kept in memory, for the API."));

  static final Setting<List<ClassifySettings>> CLASSIFY =
      SETTINGS.add(
          Setting.of(
              "classify",
              "[]",
              new CollectionTypes.ListOf<>(ClassifyGroup.GROUP, "second models"),
              NEXT_FRAMES,
              "Second models that are asked of each object: its colour, what it wears."));

  static final SettingGroup<ObjectSettings> GROUP = SETTINGS.rule(ObjectGroup::check).build();

  private ObjectGroup() {}

  private static Setting<Double> confidence(
      String key, double standard, String component, String meaning) {
    return Setting.of(key, "" + standard, NumberTypes.real(0, 1), NEXT_FRAMES, meaning)
        .inComponent(component);
  }

  private static Setting<Duration> duration(String key, Duration standard, String meaning) {
    return Setting.of(
        key,
        UnitTypes.print(standard),
        UnitTypes.duration(Duration.ofMillis(100), Duration.ofDays(1)),
        NEXT_FRAMES,
        meaning);
  }

  private static Setting<OptionalDouble> limit(String key, double most, String meaning) {
    return Setting.optional(
        key, "no limit", OptionalTypes.ofDouble(NumberTypes.real(0, most)), NEXT_FRAMES, meaning);
  }

  private static void check(SettingValues values, ConfigNode node) {
    List<ClassifySettings> classify = values.get(CLASSIFY);
    long models = classify.stream().map(ClassifySettings::model).distinct().count();
    if (models < classify.size() || models > MOST_MODELS) {
      node.child(CLASSIFY.key()).refuse("each model once, at most " + MOST_MODELS);
    }
    requireOrder(values.get(MIN_AREA), values.get(MAX_AREA), MAX_AREA, node);
    requireOrder(values.get(MIN_ASPECT), values.get(MAX_ASPECT), MAX_ASPECT, node);
    if (values.get(LOW) > values.get(HIGH)) {
      node.child(LOW.key()).refuse("at most " + HIGH.key() + ", " + values.get(HIGH));
    }
  }

  private static void requireOrder(
      OptionalDouble least, OptionalDouble most, Setting<?> upper, ConfigNode node) {
    if (least.isPresent() && most.isPresent() && most.getAsDouble() < least.getAsDouble()) {
      node.child(upper.key()).refuse("at least " + least.getAsDouble() + ", the least");
    }
  }
}
