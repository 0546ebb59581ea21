package sluice.config.sink;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sluice.config.binding.UnionType;

/**
 * Settings of a sink, where results go. Each type of sink has a record of its own. Immutable; equal
 * where type and all settings are.
 */
public interface SinkConfig {

  /** The name by which streams refer to it, {@code [A-Za-z0-9_-]{1,64}}. */
  String name();

  /** Its type: the type's name, description and settings. */
  UnionType.Variant<? extends SinkConfig> variant();

  /** The name of its type: {@code webhook} and so on. */
  default String typeName() {
    return variant().name();
  }

  /**
   * Where it leads, in one line without secrets: what its settings say that must be given, unless
   * its type knows better.
   */
  default String target() {
    return given(variant());
  }

  private <C extends SinkConfig> String given(UnionType.Variant<C> variant) {
    Map<String, Object> values = variant.group().write(variant.group().cast(this), false);
    return variant.group().settings().stream()
        .filter(setting -> setting.standard().isEmpty())
        .map(setting -> String.valueOf(values.get(setting.key())))
        .collect(Collectors.joining(", "));
  }

  /** The resources that no other sink may use, of whatever type it is; usually none. */
  default List<Claim> claims() {
    return List.of();
  }

  /**
   * An exclusive claim to a resource.
   *
   * @param setting key of the setting that names the resource; one word, as messages say it
   * @param resource what is claimed, such as {@code file out/{stream}.jsonl}; compared by equality
   */
  record Claim(String setting, String resource) {}
}
