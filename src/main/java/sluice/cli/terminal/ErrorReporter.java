package sluice.cli.terminal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import sluice.core.BrokenPipeException;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.core.util.MessageText;
import sluice.core.util.Redaction;

/**
 * Error reporter: writes one line on standard error and gives the exit code. A stack trace comes
 * only when asked for.
 */
public final class ErrorReporter {
  private ErrorReporter() {}

  /** A command line that can't be parsed. */
  public static int ofUsage(ProcessHost host, ParameterException failure) {
    return usage(host, failure, usageMessage(failure), failure.getCommandLine());
  }

  /** A command that failed. */
  public static int ofRun(ProcessHost host, Throwable failure, CommandLine command) {
    if (failure instanceof ParameterException usage) {
      return ofUsage(host, usage);
    }
    Throwable cause = Failures.unwrap(failure);
    if (cause instanceof SluiceException known) {
      if (known.code() == ErrorCode.USAGE) {
        return usage(host, known, known.getMessage(), command);
      }
      report(host, known, known.getMessage());
      return known.code().exitCode();
    }
    report(host, cause, unexpected(host, cause));
    return cause instanceof OutOfMemoryError
        ? ExitCodes.OUT_OF_MEMORY
        : ErrorCode.INTERNAL.exitCode();
  }

  /**
   * The exit code of a command that has ended with the given one, when what it printed on standard
   * output is taken into account.
   */
  public static int ofOutput(ProcessHost host, int code) {
    Optional<IOException> failure = host.out().failure();
    if (failure.isEmpty() || code != 0) {
      return code;
    }
    IOException cause = failure.get();
    if (BrokenPipeException.tells(cause)) {
      return ExitCodes.READER_GONE;
    }
    report(
        host,
        cause,
        "can't write to standard output: " + cause.getMessage() + "; make room or write elsewhere");
    return ErrorCode.OUTPUT.exitCode();
  }

  /** Prints the line; with it the trace, if asked for. */
  public static void report(ProcessHost host, Throwable failure, @Nullable String message) {
    String text = message == null ? Failures.reason(failure) : message;
    host.err().println("sluice: " + Redaction.redact(MessageText.oneLine(text)));
    if (host.debug()) {
      failure.printStackTrace(host.err());
    }
  }

  private static int usage(
      ProcessHost host, Throwable failure, @Nullable String message, CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    report(host, failure, message + "; see '" + name + " --help'");
    return ErrorCode.USAGE.exitCode();
  }

  private static String unexpected(ProcessHost host, Throwable failure) {
    String why = failure.getMessage() == null ? "" : ": " + failure.getMessage();
    String more = host.debug() ? "" : "; --stacktrace or SLUICE_DEBUG=1 shows where";
    return failure instanceof OutOfMemoryError
        ? "out of memory" + why + " (expected: a greater SLUICE_HEAP)" + more
        : "a fault of Sluice itself" + why + more;
  }

  private static @Nullable String usageMessage(ParameterException failure) {
    return switch (failure) {
      case UnmatchedArgumentException unmatched -> unmatched(unmatched);
      case MissingParameterException missing -> missing(missing);
      case OverwrittenOptionException twice when twice.getOverwritten() != null ->
          name(twice.getOverwritten()) + ": given twice (expected: once)";
      case ParameterException flag
          when flag.getArgSpec() instanceof OptionSpec option && isSwitch(option) ->
          name(option) + ": " + flag.getValue() + " (expected: no value)";
      default -> withoutFullStop(failure.getMessage());
    };
  }

  private static boolean isSwitch(OptionSpec option) {
    return option.type() == boolean.class;
  }

  private static @Nullable String withoutFullStop(@Nullable String message) {
    return message != null && message.endsWith(".")
        ? message.substring(0, message.length() - 1)
        : message;
  }

  private static String unmatched(UnmatchedArgumentException failure) {
    String argument = failure.getUnmatched().getFirst();
    boolean lowest = failure.getCommandLine().getSubcommands().isEmpty();
    String kind = argument.startsWith("-") ? "flag" : lowest ? "argument" : "command";
    List<String> nearest = failure.getSuggestions();
    return argument
        + ": no such "
        + kind
        + (nearest.isEmpty() ? "" : " (nearest: " + nearest.getFirst() + ")");
  }

  private static String missing(MissingParameterException failure) {
    return failure.getMissing().stream()
        .map(argument -> name(argument) + ": missing (expected: " + argument.paramLabel() + ")")
        .collect(Collectors.joining("; "));
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.names()[0] : argument.paramLabel();
  }
}
