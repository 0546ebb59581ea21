package sluice.cli.terminal;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Formatter of progress; numbers are the same in every locale.
 *
 * @param done frames with a result, or dropped
 * @param expected frames that are likely to come in all; absent where that is unknown
 * @param fps results a second over the last second
 * @param elapsedNanos time since the first input was open
 */
public record ProgressText(long done, OptionalLong expected, double fps, long elapsedNanos) {
  private static final int BAR_WIDTH = 24;

  /**
   * One line for a terminal, below 80 columns: {@code [######------] 627/1394 frames 101.3 fps ETA
   * 0:07}.
   */
  public String bar() {
    if (expected.isEmpty()) {
      return done + " frames  " + DecimalFormats.one(fps) + " fps  " + clock(elapsedNanos);
    }
    return blocks(share())
        + " "
        + done
        + "/"
        + expected.getAsLong()
        + " frames  "
        + DecimalFormats.one(fps)
        + " fps  ETA "
        + eta();
  }

  /** A bar of a share from 0 to 1. */
  public static String blocks(double share) {
    int filled = (int) (share * BAR_WIDTH);
    return "[" + "#".repeat(filled) + "-".repeat(BAR_WIDTH - filled) + "]";
  }

  /** One line for a log: {@code 627 of 1394 frames (44 %), 101.3 fps, ETA 0:07}. */
  public String line() {
    String rate = ", " + DecimalFormats.one(fps) + " fps, ";
    if (expected.isEmpty()) {
      return done + " frames" + rate + clock(elapsedNanos) + " so far";
    }
    int percent = (int) (share() * 100);
    return done
        + " of "
        + expected.getAsLong()
        + " frames ("
        + percent
        + " %)"
        + rate
        + "ETA "
        + eta();
  }

  /** Headers err: what is done may be more than was expected. */
  private double share() {
    long all = expected.orElse(0);
    return all <= 0 ? 1 : Math.min(1, (double) done / all);
  }

  /** At the pace so far. */
  private String eta() {
    long left = Math.max(0, expected.orElse(0) - done);
    return done == 0 ? "-:--" : clock((long) ((double) elapsedNanos / done * left));
  }

  /** {@code 0:07}, {@code 12:34}, {@code 1:02:03}. */
  public static String clock(long nanos) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos);
    long hours = seconds / 3600;
    long minutes = seconds / 60 % 60;
    return hours == 0
        ? String.format(Locale.ROOT, "%d:%02d", minutes, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", hours, minutes, seconds % 60);
  }
}
