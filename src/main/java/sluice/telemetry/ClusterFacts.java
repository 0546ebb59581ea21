package sluice.telemetry;

import java.util.Locale;

/**
 * The port to what a node of a cluster tells in its metrics. Asked at each scrape, by any thread;
 * answers at once.
 */
public interface ClusterFacts {
  /** What a node is to the one that tells; each node is one of them. */
  enum NodeStatus {
    /** A member, and heard of. */
    UP,
    /** Wants to be a member. */
    JOINING,
    /** Ends in order, or has. */
    LEAVING,
    /** Not heard of, or counts as lost. */
    UNREACHABLE;

    /** As a label has it. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is done about a stream. */
  enum Placement {
    /** It runs nowhere. */
    WAITING,
    /** Its node was told to run it. */
    STARTING,
    /** It runs. */
    RUNNING,
    /** It ends at its node, to begin at another one or to wait. */
    MOVING,
    /** It ends for good. */
    ENDING;

    /** As a label has it. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How many nodes there are of a status, the one that tells among them. */
  long nodes(NodeStatus status);

  /** How many streams of the whole cluster there are of a kind, as far as this node was told. */
  long streams(Placement placement);

  /** Weights of streams that this node may have together. */
  double capacity();

  /** Weight of the streams that this node has, those that come included. */
  double weight();

  /** Whether this node places the streams. */
  boolean isPlacer();

  /** Whether the placer is heard of, and has told where streams are. */
  boolean isPlacerKnown();

  /** Whether so many nodes are heard of that a change can be kept. */
  boolean hasMajority();

  /** Whether this node's disk takes what the cluster keeps. */
  boolean isStateHealthy();

  /** How many streams this node was given so far, one that came again each time. */
  long begun();

  /** How many streams have ended here so far: moved away, removed or given up. */
  long ended();
}
