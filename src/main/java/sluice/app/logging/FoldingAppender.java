package sluice.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import sluice.service.LogLevels;

/**
 * Log appender that suppresses duplicates: passes each message on once a minute at the most;
 * repeats are counted, and the count is logged when the minute is over and something else is
 * logged, or at the end. Each change that was made over HTTP is passed on. Logback calls one thread
 * at a time.
 */
final class FoldingAppender extends AppenderBase<ILoggingEvent> {
  static final Duration WINDOW = Duration.ofMinutes(1);

  /** Different messages that are remembered; more than that in a minute are not folded. */
  static final int REMEMBERED = 500;

  private final Appender<ILoggingEvent> next;
  private final Map<String, Seen> byText = new HashMap<>();
  private final ArrayDeque<Seen> byAge = new ArrayDeque<>();

  private static final class Seen {
    final String text;
    final ILoggingEvent first;
    int repeats;

    Seen(String text, ILoggingEvent first) {
      this.text = text;
      this.first = first;
    }
  }

  /**
   * Folds what another appender writes.
   *
   * @param next started; stopped with this one
   */
  FoldingAppender(Appender<ILoggingEvent> next) {
    this.next = next;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLoggerName().equals(LogLevels.AUDIT) && event.getLevel() == Level.INFO) {
      next.doAppend(event);
      return;
    }
    forgetBefore(event.getTimeStamp() - WINDOW.toMillis());
    String text = event.getLevel() + event.getLoggerName() + event.getFormattedMessage();
    Seen seen = byText.get(text);
    if (seen != null) {
      seen.repeats++;
      return;
    }
    if (byAge.size() == REMEMBERED) {
      forget(byAge.remove());
    }
    Seen added = new Seen(text, event);
    byText.put(text, added);
    byAge.add(added);
    next.doAppend(event);
  }

  private void forgetBefore(long millis) {
    while (!byAge.isEmpty() && byAge.peek().first.getTimeStamp() <= millis) {
      forget(byAge.remove());
    }
  }

  private void forget(Seen seen) {
    byText.remove(seen.text);
    if (seen.repeats > 0) {
      LoggingEvent summary = new LoggingEvent();
      summary.setLoggerName(seen.first.getLoggerName());
      summary.setLevel(seen.first.getLevel());
      summary.setThreadName(seen.first.getThreadName());
      summary.setInstant(seen.first.getInstant().plus(WINDOW));
      summary.setMessage(
          seen.first.getFormattedMessage() + " (" + seen.repeats + " times more in a minute)");
      next.doAppend(summary);
    }
  }

  @Override
  public void stop() {
    while (!byAge.isEmpty()) {
      forget(byAge.remove());
    }
    next.stop();
    super.stop();
  }
}
