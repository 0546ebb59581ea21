package sluice.cli.sinks;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import sluice.cli.terminal.ProcessHost;
import sluice.cli.terminal.ProgressLine;

/** Progress display of tests of sinks: which, and for how long they have been waited for. */
final class SinkTestView implements AutoCloseable {
  private final String names;
  private final ProgressLine line;
  private final long startNanos = System.nanoTime();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("progress").daemon().factory());

  private SinkTestView(List<String> names, ProcessHost host) {
    this.names = String.join(", ", names);
    this.line = new ProgressLine(host, false);
  }

  /** A view that shows something from time to time, until it is closed. */
  static SinkTestView start(List<String> names, ProcessHost host) {
    SinkTestView view = new SinkTestView(names, host);
    long period = view.line.intervalMillis();
    var _ = view.timer.scheduleAtFixedRate(view::show, period, period, TimeUnit.MILLISECONDS);
    return view;
  }

  private void show() {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos);
    String text = "testing %s: %d s".formatted(names, seconds);
    line.show(text, text);
  }

  /** Ends the view and takes its line off the terminal. */
  @Override
  public void close() {
    timer.shutdownNow();
    line.close();
  }
}
