package sluice.cli.terminal;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/**
 * Progress line on standard error: on a terminal one line that is rewritten, elsewhere plain lines.
 * Other output of the command is printed through it, or after {@link #clear}, so that the two don't
 * mix. A line that is wider than the terminal is cut at its edge, as one that wraps can't be
 * rewritten. Thread-safe; no method waits for anything but standard error.
 */
public final class ProgressLine implements AutoCloseable {
  private static final String PREFIX = "sluice: ";
  private static final String CLEAR = "\r\033[K";

  /** Every terminal is at least so wide. */
  private static final int LEAST_COLUMNS = 80;

  private static final String WRAP_OFF = "\033[?7l";
  private static final String WRAP_ON = "\033[?7h";
  private static final long REDRAW_MILLIS = 250;
  private static final long LINE_MILLIS = 5_000;

  private final PrintStream err;
  private final boolean terminal;
  private final boolean quiet;
  private String last = "";
  private boolean drawn;
  private boolean closed;
  private long shownNanos;

  /**
   * A line that has shown nothing.
   *
   * @param quiet whether it shows nothing ever but announcements
   */
  public ProgressLine(ProcessHost host, boolean quiet) {
    this.err = host.err();
    this.terminal = host.errIsTerminal();
    this.quiet = quiet;
  }

  /** Whether a line can be rewritten. */
  public boolean isTerminal() {
    return terminal;
  }

  /** Milliseconds between two lines of progress that is steady: what a reader can follow. */
  public long intervalMillis() {
    return terminal ? REDRAW_MILLIS : LINE_MILLIS;
  }

  /**
   * Rate limiter of steady progress: whether an interval has passed since it last said so, or since
   * {@link #restart}.
   *
   * @param nowNanos as {@link System#nanoTime}
   */
  public synchronized boolean isDue(long nowNanos) {
    boolean due = nowNanos - shownNanos >= TimeUnit.MILLISECONDS.toNanos(intervalMillis());
    shownNanos = due ? nowNanos : shownNanos;
    return due;
  }

  /** The next line of steady progress is due an interval from now. */
  public synchronized void restart(long nowNanos) {
    shownNanos = nowNanos;
  }

  /**
   * Shows progress; nothing after the end.
   *
   * @param bar for a terminal, where it takes the place of the one before
   * @param line for a file or a pipe
   */
  public synchronized void show(String bar, String line) {
    if (terminal) {
      last = bar;
      redraw();
    } else if (!closed) {
      message(line);
    }
  }

  /** Shows on a terminal what was shown last, for progress that may not change for a while. */
  public synchronized void redraw() {
    if (terminal && !quiet && !closed) {
      err.print(CLEAR + (last.length() < LEAST_COLUMNS ? last : WRAP_OFF + last + WRAP_ON));
      err.flush();
      drawn = true;
    }
  }

  /** Prints a line of its own, unless only announcements are wanted. */
  public synchronized void message(String text) {
    if (!quiet) {
      announce(text);
    }
  }

  /** Prints a line of its own in any case. */
  public synchronized void announce(String text) {
    clear();
    err.println(PREFIX + text);
  }

  /** Takes the line off the terminal. */
  public synchronized void clear() {
    if (drawn) {
      err.print(CLEAR);
      err.flush();
      drawn = false;
    }
  }

  /** Ends the progress and takes its line off the terminal. */
  @Override
  public synchronized void close() {
    closed = true;
    clear();
  }
}
