package sluice.cluster.placement;

import java.util.Optional;

/**
 * Where a stream is. A stream without one is unplaced.
 *
 * @param state what it does there
 * @param node the node whose capacity it takes now
 * @param to the node that it moves to, where room is kept for it; only while it {@link State#HALTS}
 */
public record Location(State state, String node, Optional<String> to) {
  /** What a stream does where it is. */
  public enum State {
    /** It runs. */
    RUNS,
    /** It runs, and was moved so lately that it is not moved for balance or preference. */
    RESTS,
    /** It was told to run. */
    STARTS,
    /** It was told to end there. */
    HALTS
  }

  /** One that runs. */
  public static Location runs(String node) {
    return new Location(State.RUNS, node, Optional.empty());
  }

  /** One that runs and is not to be moved for balance or preference. */
  public static Location rests(String node) {
    return new Location(State.RESTS, node, Optional.empty());
  }

  /** One that was told to run. */
  public static Location starts(String node) {
    return new Location(State.STARTS, node, Optional.empty());
  }

  /** One that was told to end, to be placed anew or not at all. */
  public static Location halts(String node) {
    return new Location(State.HALTS, node, Optional.empty());
  }

  /** One that was told to end, and begins at another node then. */
  public static Location moves(String node, String to) {
    return new Location(State.HALTS, node, Optional.of(to));
  }

  /** Whether it runs and nothing is under way. */
  boolean isSettled() {
    return state == State.RUNS || state == State.RESTS;
  }
}
