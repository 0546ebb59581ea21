package sluice.cli.models;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import sluice.app.library.FetchProgress;
import sluice.app.library.FetchedModel;
import sluice.cli.terminal.DecimalFormats;
import sluice.cli.terminal.ProcessHost;
import sluice.cli.terminal.ProgressLine;
import sluice.cli.terminal.ProgressText;

/**
 * Progress display of a download on standard error; its outcome goes to standard output. For one
 * thread.
 */
final class FetchView implements FetchProgress, AutoCloseable {
  private static final double MEGABYTE = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private final ProcessHost host;
  private final ProgressLine line;
  private final LongSupplier nanoClock;
  private String file = "";
  private long bytes;
  private long had;
  private long startNanos;

  /**
   * A view.
   *
   * @param nanoClock as {@link System#nanoTime}
   */
  FetchView(ProcessHost host, boolean quiet, LongSupplier nanoClock) {
    this.host = host;
    this.line = new ProgressLine(host, quiet);
    this.nanoClock = nanoClock;
  }

  @Override
  public void started(String newFile, long size, long there) {
    file = newFile;
    bytes = size;
    had = there;
    startNanos = nanoClock.getAsLong();
    line.restart(startNanos);
    if (!line.isTerminal()) {
      line.message(there == 0 ? newFile : newFile + ": going on at " + megabytes(there) + " MB");
    }
  }

  @Override
  public void progressed(long done) {
    long now = nanoClock.getAsLong();
    if (line.isDue(now)) {
      double share = bytes <= 0 ? 1 : (double) done / bytes;
      String text = text(done, now);
      line.show(ProgressText.blocks(share) + " " + text, file + " " + text);
    }
  }

  /** {@code 1.2/3.6 MB 3.4 MB/s ETA 0:01}; below 80 columns with the bar in front. */
  private String text(long done, long now) {
    double seconds = (now - startNanos) / NANOS_PER_SECOND;
    long rate = seconds <= 0 ? 0 : (long) ((done - had) / seconds);
    String eta =
        rate <= 0 ? "-:--" : ProgressText.clock(TimeUnit.SECONDS.toNanos((bytes - done) / rate));
    return "%s/%s MB  %s MB/s  ETA %s"
        .formatted(megabytes(done), megabytes(bytes), megabytes(rate), eta);
  }

  private static String megabytes(long size) {
    return DecimalFormats.one(size / MEGABYTE);
  }

  @Override
  public void retrying(String why, Duration pause) {
    String wait = DecimalFormats.one(pause.toMillis() / 1000.0);
    line.message(
        "%s: %s; trying again in %s s".formatted(file.isEmpty() ? "fetch" : file, why, wait));
  }

  @Override
  public void waiting(String model) {
    line.message(model + ": somebody else is fetching it; waiting");
  }

  @Override
  public void finished(FetchedModel model) {
    line.clear();
    String what =
        model.fetched() == 0
            ? "all %d files are there and right".formatted(model.kept())
            : "fetched %d of %d files".formatted(model.fetched(), model.fetched() + model.kept());
    host.out()
        .println(
            "%s %s: %s, %s MB, in %s"
                .formatted(
                    model.name(),
                    model.precision(),
                    what,
                    megabytes(model.bytes()),
                    model.folder()));
    host.out().flush(); // the next model may take minutes
  }

  /** Takes its line off the terminal. */
  @Override
  public void close() {
    line.close();
  }
}
