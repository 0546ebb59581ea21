package sluice.config;

import java.util.List;
import sluice.config.binding.CollectionTypes.Entries;
import sluice.config.binding.ObjectType;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.TextTypes;
import sluice.config.binding.UnionType;
import sluice.config.settings.ServiceConfig;

/** Writes {@code src/docs/configuration.md} from the description of the settings. */
final class ConfigurationPageWriter {
  private static final String HEAD =
      """
      # Configuration

      The service reads one file in [HOCON](https://github.com/lightbend/config/blob/main/HOCON.md), `conf/application.conf` unless `-c FILE` names another. Everything of
      Sluice stands within `sluice { }`; what isn't there is at the default that this page names. The file as shipped runs the demo stream and
      shows every kind of entry as an example to uncomment.

          sluice {
            models.people { model = person-detection-hog, threads = 2 }
            streams.lobby {
              source = "rtsp://192.168.1.20/stream1"
              user = viewer
              password = ${LOBBY_PASSWORD}
              model = people
              sinks = [results]
            }
            sinks.results { type = json-lines, path = "/var/lib/sluice/results/{stream}.jsonl" }
          }

      `sluice check [-c FILE]` reads the file and says all that is wrong with it, one problem a line, each with file, line, setting, what stands
      there, what was expected and what may have been meant. Nothing is started or written. It ends with 0 or 2; `--json` prints one object for
      scripts. Give it the environment of the service: a variable that isn't set is a problem.

      - **Secrets** come from the environment: `${NAME}` is replaced by the variable NAME, `${?NAME}` also where it isn't set. Quotes end before
        and begin again after it, as above. The token is taken from nowhere else. No message, log or answer shows them.
      - **Keys** of one's own outside of `sluice { }` may hold what several settings share: `cameras = "192.168.1"`, then `${cameras}`. Settings
        of Pekko stand in `pekko { }`.
      - **Includes** of files are followed (`include "cameras.conf"`, beside the including file), includes of addresses are not.
      - **Names** of streams, models and sinks have 1 to 64 letters, digits, underscores and hyphens. An entry that is `null` doesn't exist.
      - **Durations** want a unit (`500ms`, `10s`, `5 minutes`, `30d`), sizes may have one (`100MiB`, `5 MB`, `4096`).
      - **Paths** are relative to the folder in which the service was started.
      - **Reading again** a running service's configuration touches only what differs; the last column says what a changed setting does then.
        A file with a problem changes nothing.

      """;

  private final StringBuilder text = new StringBuilder(HEAD);

  private ConfigurationPageWriter() {}

  static String text(SettingTables tables) {
    ConfigurationPageWriter page = new ConfigurationPageWriter();
    page.heading("sluice", "What is of no section.");
    SettingGroup<ServiceConfig> all = ServiceSettings.group(tables);
    page.table(all.settings().stream().filter(each -> !isSection(each)).toList());
    all.settings().stream()
        .filter(ConfigurationPageWriter::isSection)
        .forEach(section -> page.section(section, section.key()));
    return page.text.toString().stripTrailing() + "\n";
  }

  private static boolean isSection(Setting<?> setting) {
    return setting.kind() instanceof ObjectType
        || setting.kind() instanceof Entries<?>
        || (setting.kind() instanceof OptionalTypes.Wrapper wrapper
            && wrapper.kind() instanceof ObjectType);
  }

  private void section(Setting<?> section, String path) {
    switch (section.kind()) {
      case Entries<?> entries -> {
        heading(path + ".NAME", section.meaning() + there(section));
        entry((ObjectType) entries.each());
        if (entries.each() instanceof UnionType<?> union) {
          VariantGroups.of(union).forEach(group -> group(union.tag(), group, path + ".NAME"));
        }
      }
      case OptionalTypes.Wrapper wrapper -> {
        heading(path, section.meaning() + " Absent: " + section.absent() + ".");
        table(((ObjectType) wrapper.kind()).settings());
      }
      case ObjectType group -> {
        heading(path, section.meaning());
        table(group.settings().stream().filter(each -> !isSection(each)).toList());
        group.settings().stream()
            .filter(ConfigurationPageWriter::isSection)
            .forEach(each -> section(each, path + "." + each.key()));
      }
      default -> throw new IllegalStateException(path + " is no section");
    }
  }

  private void entry(ObjectType type) {
    if (type instanceof UnionType<?> union && union.variants().size() > 1) {
      table(List.of(union.tag()));
      for (UnionType.Variant<?> variant : union.variants()) {
        text.append("With `%s = %s`:\n\n".formatted(union.tag().key(), variant.name()));
        table(variant.group().settings());
      }
    } else {
      table(type.settings());
    }
  }

  /** A group within variants, with a table for each form of it. */
  private void group(Setting<String> tag, VariantGroups.Group group, String path) {
    heading(path + "." + group.setting().key(), group.setting().meaning());
    for (VariantGroups.Alike alike : group.alike()) {
      if (!alike.ofAll()) {
        List<String> variants =
            alike.variants().stream()
                .map(
                    name ->
                        name.equals(alike.variants().getFirst())
                            ? "`%s = %s`".formatted(tag.key(), name)
                            : "`%s`".formatted(name))
                .toList();
        text.append("With %s:\n\n".formatted(TextTypes.oneOf(variants).expected()));
      }
      table(alike.settings());
    }
  }

  private static String there(Setting<?> section) {
    String standard = section.standard().orElse("{}");
    return standard.equals("{}") ? "" : " There without being named: `" + standard + "`.";
  }

  private void heading(String path, String meaning) {
    text.append("## ").append(path).append("\n\n").append(meaning).append("\n\n");
  }

  private void table(List<Setting<?>> settings) {
    text.append("| setting | value | default | meaning | a change takes effect |\n");
    text.append("|---|---|---|---|---|\n");
    settings.forEach(this::row);
    text.append('\n');
  }

  private void row(Setting<?> setting) {
    text.append(
        "| `%s` | %s | %s | %s | %s |\n"
            .formatted(
                setting.key(),
                cell(setting.kind().expected()),
                standard(setting),
                cell(setting.meaning()),
                setting.effect().description()));
  }

  private static String standard(Setting<?> setting) {
    if (setting.standard().isEmpty()) {
      return "must be given";
    }
    return setting.isOptional() ? cell(setting.absent()) : "`" + setting.standard().get() + "`";
  }

  private static String cell(String words) {
    return words
        .replace("|", "\\|")
        .replace("<", "&lt;")
        .replace("{stream}", "`{stream}`")
        .replace("${?SLUICE_TOKEN}", "`${?SLUICE_TOKEN}`");
  }
}
