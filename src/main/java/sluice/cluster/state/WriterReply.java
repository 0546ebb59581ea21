package sluice.cluster.state;

import sluice.cluster.ClusterMessage;

/** Answers of the {@link StreamWriter}. */
public sealed interface WriterReply extends ClusterMessage {
  /** A majority has the change on the disk. */
  record Kept(StreamRecord record) implements WriterReply {}

  /** It was not made: the stream has another version. */
  record Conflict() implements WriterReply {}

  /**
   * It was not made.
   *
   * @param why for an operator, the rest of a sentence
   */
  record Refused(String why) implements WriterReply {}

  /**
   * It is not acknowledged, and may still come.
   *
   * @param why for an operator, the rest of a sentence
   */
  record Unsure(String why) implements WriterReply {}
}
