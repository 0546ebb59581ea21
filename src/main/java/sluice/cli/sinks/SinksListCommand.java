package sluice.cli.sinks;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sluice.cli.options.ConfigOption;
import sluice.cli.options.Services;
import sluice.cli.terminal.ProcessHost;
import sluice.cli.terminal.TextTable;
import sluice.config.settings.ServiceConfig;
import sluice.json.JsonText;
import sluice.json.Naming;

/** {@code sluice sinks list}: the sinks of a configuration, and who uses them. */
@Command(
    name = "list",
    description = "List the sinks of a configuration, and the streams that use them.",
    sortOptions = false)
final class SinksListCommand implements Callable<Integer> {
  private static final String NONE = "-";

  private final Services services;
  private final ProcessHost host;

  @Mixin ConfigOption config = new ConfigOption();

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  SinksListCommand(Services services, ProcessHost host) {
    this.services = services;
    this.host = host;
  }

  /**
   * A sink.
   *
   * @param streams of the configuration that use it
   */
  private record Row(String name, String type, List<String> streams) {}

  @Override
  public Integer call() {
    List<Row> rows = rows(config.read(services.config().get()));
    host.out().print(json ? JsonText.indented(rows, Naming.SNAKE) : text(rows));
    return 0;
  }

  private static List<Row> rows(ServiceConfig config) {
    return config.sinks().values().stream()
        .map(
            sink ->
                new Row(
                    sink.name(),
                    sink.typeName(),
                    config.streams().values().stream()
                        .filter(stream -> stream.sinks().contains(sink.name()))
                        .map(stream -> stream.id())
                        .toList()))
        .toList();
  }

  private String text(List<Row> rows) {
    if (rows.isEmpty()) {
      return config.path() + " has no sinks\n";
    }
    TextTable table = new TextTable(3);
    table.row(List.of("name", "type", "streams"));
    rows.forEach(
        row ->
            table.row(
                List.of(
                    row.name(),
                    row.type(),
                    row.streams().isEmpty() ? NONE : String.join(" ", row.streams()))));
    return table.render();
  }
}
