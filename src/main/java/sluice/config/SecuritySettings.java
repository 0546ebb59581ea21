package sluice.config;

import static sluice.config.binding.ReloadEffect.AT_ONCE;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.CollectionTypes;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingValues;
import sluice.config.binding.TextTypes;
import sluice.config.binding.TextualType;
import sluice.config.settings.HostRules;
import sluice.config.settings.SecurityConfig;
import sluice.config.settings.SourceAddress;

/** What sources may be. */
final class SecuritySettings {
  static final Setting<SecurityConfig, Set<String>> SCHEMES =
      Setting.of(
          "schemes",
          "[rtsp, rtsps, http, https, file, camera, demo]",
          new CollectionTypes.SetOf<>(
              new CollectionTypes.ListOf<>(
                  TextTypes.oneOf(SourceAddress.SCHEMES), "kinds of sources")),
          SecurityConfig::schemes,
          AT_ONCE,
          "Kinds of sources that are opened. file stands for paths, folders and globs too.");
  static final Setting<SecurityConfig, HostRules> HOSTS =
      Setting.of(
          "hosts",
          "[10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, \"fc00::/7\"]",
          new SpecialTypes.Hosts(),
          SecurityConfig::hosts,
          AT_ONCE,
          "Machines that sources may be on: addresses, networks, names, *.names. Not this machine"
              + " itself unless it is listed (127.0.0.1); link-local, multicast and metadata"
              + " addresses only when they are listed themselves.");
  static final Setting<SecurityConfig, List<Path>> FILE_ROOTS =
      Setting.of(
          "file-roots",
          "[]",
          new CollectionTypes.ListOf<>(new AbsolutePath(), "absolute folders"),
          SecurityConfig::fileRoots,
          AT_ONCE,
          "Folders whose files may be named through the API; empty: none. Streams of this file may"
              + " name any file.");

  static final SettingGroup<SecurityConfig> GROUP =
      new SettingGroup<>(
          List.of(SCHEMES, HOSTS, FILE_ROOTS),
          (values, node) -> node.document().set(ReadingFacts.SECURITY, make(values)),
          (name, values) -> make(values));

  private SecuritySettings() {}

  private static SecurityConfig make(SettingValues values) {
    return new SecurityConfig(values.get(SCHEMES), values.get(HOSTS), values.get(FILE_ROOTS));
  }

  /** Absolute paths. */
  private record AbsolutePath() implements TextualType<Path> {
    @Override
    public @Nullable Path read(ConfigNode node) {
      String text = node.text();
      Path path = text == null ? null : SpecialTypes.parsePath(text);
      return path != null && path.isAbsolute() ? path.normalize() : node.refuse(expected());
    }

    @Override
    public String expected() {
      return "an absolute path";
    }
  }
}
