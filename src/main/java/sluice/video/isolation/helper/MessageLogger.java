package sluice.video.isolation.helper;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import sluice.core.Failures;
import sluice.video.isolation.protocol.Message;

/** A logger whose lines go to the service. Thread-safe. */
final class MessageLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;

  private static final boolean DEBUG = Boolean.getBoolean(LogProvider.DEBUG);

  MessageLogger(String name) {
    this.name = name;
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return DEBUG;
  }

  @Override
  public boolean isInfoEnabled() {
    return DEBUG;
  }

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable failure) {
    String text = MessageFormatter.basicArrayFormat(pattern, arguments);
    LogSink.add(levelOf(level), failure == null ? text : text + ": " + Failures.reason(failure));
    if (failure != null) {
      LogSink.add(Message.Level.DEBUG, trace(failure));
    }
  }

  private static Message.Level levelOf(Level level) {
    return switch (level) {
      case ERROR -> Message.Level.ERROR;
      case WARN -> Message.Level.WARN;
      case INFO, DEBUG, TRACE -> Message.Level.DEBUG;
    };
  }

  /** For who looks for the fault, in one line. */
  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString().lines().map(String::strip).collect(Collectors.joining(" "));
  }
}
