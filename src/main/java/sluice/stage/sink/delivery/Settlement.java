package sluice.stage.sink.delivery;

import sluice.core.message.Message;

/** Takes what becomes of messages. From any thread, during {@link Destination#deliver} only. */
public interface Settlement {

  /** The far side has it. */
  void acknowledged(Message message);

  /**
   * The far side will never take it: it is counted, and kept in the sink's dead-letter file.
   *
   * @param reason why, in one line, without secrets
   */
  void refused(Message message, String reason);
}
