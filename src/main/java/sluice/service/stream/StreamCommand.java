package sluice.service.stream;

import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import sluice.core.SourceInfo;
import sluice.service.model.ModelEvent;

/**
 * Message to a {@link StreamHost}: from the manager, its run, its models, its sinks, its timers.
 */
sealed interface StreamCommand {

  /** New settings; a run that reads the same frames in the same way goes on. */
  record Apply(StreamSpec spec) implements StreamCommand {}

  /** Rests until resumed. */
  record Pause() implements StreamCommand {}

  /** Goes on after a pause; also starts a stream that is not enabled. */
  record Resume() implements StreamCommand {}

  /** Begins anew, in any state. */
  record Restart() implements StreamCommand {}

  /** Finishes what is in flight and the sinks, answers, and ends. */
  record Stop(ActorRef<Done> replyTo) implements StreamCommand {}

  /** The stream is gone for good: it ends as with {@link Stop}, and its sinks are told. */
  record Remove() implements StreamCommand {}

  /** Asks for the status. */
  record GetStatus(ActorRef<StreamStatus> replyTo) implements StreamCommand {}

  /** The source of a run is open. */
  record SourceOpened(int run, SourceInfo info) implements StreamCommand {}

  /** Nothing of a run is left. */
  record RunEnded(int run, ActiveRun.Outcome outcome) implements StreamCommand {}

  /** Event of one of its models. */
  record OfModel(ModelEvent event) implements StreamCommand {}

  /** The sinks that were finished under a number are closed. */
  record OutputsFinished(int number) implements StreamCommand {}

  /** Time has passed. */
  enum Timer implements StreamCommand {
    /** Check whether frames come. */
    WATCH,
    /** None came for too long. */
    SILENCE,
    /** Frames have been flowing for a while. */
    HEALTHY,
    /** Try the source again. */
    RETRY,
    /** A run that was stopped has not ended. */
    END_GRACE,
    /** The sinks are not finished in time. */
    SINKS_GRACE
  }
}
