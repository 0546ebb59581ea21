package sluice.app.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sluice.core.model.ModelOverrides;

/** Formatter of model overrides as flags and as HOCON. */
public final class OverrideFormat {
  private OverrideFormat() {}

  /**
   * Settings of a model in the service's configuration: values as HOCON takes them, by their keys.
   * The threshold is a stream's and not among them.
   */
  public static Map<String, String> settings(ModelOverrides overrides) {
    Map<String, String> settings = words(overrides);
    numbers(overrides.mean()).ifPresent(mean -> settings.put("mean", "[" + mean + "]"));
    numbers(overrides.scale()).ifPresent(scale -> settings.put("scale", "[" + scale + "]"));
    overrides.iou().ifPresent(iou -> settings.put("iou-threshold", Double.toString(iou)));
    return settings;
  }

  /** Flags of the command line. */
  public static List<String> flags(ModelOverrides overrides) {
    Map<String, String> flags = words(overrides);
    numbers(overrides.mean()).ifPresent(mean -> flags.put("mean", mean));
    numbers(overrides.scale()).ifPresent(scale -> flags.put("scale", scale));
    overrides.iou().ifPresent(iou -> flags.put("iou", Double.toString(iou)));
    overrides.threshold().ifPresent(least -> flags.put("threshold", Double.toString(least)));
    List<String> result = new ArrayList<>();
    flags.forEach((name, value) -> result.addAll(List.of("--" + name, value)));
    return result;
  }

  /** What has the same name and the same form in both. */
  private static Map<String, String> words(ModelOverrides overrides) {
    Map<String, String> words = new LinkedHashMap<>();
    overrides.family().ifPresent(family -> words.put("family", family.wireName()));
    overrides.inputSize().ifPresent(size -> words.put("input-size", size.toString()));
    overrides.resize().ifPresent(resize -> words.put("resize", resize.wireName()));
    overrides
        .channels()
        .ifPresent(order -> words.put("channels", order.name().toLowerCase(Locale.ROOT)));
    return words;
  }

  private static Optional<String> numbers(List<Float> values) {
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(values.stream().map(String::valueOf).collect(Collectors.joining(",")));
  }
}
