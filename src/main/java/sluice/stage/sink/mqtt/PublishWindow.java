package sluice.stage.sink.mqtt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one call has given to a connection, of which at most {@value #MOST} have no answer yet.
 * Publications are settled in their order, behind a failure none. Used by the thread that makes it;
 * answers come from the client's thread.
 */
final class PublishWindow {
  /** Publications without an answer. */
  static final int MOST = 256;

  private final BrokerConnection connection;
  private final MqttFailures failures;
  private final MqttLimits limits;
  private final Settled settled;
  private final long start = System.nanoTime();

  private final Deque<Open> open = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int unanswered;
  private long lastAnswer = start;
  private @Nullable Failure failure;

  /** Takes what becomes of publications; called by the window's own thread. */
  interface Settled {
    /** The broker has all of them. */
    void acknowledged(Publications publications);

    /**
     * The broker or the client will never take one of them.
     *
     * @param reason why, in one line
     */
    void refused(Publications publications, String reason);
  }

  /**
   * Why nothing more is published.
   *
   * @param text for the status
   * @param isConnectionGood whether the connection can be used further
   * @param loss how the connection ended; null where it didn't
   */
  record Failure(String text, boolean isConnectionGood, @Nullable Throwable loss) {
    Failure(String text, boolean isConnectionGood) {
      this(text, isConnectionGood, null);
    }
  }

  /** Publications that are on their way. */
  private static final class Open {
    final Publications publications;
    int left;
    boolean failed;
    String refusal = "";

    Open(Publications publications) {
      this.publications = publications;
      this.left = publications.all().size();
    }
  }

  PublishWindow(
      BrokerConnection connection, MqttFailures failures, MqttLimits limits, Settled settled) {
    this.connection = connection;
    this.failures = failures;
    this.limits = limits;
    this.settled = settled;
  }

  /** Whether nothing more is to be given to the connection in this call. */
  boolean isOver() {
    lock.lock();
    try {
      return failure != null || passed(limits.sending().toNanos());
    } finally {
      lock.unlock();
    }
  }

  private boolean passed(long nanos) {
    return System.nanoTime() - start > nanos;
  }

  /** Publishes; waits while too many have no answer. */
  void publish(Publications publications) throws InterruptedException {
    Open each = new Open(publications);
    open.add(each);
    for (Publication publication : publications.all()) {
      if (!awaitFewerThan(MOST)) {
        return;
      }
      lock.lock();
      try {
        lastAnswer = unanswered == 0 ? System.nanoTime() : lastAnswer;
        unanswered++;
      } finally {
        lock.unlock();
      }
      var _ =
          connection
              .publish(publication)
              .whenComplete((answer, problem) -> answered(each, publication, problem));
    }
  }

  /** Waits for all answers; what has gone wrong, absent: nothing has. */
  Optional<Failure> finish() throws InterruptedException {
    boolean _ = awaitFewerThan(1);
    lock.lock();
    try {
      return Optional.ofNullable(failure);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until few enough have no answer; false where something has gone wrong. */
  private boolean awaitFewerThan(int most) throws InterruptedException {
    lock.lock();
    try {
      while (unanswered >= most && (failure == null || failure.isConnectionGood())) {
        long now = System.nanoTime();
        long silence = limits.silence().toNanos() - (now - lastAnswer);
        long call = limits.call().toNanos() - (now - start);
        if (silence <= 0) {
          failure = new Failure(failures.silent(limits.silence().toSeconds()), false);
        } else if (call <= 0) {
          failure = new Failure(failures.slow(limits.call().toSeconds()), false);
        } else {
          boolean _ = changed.await(Math.min(silence, call), TimeUnit.NANOSECONDS);
        }
      }
      settle();
      return failure == null;
    } finally {
      lock.unlock();
    }
  }

  private void answered(Open each, Publication publication, @Nullable Throwable problem) {
    lock.lock();
    try {
      unanswered--;
      each.left--;
      lastAnswer = System.nanoTime();
      if (problem != null) {
        Optional<String> refusal = MqttFailures.refusal(problem, publication);
        if (refusal.isPresent()) {
          each.refusal = refusal.get();
        } else {
          each.failed = true;
          fail(publication, problem);
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void fail(Publication publication, Throwable problem) {
    boolean isAnswer = MqttFailures.isAnswer(problem);
    if (failure == null || (failure.isConnectionGood() && !isAnswer)) {
      Throwable loss = connection.loss();
      failure =
          new Failure(
              isAnswer || loss == null
                  ? failures.ofPublication(problem, publication.topic())
                  : failures.ofLoss(loss),
              isAnswer,
              isAnswer ? null : loss);
    }
  }

  /** Settles those that have all their answers, up to the first one that hasn't or that failed. */
  private void settle() {
    Open first = open.peek();
    while (first != null && first.left == 0 && !first.failed) {
      open.remove();
      if (first.refusal.isEmpty()) {
        settled.acknowledged(first.publications);
      } else {
        settled.refused(first.publications, first.refusal);
      }
      first = open.peek();
    }
  }
}
