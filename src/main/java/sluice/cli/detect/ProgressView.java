package sluice.cli.detect;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import sluice.app.detect.DetectProgress;
import sluice.app.detect.DetectSettings;
import sluice.app.detect.SinkBacklog;
import sluice.app.page.PageOpener;
import sluice.cli.terminal.ProcessHost;
import sluice.cli.terminal.ProgressLine;
import sluice.cli.terminal.ProgressText;
import sluice.core.SourceInfo;
import sluice.core.util.Plural;
import sluice.metrics.RunProgress;

/**
 * Progress display of a run: its open inputs together, redrawn by a timer. It asks the run for its
 * counts at its own pace, so that the way of a frame doesn't pay for it. Any thread may call any
 * method.
 */
public final class ProgressView implements DetectProgress, AutoCloseable {
  private final DetectSettings settings;
  private final ProgressLine line;
  private final Supplier<PageOpener> pages;
  private final LongSupplier nanoClock;
  private final Map<Integer, Source> open = new TreeMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("progress").daemon().factory());
  private int started;
  private String drawing = "";
  private Supplier<List<SinkBacklog>> waiting = List::of;

  private record Source(long startNanos, OptionalLong expected, Supplier<RunProgress> progress) {}

  /**
   * A view that shows something when {@link #show} is called.
   *
   * @param line where it is shown; closed with the view
   * @param pages opens a page for the user
   * @param nanoClock as {@link System#nanoTime}
   */
  ProgressView(
      DetectSettings settings,
      ProgressLine line,
      Supplier<PageOpener> pages,
      LongSupplier nanoClock) {
    this.settings = settings;
    this.line = line;
    this.pages = pages;
    this.nanoClock = nanoClock;
  }

  /**
   * A view that shows something from time to time, until it is closed; never, if that is asked for.
   */
  static ProgressView start(
      DetectSettings settings, ProcessHost host, Supplier<PageOpener> pages, boolean quiet) {
    ProgressLine line = new ProgressLine(host, quiet);
    ProgressView view = new ProgressView(settings, line, pages, System::nanoTime);
    if (!quiet) {
      long period = line.intervalMillis();
      var _ = view.timer.scheduleAtFixedRate(view::show, period, period, TimeUnit.MILLISECONDS);
    }
    return view;
  }

  @Override
  public synchronized void drawing(int input, int frames, int all) {
    drawing = frames < all ? "drawing the demo: " + frames + " of " + all + " frames" : "";
  }

  @Override
  public synchronized void started(int input, SourceInfo source, Supplier<RunProgress> progress) {
    OptionalLong expected = settings.playback().framesToRead(source);
    open.put(input, new Source(nanoClock.getAsLong(), expected, progress));
    started++;
  }

  @Override
  public synchronized void ended(int input) {
    open.remove(input);
  }

  @Override
  public void recognised(String text) {
    note(text);
  }

  @Override
  public synchronized void delivering(Supplier<List<SinkBacklog>> backlogs) {
    waiting = backlogs;
  }

  /** The address is shown in any case: the user requested it. */
  @Override
  public void showing(URI page, Duration longest) {
    line.announce(
        "live pictures are on %s; the job begins when somebody looks, or in %d s"
            .formatted(page, longest.toSeconds()));
    Thread.ofPlatform().daemon().name("open-page").start(() -> open(page));
  }

  private void open(URI page) {
    if (!pages.get().open(page)) {
      line.announce("no browser can be opened from here; open that address yourself");
    }
  }

  @Override
  public void lingering(Duration longest) {
    line.announce(
        "done; the page stays until it is left, for %d s at most".formatted(longest.toSeconds()));
  }

  /** Shows how far the open inputs, the drawing or the sinks are; nothing while there is none. */
  synchronized void show() {
    if (open.isEmpty()) {
      String text = drawing.isEmpty() ? delivering() : drawing;
      if (!text.isEmpty()) {
        line.show(text, text);
      }
      return;
    }
    String which =
        settings.inputs().size() == 1 ? "" : started + "/" + settings.inputs().size() + " ";
    ProgressText progress = progress();
    line.show(which + progress.bar(), which + progress.line());
  }

  /** What sinks don't have yet; empty where they have all. */
  private String delivering() {
    return waiting.get().stream()
        .map(
            sink ->
                Plural.of(sink.messages(), "message")
                    + " for "
                    + sink.sink()
                    + sink.error().map(error -> " (" + error + ")").orElse(""))
        .reduce((one, other) -> one + ", " + other)
        .map(all -> "waiting until sinks have all: " + all)
        .orElse("");
  }

  /** The open inputs together. */
  private ProgressText progress() {
    long now = nanoClock.getAsLong();
    long done = 0;
    long expected = 0;
    boolean known = true;
    double fps = 0;
    long elapsed = 0;
    for (Source source : open.values()) {
      RunProgress progress = source.progress().get();
      done += progress.finished() + progress.dropped();
      fps += progress.fps();
      elapsed = Math.max(elapsed, now - source.startNanos());
      known &= source.expected().isPresent();
      expected += source.expected().orElse(0);
    }
    return new ProgressText(
        done, known ? OptionalLong.of(expected) : OptionalLong.empty(), fps, elapsed);
  }

  /** Prints a line of its own, unless the user wants no progress. */
  void note(String text) {
    line.message(text);
  }

  /** Ends the view and takes its line off the terminal. */
  @Override
  public void close() {
    timer.shutdownNow();
    line.close();
  }
}
