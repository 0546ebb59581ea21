package sluice.cluster.placement;

import org.jspecify.annotations.Nullable;

/** A stream while a plan is made. */
final class StreamState {
  final StreamDemand demand;
  final Profile profile;

  /** Where it runs; none where it is unplaced. */
  final @Nullable NodeState node;

  /** Whether it was moved lately. */
  final boolean rests;

  /** Whether this plan moves it, or keeps a place for it to move to. */
  boolean moved;

  StreamState(StreamDemand demand, Profile profile, @Nullable NodeState node, boolean rests) {
    this.demand = demand;
    this.profile = profile;
    this.node = node;
    this.rests = rests;
  }

  String id() {
    return demand.id();
  }

  double weight() {
    return demand.weight();
  }

  int priority() {
    return demand.priority();
  }
}
