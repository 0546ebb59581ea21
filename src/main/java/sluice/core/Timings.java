package sluice.core;

import java.util.Arrays;

/**
 * The latencies of one frame in nanoseconds, indexed by {@link LatencyStage}; 0 where nothing was
 * measured. A stage counts its own work only; waiting for another stage is counted nowhere but in
 * {@link LatencyStage#REQUEST_WAIT} and, as part of the whole, in {@link LatencyStage#END_TO_END}.
 *
 * <p>Written by the one thread that has the frame at the time; frames change threads through
 * hand-offs that order these writes.
 */
@SuppressWarnings("EnumOrdinal") // indexes an array that never leaves the process
public final class Timings {
  private static final int STAGES = LatencyStage.values().length;

  /** Copied on write once it is {@link #shared}: sinks' snapshots cost no array of their own. */
  private long[] nanos;

  private boolean shared;

  /** Nothing was measured yet. */
  public Timings() {
    this(new long[STAGES], false);
  }

  private Timings(long[] nanos, boolean shared) {
    this.nanos = nanos;
    this.shared = shared;
  }

  /** What a stage spent, nanoseconds. */
  public long get(LatencyStage stage) {
    return nanos[stage.ordinal()];
  }

  /** Notes what a stage spent, nanoseconds. */
  public void set(LatencyStage stage, long spentNanos) {
    if (shared) {
      nanos = Arrays.copyOf(nanos, STAGES);
      shared = false;
    }
    nanos[stage.ordinal()] = spentNanos;
  }

  /** A snapshot, which later writes don't change; to be taken by the thread that has the frame. */
  public Timings snapshot() {
    shared = true;
    return new Timings(nanos, true);
  }
}
