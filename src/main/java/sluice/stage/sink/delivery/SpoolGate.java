package sluice.stage.sink.delivery;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.sink.SpoolConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/**
 * Gate before a stream's spool: shut while the spool is full, where no message may be lost. One
 * that is shut for too long is given up: it opens for good, and what comes then is lost. {@link
 * #isOpen} is for one thread, all else for any.
 */
final class SpoolGate {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolGate.class);

  private final String name;
  private final SpoolConfig config;
  private final SpoolOverflow overflow;
  private final StreamSpool spool;
  private final CompletableFuture<Void> givenUp = new CompletableFuture<>();
  private volatile boolean abandoned;
  private boolean shut;
  private long settled;
  private long settledAt;

  /**
   * An open gate.
   *
   * @param name of the sink
   */
  SpoolGate(String name, SpoolConfig config, SpoolOverflow overflow, StreamSpool spool) {
    this.name = name;
    this.config = config;
    this.overflow = overflow;
    this.spool = spool;
  }

  /** Whether a message may be appended now. Gives up where it has been shut for too long. */
  boolean isOpen() {
    return switch (overflow) {
      case SpoolOverflow.DropOldest _ -> true;
      case SpoolOverflow.Wait wait -> isGivenUp() || hasRoom(wait);
    };
  }

  private boolean hasRoom(SpoolOverflow.Wait wait) {
    if (spool.waitingBytes() < config.maxSize()) {
      shut = false;
      return true;
    }
    long now = System.nanoTime();
    long all = spool.settled();
    if (!shut || all != settled) {
      settled = all;
      settledAt = now;
    }
    if (!shut) {
      shut = true;
      LOG.warn(
          "sink {}: {} messages of {} wait, which is all that may; it waits for the far side",
          name,
          spool.waiting(),
          spool.stream());
    }
    if (abandoned) {
      giveUp("it was given up while more waited for it than may");
    } else if (now - settledAt > wait.patience().toNanos()) {
      giveUp(
          "all that may wait for it waits, and none of it was settled for %d s"
              .formatted(wait.patience().toSeconds()));
    }
    return isGivenUp();
  }

  /**
   * Gives up as soon as there is no room.
   *
   * @return whether it is one that may have to
   */
  boolean abandon() {
    abandoned = true;
    return mayGiveUp();
  }

  /** Whether it is one that can be given up at all. */
  boolean mayGiveUp() {
    return overflow instanceof SpoolOverflow.Wait;
  }

  /** No message is kept any more, where none may be lost; else nothing happens. */
  void giveUp(String reason) {
    if (mayGiveUp()) {
      givenUp.completeExceptionally(
          new SluiceException(ErrorCode.OUTPUT, "sink " + name + ": " + reason));
    }
  }

  /** Whether messages that come are lost. */
  boolean isGivenUp() {
    return givenUp.isDone();
  }

  /** Why it was given up, in one line; empty while it isn't. */
  Optional<String> reason() {
    return isGivenUp()
        ? Optional.ofNullable(givenUp.exceptionNow().getMessage())
        : Optional.empty();
  }

  /** Fails with the {@link SluiceException} for which it was given up. */
  CompletionStage<Void> givenUp() {
    return givenUp.minimalCompletionStage();
  }
}
