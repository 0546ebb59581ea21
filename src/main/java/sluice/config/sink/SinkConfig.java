package sluice.config.sink;

import java.util.List;
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
