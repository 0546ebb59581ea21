package sluice.service.stream;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import sluice.core.SourceInfo;
import sluice.core.message.StateChange;
import sluice.stage.sink.ResultReceiver;

/** Outputs of one stream: where its results go, run after run. Thread-safe. */
public interface StreamOutputs {

  /** Factory of the outputs of streams. Thread-safe; never blocks. */
  @FunctionalInterface
  interface Opener {
    /** Sinks for a stream; a place that can't be written shows in their status, and is retried. */
    StreamOutputs open(OutputSettings settings);
  }

  /**
   * What takes the results of one run. That run completes them at its end; what they lead to stays
   * open.
   *
   * @param source what is read
   */
  List<ResultReceiver> forRun(SourceInfo source);

  /** Name of the run that {@link #forRun} began last, as messages have it. */
  String run();

  /** The stream has come into a state. */
  void entered(StateChange change);

  /**
   * The stream leaves sinks for good: it was removed, or its settings don't name them any more. To
   * be finished then.
   *
   * @param staying names of the sinks that it goes on with
   * @param change the state {@link StateChange#REMOVED}
   */
  void removed(Set<String> staying, StateChange change);

  /** Status of the sinks. */
  List<SinkStatus> status();

  /**
   * Finishes the sinks; no run uses them any more.
   *
   * @return completes, never fails, when all is written
   */
  CompletionStage<Void> finish();

  /**
   * Gives up those that are not finished: nothing more is written once what they hang in returns;
   * what {@link #finish} returned completes then.
   */
  void abandon();
}
