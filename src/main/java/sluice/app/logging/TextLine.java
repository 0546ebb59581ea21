package sluice.app.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import sluice.core.util.MessageText;
import sluice.core.util.Redaction;

/** A line of the log as readable text, without secrets and without a stack trace. */
final class TextLine extends LayoutBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  @Override
  public String doLayout(ILoggingEvent event) {
    String logger = event.getLoggerName();
    return "%s %-5s %s - %s%n"
        .formatted(
            TIME.format(event.getInstant()),
            event.getLevel(),
            logger.substring(logger.lastIndexOf('.') + 1),
            message(event));
  }

  /** The message in one line, with its cause. */
  static String message(ILoggingEvent event) {
    String text = String.valueOf(event.getFormattedMessage());
    if (event.getThrowableProxy() != null) {
      text +=
          ": "
              + event.getThrowableProxy().getClassName()
              + ": "
              + event.getThrowableProxy().getMessage();
    }
    return Redaction.redact(MessageText.oneLine(text));
  }
}
