package sluice.cli.terminal;

import java.io.PrintStream;
import sluice.app.bench.BenchProgress;

/**
 * Progress display of a benchmark on standard error: on a terminal one line that is redrawn, else a
 * line for each step. Any thread may call any method.
 */
public final class BenchView implements BenchProgress, AutoCloseable {
  private final PrintStream err;
  private final boolean terminal;
  private final boolean quiet;
  private boolean drawn;
  private String last = "";

  /**
   * A view that has shown nothing.
   *
   * @param quiet whether it shows nothing ever but notes
   */
  public BenchView(ProcessHost host, boolean quiet) {
    this.err = host.err();
    this.terminal = host.errIsTerminal();
    this.quiet = quiet;
  }

  @Override
  public synchronized void drawing(int frames, int all) {
    boolean worthALine = frames == all || frames == 1;
    if (terminal || worthALine) {
      show(frames, all, "drawing the demo");
    }
  }

  @Override
  public synchronized void step(int done, int all, String what) {
    show(done, all, what);
  }

  private void show(int done, int all, String what) {
    if (quiet) {
      return;
    }
    if (terminal) {
      last = ProgressText.blocks((double) done / all) + " " + done + "/" + all + " " + what;
      redraw();
    } else {
      err.println("sluice: " + done + " of " + all + ": " + what);
    }
  }

  @Override
  public synchronized void told(String line) {
    if (!quiet) {
      note("sluice: " + line);
      if (terminal) {
        redraw();
      }
    }
  }

  /** Prints a line of its own. */
  public synchronized void note(String line) {
    clear();
    err.println(line);
  }

  private void redraw() {
    err.print(ProgressText.CLEAR_LINE + last);
    err.flush();
    drawn = true;
  }

  /** Takes the line off the terminal. */
  @Override
  public synchronized void close() {
    clear();
  }

  private void clear() {
    if (drawn) {
      err.print(ProgressText.CLEAR_LINE);
      err.flush();
      drawn = false;
    }
  }
}
