package sluice.video.isolation.helper;

import java.io.IOException;
import sluice.video.isolation.protocol.Message;
import sluice.video.isolation.protocol.MessageOutput;

/**
 * The decoding thread's messages to the service, and whether it still reads them. One thread;
 * others may write to the same output.
 */
final class ServiceMessages {
  private final MessageOutput output;
  private boolean pending;
  private boolean gone;
  private long flushed = System.nanoTime();

  ServiceMessages(MessageOutput output) {
    this.output = output;
  }

  /**
   * Adds a message to what is written with the next flush.
   *
   * @return false where it is longer than messages may be, and left out
   */
  boolean add(Message message) {
    boolean added = output.add(message);
    pending |= added;
    return added;
  }

  /** Writes what was added; does nothing where nothing was, or nobody reads any more. */
  void flush() {
    if (!pending || gone) {
      return;
    }
    pending = false;
    flushed = System.nanoTime();
    try {
      output.flush();
    } catch (IOException e) {
      gone = true;
    }
  }

  /** Adds a message and writes all. */
  void send(Message message) {
    add(message);
    flush();
  }

  /** When something was written last, by {@link System#nanoTime}. */
  long flushedNanos() {
    return flushed;
  }

  /** Whether the service reads no more. */
  boolean isGone() {
    return gone;
  }
}
