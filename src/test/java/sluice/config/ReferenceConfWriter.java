package sluice.config;

import com.typesafe.config.ConfigRenderOptions;
import java.util.ArrayList;
import java.util.List;
import sluice.app.Configuration;
import sluice.config.binding.CollectionTypes.Entries;
import sluice.config.binding.ObjectType;
import sluice.config.binding.OpaqueType;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.Setting;
import sluice.config.binding.TextTypes;
import sluice.config.binding.UnionType;

/** Writes {@code reference.conf} from the description of the settings. */
final class ReferenceConfWriter {
  private static final int WIDTH = 120;
  private static final String HEAD =
      """
      # Every setting of Sluice with its meaning, what may stand there, and its default, by the key. Change nothing here: what
      # stands in conf/application.conf wins over it.

      """;

  /** Pekko reads this itself: it has to stand here, as Pekko wants it. */
  private static final List<String> DISPATCHER =
      """
      # They never block. A thread for each processor, but 2 at least and 8 at the most: the device wants the cores.
      # An operator's fixed-pool-size wins over the three settings.
      stream-dispatcher {
        type = Dispatcher
        executor = "thread-pool-executor"
        thread-pool-executor {
          core-pool-size-min = 2
          core-pool-size-factor = 1.0
          core-pool-size-max = 8
        }
        # Messages that a stage handles before its thread serves another one.
        throughput = 16
      }
      """
          .lines()
          .toList();

  private final StringBuilder text = new StringBuilder(HEAD);

  private ReferenceConfWriter() {}

  static String text(SettingTables tables) {
    ReferenceConfWriter file = new ReferenceConfWriter();
    file.line("", ServiceSettings.ROOT + " {");
    file.settings(ServiceSettings.group(tables).settings(), "  ");
    file.line("", "}");
    return file.text.toString();
  }

  private void settings(List<Setting<?>> settings, String indent) {
    boolean afterLarge = false;
    for (Setting<?> setting : settings) {
      boolean first = setting.equals(settings.getFirst());
      if (!first && (afterLarge || isLarge(setting))) {
        text.append('\n');
      }
      setting(setting, indent);
      afterLarge = isLarge(setting);
    }
  }

  private static boolean isLarge(Setting<?> setting) {
    return setting.kind() instanceof ObjectType
        || setting.kind() instanceof Entries<?>
        || setting.kind() instanceof OpaqueType;
  }

  private void setting(Setting<?> setting, String indent) {
    comment(setting.meaning(), indent);
    switch (setting.kind()) {
      case ObjectType group -> {
        line(indent, setting.key() + " {");
        settings(group.settings(), indent + "  ");
        line(indent, "}");
      }
      case Entries<?> entries -> {
        comment(
            "Each one: a name of its own, and in braces any of the settings that follow.", indent);
        template((ObjectType) entries.each(), indent);
        line(indent, setting.key() + " " + standard(setting));
      }
      case OpaqueType foreign -> DISPATCHER.forEach(each -> line(indent, each));
      case OptionalTypes.Wrapper wrapper when wrapper.kind() instanceof ObjectType group -> {
        comment("Absent: " + setting.absent() + ". Else, in braces:", indent);
        template(group, indent);
        line(indent, setting.key() + " = null");
      }
      default -> {
        comment(values(setting), indent);
        line(indent, setting.key() + " = " + standard(setting));
      }
    }
  }

  private void template(ObjectType group, String indent) {
    if (group instanceof UnionType<?> union && union.variants().size() > 1) {
      template(List.of(union.tag()), indent);
      for (UnionType.Variant<?> variant : union.variants()) {
        comment("With %s = %s:".formatted(union.tag().key(), variant.name()), indent);
        template(variant.group().settings(), indent);
      }
      VariantGroups.of(union).forEach(each -> template(union.tag(), each, indent));
    } else {
      template(group.settings(), indent);
    }
  }

  private void template(Setting<String> tag, VariantGroups.Group group, String indent) {
    for (VariantGroups.Alike alike : group.alike()) {
      String which =
          alike.ofAll()
              ? ""
              : ", with %s = %s".formatted(tag.key(), TextTypes.oneOf(alike.variants()).expected());
      comment("In %s%s:".formatted(group.setting().key(), which), indent);
      template(alike.settings(), indent);
    }
  }

  private void template(List<Setting<?>> settings, String indent) {
    for (Setting<?> setting : settings) {
      String value = setting.standard().isEmpty() ? "…" : standard(setting);
      comment("  " + setting.key() + " = " + value, indent);
      comment("      " + setting.meaning() + " " + values(setting), indent);
    }
  }

  /** What may stand there, and what takes effect where nothing does. */
  private static String values(Setting<?> setting) {
    String absent = setting.absent().isEmpty() ? "" : " Absent: " + setting.absent() + ".";
    String must = setting.standard().isEmpty() ? " Must be given." : "";
    return "Value: " + setting.kind().expected() + "." + absent + must;
  }

  private static String standard(Setting<?> setting) {
    return setting.standard().orElse("");
  }

  private void line(String indent, String line) {
    text.append(line.isEmpty() ? "" : indent + line).append('\n');
  }

  private void comment(String words, String indent) {
    String start = words.substring(0, words.length() - words.stripLeading().length());
    StringBuilder line = new StringBuilder();
    for (String word : words.strip().split(" ")) {
      if (!line.isEmpty() && indent.length() + line.length() + word.length() + 1 > WIDTH) {
        line(indent, line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "# " + start : " ").append(word);
    }
    line(indent, line.toString());
  }

  /** Settings with their defaults as {@code a.b = c}, as far as the file has them. */
  static List<String> describedKeys() {
    List<String> result = new ArrayList<>();
    collect(ServiceSettings.group(Configuration.tables()).settings(), "", result);
    return result;
  }

  private static void collect(List<Setting<?>> settings, String prefix, List<String> result) {
    for (Setting<?> setting : settings) {
      String path = prefix + setting.key();
      switch (setting.kind()) {
        case ObjectType group -> collect(group.settings(), path + ".", result);
        case OpaqueType foreign -> {}
        default ->
            result.add(
                path
                    + " = "
                    + setting
                        .standardValue()
                        .map(value -> value.render(ConfigRenderOptions.concise()))
                        .orElse("null"));
      }
    }
  }
}
