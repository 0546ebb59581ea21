package sluice.stage.sink.mqtt;

import org.jspecify.annotations.Nullable;
import sluice.core.message.Message;

/**
 * Finds the message for whose sake a broker ends connections, which else would hold up all others
 * for ever: after such an end messages go one at a time, and the one with which it happens again is
 * refused after {@value #TRIES} tries, {@value #UNEXPLAINED_TRIES} where the broker gives no
 * reason. For one thread.
 */
final class SuspectMessages {
  /** Tries of a message that goes alone. */
  static final int TRIES = 3;

  /** The same where the connection is lost without a reason: it may be the network's fault. */
  static final int UNEXPLAINED_TRIES = 10;

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
   * The connection has ended while something that was sent had no acknowledgement.
   *
   * @param isExplained whether the broker has said that it is because of what it was sent
   * @return the message that is the cause for certain; null: none yet
   */
  @Nullable Message ended(boolean isExplained) {
    isOneByOne = true;
    Message suspect = alone;
    alone = null;
    if (suspect == null) {
      return null;
    }
    tries = suspect.id().equals(last) ? tries + 1 : 1;
    last = suspect.id();
    return tries >= (isExplained ? TRIES : UNEXPLAINED_TRIES) ? suspect : null;
  }
}
