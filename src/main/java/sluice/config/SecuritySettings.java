package sluice.config;

import static sluice.config.binding.ReloadEffect.AT_ONCE;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.CertificateFileType;
import sluice.config.binding.CollectionTypes;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.PathType;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.SettingValues;
import sluice.config.binding.TextTypes;
import sluice.config.binding.TextualType;
import sluice.config.settings.HostRules;
import sluice.config.settings.SecurityConfig;
import sluice.core.source.SourceAddress;

/** Description of the settings of security: which sources and sinks may be opened. */
final class SecuritySettings {
  private static final SettingGroupBuilder<SecurityConfig> SETTINGS =
      SettingGroup.builder(SecurityConfig.class);

  static final Setting<Set<String>> SCHEMES =
      SETTINGS.add(
          Setting.of(
              "schemes",
              "[rtsp, rtsps, http, https, file, camera, demo]",
              new CollectionTypes.SetOf<>(
                  new CollectionTypes.ListOf<>(
                      TextTypes.oneOf(SourceAddress.SCHEMES), "kinds of sources")),
              AT_ONCE,
              "Kinds of sources that are opened. file stands for paths, folders and globs too."));
  static final Setting<HostRules> HOSTS =
      SETTINGS.add(
          Setting.of(
              "hosts",
              "[10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, \"fc00::/7\"]",
              new HostRulesType(),
              AT_ONCE,
              "Machines that sources may be on: addresses, networks, names, *.names. Not this"
                  + " machine itself unless the address is listed alone (127.0.0.1); link-local,"
                  + " multicast and metadata addresses only when they are listed themselves."));
  static final Setting<HostRules> SINK_HOSTS =
      SETTINGS.add(
          Setting.of(
              "sink-hosts",
              "[\"0.0.0.0/0\", \"::/0\"]",
              new HostRulesType(),
              AT_ONCE,
              "Machines that sinks of type webhook may be on, as hosts; this machine itself too."
                  + " Link-local, multicast and metadata addresses only when they are listed"
                  + " themselves."));
  static final Setting<List<Path>> FILE_ROOTS =
      SETTINGS.add(
          Setting.of(
              "file-roots",
              "[]",
              new CollectionTypes.ListOf<>(new AbsolutePath(), "absolute folders"),
              AT_ONCE,
              "Folders whose files may be named through the API; empty: none. Streams of this file"
                  + " may name any file."));

  static final Setting<Optional<Path>> CA_FILE =
      SETTINGS.add(
          Setting.optional(
              "ca-file",
              "the system's authorities alone",
              OptionalTypes.of(new CertificateFileType()),
              AT_ONCE,
              "PEM file of certificates whose authorities are trusted beside the system's, for"
                  + " rtsps and https sources. Read again when it changed."));

  static final SettingGroup<SecurityConfig> GROUP =
      SETTINGS.rule(SecuritySettings::makeKnown).build();

  private SecuritySettings() {}

  /** Sources are checked against these rules as soon as they are read. */
  private static void makeKnown(SettingValues values, ConfigNode node) {
    node.document().set(ReadingFacts.SECURITY, GROUP.make(node.name(), values));
  }

  /** Absolute paths. */
  private record AbsolutePath() implements TextualType<Path> {
    @Override
    public JavaType type() {
      return JavaType.of(Path.class);
    }

    @Override
    public @Nullable Path read(ConfigNode node) {
      String text = node.text();
      Path path = text == null ? null : PathType.parse(text);
      return path != null && path.isAbsolute() ? path.normalize() : node.refuse(expected());
    }

    @Override
    public String expected() {
      return "an absolute path";
    }
  }
}
