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
import sluice.config.settings.Isolation;
import sluice.config.settings.SecurityConfig;
import sluice.core.source.SourceAddress;

/** Description of the settings of security: which sources and sinks may be opened, and how. */
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

  static final Setting<Isolation> ISOLATION =
      SETTINGS.add(
          Setting.of(
              "isolation",
              Isolation.DEFAULT.wireName(),
              TextTypes.constant(Isolation.class),
              AT_ONCE,
              "Sources that are decoded in processes of their own, so that what a hostile or broken"
                  + " one does to the decoder costs its own stream alone. network: addresses (rtsp,"
                  + " rtsps, http, https), as anyone on the way may have written what comes, and"
                  + " files that clients of the API named. all: files and demos of this file too."
                  + " off: none, all is decoded in the service's process. Cameras of this machine"
                  + " (they need rights to devices) and sequences of images are always decoded in"
                  + " the service. A source takes a change when it is opened next."));
  static final Setting<Boolean> ISOLATION_REQUIRED =
      SETTINGS.add(
          Setting.of(
              "isolation-required",
              "false",
              TextTypes.flag(),
              AT_ONCE,
              "Whether a source of isolation is refused, and its stream fails, where the box around"
                  + " its process would not be whole: it needs Linux with Landlock, its rules for"
                  + " ports, and seccomp. Else it is decoded in a process of its own with what"
                  + " there is, which survives crashes but may not hold an attacker."));

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
