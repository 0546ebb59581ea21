package sluice.video.isolation.helper;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sluice.video.ffmpeg.LogLimiter;
import sluice.video.isolation.protocol.Message;
import sluice.video.isolation.protocol.MessageOutput;

/**
 * Where all goes that this process has to say for the log: to the service, in messages, so many in
 * a stretch of time at the most. Each is written at once. Thread-safe.
 */
final class LogSink {
  private static final int LINES = 100;
  private static final long WINDOW = TimeUnit.SECONDS.toNanos(10);
  private static final LogLimiter LIMITER = new LogLimiter(LINES, WINDOW);

  /** Of SLF4J: which logging it finds, and what it says of that. */
  private static final String PROVIDER = "slf4j.provider";

  private static final String VERBOSITY = "slf4j.internal.verbosity";

  private static volatile @Nullable MessageOutput output;

  private LogSink() {}

  /**
   * From now on the log, and what anything prints, becomes messages; before, it is dropped. To be
   * called before any logger is made.
   */
  static void begin(MessageOutput messages) {
    output = messages;
    System.setProperty(PROVIDER, LogProvider.class.getName());
    System.setProperty(VERBOSITY, "WARN");
    PrintStream lines = new PrintStream(new LogLines(), true, StandardCharsets.UTF_8);
    System.setOut(lines);
    System.setErr(lines);
  }

  /** Sends a line. */
  static void add(Message.Level level, String line) {
    MessageOutput messages = output;
    if (messages == null) {
      return;
    }
    long leftOut;
    synchronized (LIMITER) {
      leftOut = LIMITER.admit(System.nanoTime());
    }
    if (leftOut < 0) {
      return;
    }
    if (leftOut > 0) {
      messages.add(new Message.Log(Message.Level.WARN, leftOut + " lines left out"));
    }
    messages.add(new Message.Log(level, line));
    try {
      messages.flush();
    } catch (IOException e) {
      // Nobody reads any more: the decoding thread finds out for itself.
    }
  }
}
