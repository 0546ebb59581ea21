package sluice.video.isolation.helper;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import sluice.video.isolation.protocol.Limits;
import sluice.video.isolation.protocol.Message;

/** Lines that something prints, for the log. Thread-safe. */
final class LogLines extends OutputStream {
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  @Override
  public synchronized void write(int octet) {
    if (octet == '\n' || line.size() >= Limits.TEXT_BYTES) {
      String text = line.toString(StandardCharsets.UTF_8).strip();
      line.reset();
      if (!text.isEmpty()) {
        LogSink.add(Message.Level.WARN, text);
      }
    }
    if (octet != '\n') {
      line.write(octet);
    }
  }
}
