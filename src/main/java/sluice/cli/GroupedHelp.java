package sluice.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * A help text whose flags stand under headings, those of each mixin together. picocli's own way,
 * argument groups, isn't used for it: a flag given twice starts a second group there, and the first
 * one's values are lost without a word.
 */
final class GroupedHelp {
  private GroupedHelp() {}

  /**
   * Lists the flags of the mixins under the headings given by their names, in that order; the rest
   * come last.
   */
  static void install(CommandLine command, Map<String, String> headings) {
    CommandSpec spec = command.getCommandSpec();
    command
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, help -> render(help, spec, headings));
  }

  private static String render(Help help, CommandSpec spec, Map<String, String> headings) {
    StringBuilder text = new StringBuilder();
    List<OptionSpec> rest = new ArrayList<>(spec.options());
    headings.forEach(
        (mixin, heading) -> {
          List<OptionSpec> group = group(spec, mixin);
          rest.removeAll(group);
          text.append("\n").append(heading).append(":\n").append(options(help, group));
        });
    return text.append("\nGeneral:\n").append(options(help, rest)).toString();
  }

  private static List<OptionSpec> group(CommandSpec spec, String mixin) {
    CommandSpec mixed = spec.mixins().get(mixin);
    if (mixed == null) {
      throw new IllegalArgumentException("no mixin " + mixin + " in " + spec.name());
    }
    return mixed.options();
  }

  private static String options(Help help, List<OptionSpec> options) {
    Help.Layout layout = help.createDefaultLayout();
    layout.addOptions(options, help.parameterLabelRenderer());
    return layout.toString();
  }
}
