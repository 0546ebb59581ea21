package sluice.stage.sink.mqtt;

import org.jspecify.annotations.Nullable;
import sluice.core.message.Message;

/**
 * Finds the message for whose sake a broker ends connections, which else would hold up all others
 * for ever: after such an end messages go one at a time, and the one with which it happens again is
 * refused after {@value #TRIES} tries. For one thread.
 */
final class SuspectMessages {
  /** Tries of a message that goes alone. */
  static final int TRIES = 3;

  private boolean isOneByOne;
  private @Nullable Message alone;
  private String last = "";
  private int tries;

  /** Whether each message is to be settled before the next one. */
  boolean isOneByOne() {
    return isOneByOne;
  }

  /** A message is given to the connection, alone where that is so. */
  void begin(Message message) {
    alone = isOneByOne ? message : null;
  }

  /** It is settled. */
  void end() {
    alone = null;
  }

  /** All of a call is settled: nothing is suspect any more. */
  void clear() {
    isOneByOne = false;
    alone = null;
    last = "";
    tries = 0;
  }

  /**
   * The broker has ended the connection because of what it was sent.
   *
   * @return the message that is the cause for certain; null: none yet
   */
  @Nullable Message ended() {
    isOneByOne = true;
    Message suspect = alone;
    alone = null;
    if (suspect == null) {
      return null;
    }
    tries = suspect.id().equals(last) ? tries + 1 : 1;
    last = suspect.id();
    return tries >= TRIES ? suspect : null;
  }
}
