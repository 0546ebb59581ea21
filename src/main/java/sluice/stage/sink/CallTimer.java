package sluice.stage.sink;

import java.time.Duration;

/**
 * How long a thread has been in one call that may hang. The thread says when calls begin and end;
 * any other may ask.
 */
public final class CallTimer {
  private volatile long since;
  private volatile boolean running;

  /** A call begins, or the one that runs goes on to its next step. */
  public void begin() {
    since = System.nanoTime();
    running = true;
  }

  /** The call has ended. */
  public void end() {
    running = false;
  }

  /** The time since the call began; zero while in none. */
  public Duration elapsed() {
    return running ? Duration.ofNanos(System.nanoTime() - since) : Duration.ZERO;
  }
}
