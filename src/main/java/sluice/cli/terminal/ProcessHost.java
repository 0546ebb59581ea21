package sluice.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The host process of a command: its standard streams and signals.
 *
 * @param out standard output
 * @param err standard error
 * @param errIsTerminal whether standard error is a terminal that can redraw a line
 * @param debug whether errors come with their stack trace
 * @param signals installs handlers that call the given actions
 */
public record ProcessHost(
    CheckedPrinter out,
    PrintStream err,
    boolean errIsTerminal,
    boolean debug,
    Signals.Installer signals) {

  /**
   * Set by the launcher, which can ask the system: {@code true} when standard error is a terminal.
   */
  static final String TERMINAL_PROPERTY = "sluice.stderr.tty";

  /** This process. */
  public static ProcessHost ofProcess() {
    return ofProcess(Signals::install);
  }

  /**
   * This process, whose signals are held already: what came so far is delivered when the command
   * says what to do.
   */
  public static ProcessHost ofProcess(Signals held) {
    return ofProcess(held::deliverTo);
  }

  private static ProcessHost ofProcess(Signals.Installer signals) {
    return new ProcessHost(
        new CheckedPrinter(new FileOutputStream(FileDescriptor.out), System.out.charset()),
        System.err,
        isTerminal(System.getProperty(TERMINAL_PROPERTY), System.getenv().getOrDefault("TERM", "")),
        "1".equals(System.getenv("SLUICE_DEBUG")),
        signals);
  }

  /** The same with stack traces. */
  public ProcessHost withDebug() {
    return new ProcessHost(out, err, errIsTerminal, true, signals);
  }

  /**
   * Whether standard error is a terminal that can redraw a line. {@link System#console} can't tell:
   * it looks at standard input and output, and output is a file or pipe just when results go there.
   */
  private static boolean isTerminal(@Nullable String property, String term) {
    if (term.equals("dumb")) {
      return false;
    }
    return property != null ? Boolean.parseBoolean(property) : descriptorIsTerminal();
  }

  /**
   * Where the launcher didn't set it: Linux names the file behind a descriptor; elsewhere the
   * answer is no.
   */
  private static boolean descriptorIsTerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
      return false;
    }
  }
}
