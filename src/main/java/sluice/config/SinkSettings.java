package sluice.config;

import static sluice.config.binding.ReloadEffect.SINK;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.UnionType;
import sluice.config.binding.UnionType.Variant;
import sluice.config.sink.SinkConfig;
import sluice.config.sink.SinkConfig.Claim;

/** Description of the settings of sinks: a union of the types that there are. */
final class SinkSettings {
  private SinkSettings() {}

  /**
   * Sinks of every type.
   *
   * @param types those that can be read; any are written and compared
   */
  static UnionType<SinkConfig> union(List<Variant<? extends SinkConfig>> types) {
    return UnionType.of(
        SinkConfig.class, "type", "What kind of sink it is.", SINK, types, SinkConfig::variant);
  }

  /** Reports sinks that claim a resource which another one has claimed, such as the same files. */
  static void requireOwnResources(Map<String, SinkConfig> sinks, ConfigNode node) {
    Map<String, String> owners = new LinkedHashMap<>();
    sinks.forEach(
        (name, sink) -> {
          for (Claim claim : sink.claims()) {
            String owner = owners.putIfAbsent(claim.resource(), name);
            if (owner != null) {
              node.child(name)
                  .child(claim.setting())
                  .refuse("another %s than that of %s".formatted(claim.setting(), owner));
            }
          }
        });
  }
}
