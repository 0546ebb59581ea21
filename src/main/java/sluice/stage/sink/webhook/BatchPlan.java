package sluice.stage.sink.webhook;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.core.message.Message;

/**
 * Which messages go together in a request, and what becomes of those that the receiver won't take:
 * a batch that failed is the same one on the next try; one that was turned down for what it says is
 * tried {@value #TRIES} times, and then its messages one at a time, so that only those are refused
 * that are the cause. For one thread.
 */
final class BatchPlan {
  /** Tries of a request that is turned down for what it says. */
  static final int TRIES = 3;

  /** Bytes of a request's messages, with pictures, unless one message alone has more. */
  static final long MOST_BYTES = 4L << 20;

  private final int size;
  private @Nullable Failed failed;
  private Set<String> alone = Set.of();

  /**
   * Nothing has failed yet.
   *
   * @param size most messages of a request
   */
  BatchPlan(int size) {
    this.size = size;
  }

  /** A batch that is tried again, by its first message, and how often it was turned down. */
  private record Failed(String first, int count, int turnedDown) {
    static Failed of(List<Message> batch, int turnedDown) {
      return new Failed(batch.getFirst().id(), batch.size(), turnedDown);
    }

    boolean begins(List<Message> messages) {
      return messages.size() >= count && messages.getFirst().id().equals(first);
    }
  }

  /** What follows from a request that was turned down. */
  enum Verdict {
    /** The same again, later. */
    AGAIN,
    /** Each of its messages in a request of its own. */
    ALONE,
    /** Its message will never be taken. */
    REFUSED
  }

  /** The messages of the next request: the first ones of those that are left, of which is one. */
  List<Message> next(List<Message> left) {
    Failed again = failed;
    if (again != null && again.begins(left)) {
      return left.subList(0, again.count());
    }
    if (alone.contains(left.getFirst().id())) {
      return left.subList(0, 1);
    }
    long bytes = WebhookBody.length(left.getFirst());
    int count = 1;
    while (count < Math.min(size, left.size())) {
      Message each = left.get(count);
      bytes += WebhookBody.length(each);
      if (bytes > MOST_BYTES || alone.contains(each.id())) {
        break;
      }
      count++;
    }
    return left.subList(0, count);
  }

  /** A batch needs no further try. */
  void settled() {
    failed = null;
  }

  /** A batch failed for a reason that isn't its own. */
  void failed(List<Message> batch) {
    failed = Failed.of(batch, turnedDown(batch));
  }

  /** A batch was turned down for what it says. */
  Verdict turnDown(List<Message> batch) {
    boolean isSuspect = alone.contains(batch.getFirst().id());
    int tries = turnedDown(batch) + 1;
    if (!isSuspect && tries < TRIES) {
      failed = Failed.of(batch, tries);
      return Verdict.AGAIN;
    }
    failed = null;
    if (batch.size() == 1) {
      return Verdict.REFUSED;
    }
    Set<String> ids = new HashSet<>();
    batch.forEach(message -> ids.add(message.id()));
    alone = ids;
    return Verdict.ALONE;
  }

  private int turnedDown(List<Message> batch) {
    Failed before = failed;
    return before != null && before.begins(batch) ? before.turnedDown() : 0;
  }
}
