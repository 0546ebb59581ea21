package sluice.cli.terminal;

import org.jspecify.annotations.Nullable;

/**
 * What a command does when it is signalled. The actions return at once; they are called on the
 * JVM's thread for signals, or on the one that names them for signals that came before.
 *
 * @param end called once, at the first request to end
 * @param hangUp called at each SIGHUP; null where SIGHUP is a request to end like the others
 */
public record SignalActions(Runnable end, @Nullable Runnable hangUp) {
  /** A command that ends at SIGINT, SIGTERM and SIGHUP alike. */
  public static SignalActions ending(Runnable end) {
    return new SignalActions(end, null);
  }

  /** A process that no terminal can hang up: SIGHUP asks for something else than its end. */
  public static SignalActions of(Runnable end, Runnable hangUp) {
    return new SignalActions(end, hangUp);
  }
}
