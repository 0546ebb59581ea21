package sluice.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sluice.config.binding.ObjectType;
import sluice.config.binding.Setting;
import sluice.config.binding.UnionType;

/**
 * Groups of settings within the variants of a union, such as the filters of sinks: variants whose
 * groups are alike are told of together.
 */
final class VariantGroups {
  private VariantGroups() {}

  /**
   * Group that some variants have alike.
   *
   * @param variants their names, in the order of the union
   * @param ofAll whether these are all variants
   * @param settings in the group
   */
  record Alike(List<String> variants, boolean ofAll, List<Setting<?>> settings) {}

  /**
   * Group as it is in the variants that have it.
   *
   * @param setting as the first of them has it
   * @param alike what it consists of, in the order of the variants
   */
  record Group(Setting<?> setting, List<Alike> alike) {}

  /** The groups of a union, in the order in which its variants have them first. */
  static List<Group> of(UnionType<?> union) {
    Map<String, Setting<?>> groups = new LinkedHashMap<>();
    for (UnionType.Variant<?> variant : union.variants()) {
      variant.group().settings().stream()
          .filter(setting -> setting.kind() instanceof ObjectType)
          .forEach(setting -> groups.putIfAbsent(setting.key(), setting));
    }
    return groups.values().stream()
        .map(setting -> new Group(setting, alike(union, setting.key())))
        .toList();
  }

  private static List<Alike> alike(UnionType<?> union, String key) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    Map<String, List<Setting<?>>> settings = new LinkedHashMap<>();
    for (UnionType.Variant<?> variant : union.variants()) {
      for (Setting<?> setting : variant.group().settings()) {
        if (setting.key().equals(key) && setting.kind() instanceof ObjectType group) {
          String described = described(group);
          names.computeIfAbsent(described, text -> new ArrayList<>()).add(variant.name());
          settings.putIfAbsent(described, group.settings());
        }
      }
    }
    return names.entrySet().stream()
        .map(
            entry ->
                new Alike(
                    entry.getValue(),
                    entry.getValue().size() == union.variants().size(),
                    settings.get(entry.getKey())))
        .toList();
  }

  /** All that is written about the settings of a group. */
  private static String described(ObjectType group) {
    return group.settings().stream()
        .map(
            setting ->
                String.join(
                    "\0",
                    setting.key(),
                    setting.kind().expected(),
                    setting.standard().orElse(""),
                    setting.absent(),
                    setting.meaning(),
                    setting.effect().description()))
        .collect(Collectors.joining("\n"));
  }
}
