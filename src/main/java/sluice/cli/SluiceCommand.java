package sluice.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import sluice.cli.bench.BenchCommand;
import sluice.cli.cluster.ClusterCommand;
import sluice.cli.detect.DetectCommand;
import sluice.cli.devices.DevicesCommand;
import sluice.cli.doctor.DoctorCommand;
import sluice.cli.models.ModelsCommand;
import sluice.cli.options.Services;
import sluice.cli.service.CheckCommand;
import sluice.cli.service.ProbeCommand;
import sluice.cli.service.RunCommand;
import sluice.cli.service.TokenCommand;
import sluice.cli.sinks.SinksCommand;
import sluice.cli.terminal.ErrorReporter;
import sluice.cli.terminal.ExitCodes;
import sluice.cli.terminal.ProcessHost;
import sluice.cli.tune.TuneCommand;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/** The command {@code sluice}: the commands below it, and what they have in common. */
@Command(name = "sluice", description = "Video analytics with OpenVINO.", sortOptions = false)
public final class SluiceCommand implements Callable<Integer> {
  private static final String STACKTRACE = "--stacktrace";

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  /**
   * Declared for parsing and help; {@link #execute} looks for it itself, so that it also serves
   * when parsing fails.
   */
  @Option(
      names = STACKTRACE,
      scope = ScopeType.INHERIT,
      description = "Show where an error comes from, as SLUICE_DEBUG=1 in the environment does.")
  boolean stacktrace;

  private SluiceCommand() {}

  /**
   * Runs the command that the arguments name. Never throws: whatever goes wrong becomes one line on
   * standard error.
   *
   * @return the process's exit code
   */
  public static int execute(Services services, ProcessHost host, String... arguments) {
    ProcessHost configured =
        Arrays.asList(arguments).contains(STACKTRACE) ? host.withDebug() : host;
    CommandLine commandLine = commandLine(services, configured);
    int code;
    try {
      code = commandLine.execute(arguments);
    } catch (Throwable e) { // an Error: picocli passes on exceptions only
      code = ErrorReporter.ofRun(configured, e, commandLine);
    }
    host.out().flush();
    code = ErrorReporter.ofOutput(configured, code);
    host.err().flush();
    return code;
  }

  /** The commands, ready to parse. */
  static CommandLine commandLine(Services services, ProcessHost host) {
    CommandLine detect = new CommandLine(new DetectCommand(services, host));
    GroupedHelp.install(detect, DetectCommand.headings());
    CommandLine bench = new CommandLine(new BenchCommand(services, host));
    GroupedHelp.install(bench, BenchCommand.headings());
    CommandLine tune = new CommandLine(new TuneCommand(services, host));
    GroupedHelp.install(tune, TuneCommand.headings());
    CommandLine doctor = new CommandLine(new DoctorCommand(services, host));
    GroupedHelp.install(doctor, DoctorCommand.headings());
    CommandLine top =
        new CommandLine(new SluiceCommand())
            .addSubcommand(detect)
            .addSubcommand(new RunCommand(services, host))
            .addSubcommand(bench)
            .addSubcommand(tune)
            .addSubcommand(ModelsCommand.of(services, host))
            .addSubcommand(new DevicesCommand(services, host))
            .addSubcommand(doctor)
            .addSubcommand(new CheckCommand(services, host))
            .addSubcommand(new TokenCommand(host))
            .addSubcommand(SinksCommand.of(services, host))
            .addSubcommand(ClusterCommand.of(services, host))
            .addSubcommand(new ProbeCommand(services, host))
            .addSubcommand(new CompletionCommand(host))
            .addSubcommand(new HelpCommand())
            .setExpandAtFiles(false)
            .setOut(new PrintWriter(host.out(), true, host.out().charset()))
            .setErr(new PrintWriter(host.err(), true, host.err().charset()))
            .setParameterExceptionHandler((e, arguments) -> ErrorReporter.ofUsage(host, e))
            .setExecutionExceptionHandler(
                (e, command, parsed) -> ErrorReporter.ofRun(host, e, command));
    document(top);
    return top;
  }

  /**
   * Help and version flags and the exit codes, also for the commands below: the rest each command
   * says itself.
   */
  private static void document(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    if (spec.userObject() instanceof HelpCommand) {
      return;
    }
    spec.mixinStandardHelpOptions(true).versionProvider(new Version());
    spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(ExitCodes.documented());
    command.getSubcommands().values().forEach(SluiceCommand::document);
  }

  @Override
  public Integer call() {
    throw new SluiceException(
        ErrorCode.USAGE,
        "COMMAND: missing (expected: " + String.join(", ", spec.subcommands().keySet()) + ")");
  }
}
