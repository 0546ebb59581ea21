package sluice.service.stream;

import java.time.Duration;
import java.util.Optional;
import sluice.config.settings.RecoveryConfig;
import sluice.core.StreamObserver;

/** The port that runs streams on threads of their own. Thread-safe; never blocks. */
public interface StreamRunner {

  /**
   * Begins to open and read a source. Frames wait for a model, or are replaced by newer ones where
   * the stream's delivery says so.
   *
   * @param spec the stream
   * @param outputs where its results go; they outlive the run
   * @param observer notified of what happens
   * @param frameTimeout silence after which a source counts as dead
   */
  ActiveRun start(
      StreamSpec spec, StreamOutputs outputs, StreamObserver observer, Duration frameTimeout);

  /** How the recording of a stream goes; empty where it isn't to be recorded. */
  default Optional<RecordingStatus> recording(StreamSpec spec) {
    return Optional.empty();
  }

  /** How often a process crashed that read the address that is recorded of a stream. */
  default long recorderCrashes(String stream) {
    return 0;
  }

  /**
   * A stream works, or is to: where an address of its own is recorded, that begins, unless it goes
   * on already. It ends by {@link #endRecording} alone, whatever becomes of runs.
   *
   * @param recovery says how long to wait for the address, and when to try it again
   */
  default void beginRecording(StreamSpec spec, RecoveryConfig recovery) {}

  /**
   * Somebody asked for another try of a stream: crashes of the processes that decoded the address
   * that is recorded don't count any more.
   */
  default void forgiveRecording(String stream) {}

  /** A stream rests or ends: no address of its own is recorded any more. */
  default void endRecording(String stream) {}

  /**
   * A stream ends here, for good or to go on elsewhere: {@link #recorderCrashes} counts anew if it
   * comes again, as all other counts of it do.
   */
  default void forgetRecorderCrashes(String stream) {}

  /**
   * A stream was removed and its runs have ended, or were given up: what was kept of it is not
   * needed any more. One that comes under the same name is another one. Not called for the streams
   * that are there when the service ends.
   */
  default void forget(String stream) {}
}
