package sluice.cluster.state;

import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import sluice.cluster.ClusterMessage;

/** Messages to the {@link StreamWriter}. */
public sealed interface WriterCommand {
  /**
   * Asks for a change of a stream, from any node.
   *
   * @param expected version that the asking node knows, 0 where it knows none
   * @param paused whether it is to rest
   * @param text its settings to be, sealed for the version {@code expected}; empty for none
   */
  record Change(
      String id,
      long expected,
      boolean paused,
      Optional<String> text,
      ActorRef<WriterReply> replyTo)
      implements WriterCommand, ClusterMessage {
    /** Not for logs: without the text. */
    @Override
    public String toString() {
      return "change of %s after version %d".formatted(id, expected);
    }
  }

  /** The writer has its term, and knows what is kept. */
  record Begun(Term term, Map<String, StreamRecord> records) implements WriterCommand {}

  /** It has not, and is to try again. */
  record NotBegun() implements WriterCommand {}

  /** It is time to try again. */
  record Retry() implements WriterCommand {}

  /** A change has come to its end. */
  record Written(Term term, Change change, StreamRecord record, StateReplicator.Outcome outcome)
      implements WriterCommand {}

  /** Records are at this node now. */
  record Changed(StreamBucket bucket) implements WriterCommand {}

  /** A writer has a term. */
  record TermSeen(Term term) implements WriterCommand {}
}
