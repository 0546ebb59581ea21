package sluice.cli.models;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sluice.app.library.ModelRow;
import sluice.app.library.ModelRow.PrecisionRow;
import sluice.cli.options.Services;
import sluice.cli.terminal.ProcessHost;
import sluice.cli.terminal.TextTable;
import sluice.json.JsonText;
import sluice.json.Naming;

/** {@code sluice models list}: the models of the catalogue, and what of them is here. */
@Command(
    name = "list",
    description = "List the models of the catalogue, and which of their files are here.",
    sortOptions = false)
final class ModelsListCommand implements Callable<Integer> {
  private static final String NONE = "-";

  private final Services services;
  private final ProcessHost host;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  ModelsListCommand(Services services, ProcessHost host) {
    this.services = services;
    this.host = host;
  }

  @Override
  public Integer call() {
    List<ModelRow> models = services.models().get().list();
    host.out().print(json ? JsonText.indented(models, Naming.SNAKE) : text(models));
    return 0;
  }

  private static String text(List<ModelRow> models) {
    TextTable table = new TextTable(5);
    table.row(List.of("name", "task", "fetched", "to be fetched", "license"));
    for (ModelRow model : models) {
      table.row(
          List.of(
              model.name(),
              model.task(),
              model.builtIn() ? "built in" : names(model, row -> row.folder().isPresent()),
              names(model, row -> row.folder().isEmpty()),
              model.license()));
    }
    return table.render();
  }

  private static String names(ModelRow model, Predicate<PrecisionRow> which) {
    String names =
        model.precisions().stream()
            .filter(which)
            .map(PrecisionRow::precision)
            .collect(Collectors.joining(" "));
    return names.isEmpty() ? NONE : names;
  }
}
