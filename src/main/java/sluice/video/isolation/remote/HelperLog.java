package sluice.video.isolation.remote;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.video.ffmpeg.LogLimiter;
import sluice.video.isolation.protocol.Message;

/**
 * What decoders' processes say for the log: a few lines a minute of each, for a hostile one could
 * fill a disk. One thread.
 */
final class HelperLog {
  private static final Logger LOG = LoggerFactory.getLogger(HelperLog.class);
  private static final int LINES = 20;

  private final HelperText shown;
  private final LogLimiter limiter = new LogLimiter(LINES, TimeUnit.MINUTES.toNanos(1));

  /** The log of one process. */
  HelperLog(HelperText shown) {
    this.shown = shown;
  }

  /** What libraries wrote beside the messages: only for who looks for a fault. */
  void text(String text) {
    write(Message.Level.DEBUG, text);
  }

  /** A line. */
  void write(Message.Level level, String text) {
    if (text.isBlank() || (level == Message.Level.DEBUG && !LOG.isDebugEnabled())) {
      return;
    }
    if (limiter.admit(System.nanoTime()) < 0) {
      return;
    }
    String line = shown.shown(text);
    String input = shown.input();
    switch (level) {
      case ERROR, WARN -> LOG.warn("{}: its decoder says: {}", input, line);
      case DEBUG -> LOG.debug("{}: its decoder says: {}", input, line);
    }
  }
}
