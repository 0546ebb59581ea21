package sluice.service.recovery;

/** Handler of fatal errors: ends the process, for its supervisor to restart it. */
@FunctionalInterface
public interface FatalErrorHandler {

  /** Causes from which the process can't recover by itself. */
  enum Cause {
    /** Too many threads are stuck in native code. */
    STUCK_THREADS(8),
    /** A device failed repeatedly. */
    DEVICE_FAILURES(9),
    /** The cluster goes on without this node, which didn't leave it. */
    CLUSTER_LOST(11);

    private final int exitCode;

    Cause(int exitCode) {
      this.exitCode = exitCode;
    }

    /** The process's exit code. */
    public int exitCode() {
      return exitCode;
    }
  }

  /**
   * Ends the process soon; returns at once. Called by any thread, perhaps more than once.
   *
   * @param message what happened, in one line
   */
  void end(Cause cause, String message);
}
