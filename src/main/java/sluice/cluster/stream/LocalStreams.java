package sluice.cluster.stream;

import java.util.OptionalDouble;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** The streams of this node, as its agent starts and ends them. Called on the agent's thread. */
public interface LocalStreams {
  /**
   * Begins a stream, or changes one that runs. Must not block.
   *
   * @param spec text of its settings
   * @param paused whether it rests
   * @param epoch names the run, with the node, in results
   * @throws sluice.core.SluiceException when the text can't be used at this node; nothing has
   *     changed then
   */
  void run(String id, String spec, boolean paused, long epoch);

  /**
   * Ends a stream. Must not block.
   *
   * @param removed whether it is gone for good; else it goes on at another node, or later
   * @return completed, on any thread, when the stream does nothing any more: its run has ended and
   *     its sinks are closed
   */
  CompletionStage<Done> halt(String id, boolean removed);

  /** The measured weight of a stream; empty before it has run for long enough. Must not block. */
  OptionalDouble weight(String id);
}
