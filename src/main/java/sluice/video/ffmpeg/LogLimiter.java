package sluice.video.ffmpeg;

/**
 * Lets a few log lines through per stretch of time and counts the rest, so that a broken camera
 * can't fill a disk. One thread at a time.
 */
public final class LogLimiter {
  private final int lines;
  private final long windowNanos;
  private long windowStart;
  private int used;
  private long suppressed;

  /**
   * Nothing was let through yet.
   *
   * @param lines in each stretch of time
   * @param windowNanos its length
   */
  public LogLimiter(int lines, long windowNanos) {
    this.lines = lines;
    this.windowNanos = windowNanos;
  }

  /**
   * Asks for one line.
   *
   * @param nowNanos {@link System#nanoTime}
   * @return -1 when the line is to be left out, else how many were left out since the last one that
   *     was let through
   */
  public long admit(long nowNanos) {
    if (used == 0 || nowNanos - windowStart >= windowNanos) {
      windowStart = nowNanos;
      used = 0;
    }
    if (used >= lines) {
      suppressed++;
      return -1;
    }
    used++;
    long before = suppressed;
    suppressed = 0;
    return before;
  }
}
