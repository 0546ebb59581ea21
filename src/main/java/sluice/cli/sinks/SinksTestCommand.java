package sluice.cli.sinks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sluice.app.sink.TestedSink;
import sluice.cli.options.ConfigOption;
import sluice.cli.options.Services;
import sluice.cli.terminal.ProcessHost;
import sluice.config.settings.ServiceConfig;
import sluice.config.sink.SinkConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.Plural;

/** {@code sluice sinks test}: whether results would reach sinks. */
@Command(
    name = "test",
    description = {
      "Connect to sinks of a configuration, send each a message of kind test, and say what was"
          + " seen. Sinks that write files are looked at and left as they were. The service may run"
          + " meanwhile.",
      "Exit code 7 when a sink fails."
    },
    sortOptions = false)
final class SinksTestCommand implements Callable<Integer> {
  private final Services services;
  private final ProcessHost host;

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "Sinks to test (default: all).")
  List<String> names = new ArrayList<>();

  @Mixin ConfigOption config = new ConfigOption();

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  SinksTestCommand(Services services, ProcessHost host) {
    this.services = services;
    this.host = host;
  }

  @Override
  public Integer call() {
    ServiceConfig read = config.read(services.config().get());
    List<SinkConfig> sinks =
        names.isEmpty() ? List.copyOf(read.sinks().values()) : config.sinks("NAME", names, read);
    List<TestedSink> tested = tested(sinks, read);
    host.out()
        .print(
            json
                ? SinkTestJson.of(tested)
                : sinks.isEmpty() ? config.path() + " has no sinks\n" : SinkTestText.of(tested));
    List<String> failed = SinkTestText.failed(tested);
    if (!failed.isEmpty()) {
      throw new SluiceException(
          ErrorCode.OUTPUT,
          "%s of %d failed: %s (expected: all work)"
              .formatted(
                  Plural.of(failed.size(), "sink"), tested.size(), String.join(", ", failed)));
    }
    return 0;
  }

  private List<TestedSink> tested(List<SinkConfig> sinks, ServiceConfig read) {
    if (sinks.isEmpty()) {
      return List.of();
    }
    try (SinkTestView _ = SinkTestView.start(sinks.stream().map(SinkConfig::name).toList(), host)) {
      return services.sinks().get().test(sinks, read.security().sinkHosts());
    }
  }
}
