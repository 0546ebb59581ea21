package sluice.cli.models;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sluice.app.library.ModelInfo;
import sluice.app.library.ModelInfo.Fact;
import sluice.app.library.ModelInfo.Section;
import sluice.cli.options.Services;
import sluice.cli.terminal.OptionParsers;
import sluice.cli.terminal.ProcessHost;
import sluice.cli.terminal.TextTable;
import sluice.json.JsonText;
import sluice.json.Naming;

/** {@code sluice models info}: what there is to know of a model. */
@Command(
    name = "info",
    description =
        "Explain a model of the catalogue, or any file of a model that -m takes: ports, metadata,"
            + " and what Sluice does with it.",
    sortOptions = false)
final class ModelsInfoCommand implements Callable<Integer> {
  private final Services services;
  private final ProcessHost host;

  @Parameters(
      paramLabel = "MODEL",
      description = "A name that 'sluice models list' shows, or a file.")
  String model = "";

  @Option(
      names = "--precision",
      paramLabel = "P",
      description = "Look into the files of this precision (default: FP16).")
  @Nullable String precision;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  ModelsInfoCommand(Services services, ProcessHost host) {
    this.services = services;
    this.host = host;
  }

  @Override
  public Integer call() {
    String name = OptionParsers.path("MODEL", model).toString();
    ModelInfo info = services.models().get().info(name, Optional.ofNullable(precision));
    host.out().print(json ? JsonText.indented(info.sections(), Naming.SNAKE) : text(info));
    return 0;
  }

  private static String text(ModelInfo info) {
    StringBuilder text = new StringBuilder();
    for (Section section : info.sections()) {
      TextTable table = new TextTable(2);
      for (Fact fact : section.facts()) {
        table.row(List.of("  " + fact.name(), fact.value()));
      }
      text.append(text.isEmpty() ? "" : "\n").append(section.title()).append('\n');
      text.append(table.render());
    }
    return text.toString();
  }
}
