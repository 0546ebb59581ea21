package sluice.cluster.stream;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import sluice.cluster.placement.Location;
import sluice.cluster.placement.StreamDemand;
import sluice.cluster.placement.WeightEstimate;

/** What a placer knows of a stream. */
final class PlacementEntry {
  final String id;

  /** None of a stream that is to end. */
  @Nullable DesiredStream desired;

  Place place;

  /** The node that has it, or had it, unless it is unknown or free. */
  @Nullable NodeId node;

  /** Where it is to run when it has ended. */
  @Nullable NodeId target;

  /** Of the last command about it. */
  long epoch;

  /** When that was sent last. */
  long sentAt;

  /** Whether the node has said that it follows the last command. */
  boolean confirmed;

  /** Version of the desired state that the node runs, or was told to run. */
  long version;

  /** The node at which something has changed last. */
  @Nullable NodeId changedAt;

  /** The last question before that: what that node answers to it, or to one before, is older. */
  long changed;

  /** Other nodes that run it too, against all intention, with the epoch of the command to end. */
  final Map<NodeId, Stray> strays = new HashMap<>();

  /** As it was measured; none before that. */
  @Nullable WeightEstimate estimate;

  /** When its node was told to run it, or it was found there. */
  long begunAt;

  /** Until when it is not moved for balance or preference. */
  long restUntil;

  /** Until when it is not tried again. */
  long holdUntil;

  /** Why it moves, or could not be begun. */
  String reason = "";

  /** Why it was not placed by the last plan. */
  String waiting = "";

  /** Where a stream is. */
  enum Place {
    /** Nobody has said that it runs, and not all have been heard. */
    UNKNOWN,
    /** Nowhere. */
    FREE,
    /** Its node was told to run it. */
    STARTING,
    /** It runs at its node. */
    RUNNING,
    /** Its node was told to end it. */
    HALTING,
    /** Its node is gone, and the margin is not over. */
    LOST
  }

  /** A run that should not be. */
  static final class Stray {
    long epoch;
    long sentAt;
  }

  PlacementEntry(String id, Place place) {
    this.id = id;
    this.place = place;
  }

  boolean isAt(NodeId other) {
    return other.equals(node);
  }

  /** Whether what a node answered to a question is older than what is known. */
  boolean isNewerThan(NodeId answering, long ask) {
    return answering.equals(changedAt) && ask <= changed;
  }

  /** Whether its node has it, as far as is known. */
  boolean isHeld() {
    return place == Place.STARTING || place == Place.RUNNING || place == Place.HALTING;
  }

  /** Whether it may begin somewhere, as far as it depends on itself: it is wanted, and nowhere. */
  boolean mayStart(long now) {
    return place == Place.FREE && desired != null && strays.isEmpty() && holdUntil <= now;
  }

  double weight() {
    DesiredStream wanted = desired;
    double expected = wanted == null ? WeightEstimate.UNKNOWN.weight() : wanted.expected();
    WeightEstimate measured = estimate;
    double known = measured == null ? expected : measured.weight();
    return wanted == null ? known : wanted.placement().weight().orElse(known);
  }

  /** Its weight as it was measured. */
  OptionalDouble measured() {
    WeightEstimate measured = estimate;
    return measured == null ? OptionalDouble.empty() : OptionalDouble.of(measured.weight());
  }

  /**
   * Whether its weight is what it was expected to cost, which can be far from what will be measured
   * soon.
   */
  boolean isGuessed() {
    DesiredStream wanted = desired;
    return isHeld() && estimate == null && wanted != null && wanted.placement().weight().isEmpty();
  }

  StreamDemand demand() {
    DesiredStream wanted = desired;
    if (wanted == null) {
      return StreamDemand.of(id, weight());
    }
    DesiredStream.Wishes wishes = wanted.placement();
    return new StreamDemand(
        id, weight(), wishes.needs(), wishes.prefers(), wishes.avoids(), wishes.priority());
  }

  /**
   * Where it is, for a plan; none where it is nowhere.
   *
   * @param rests whether it is not moved for balance or preference, whenever that was done last
   */
  @Nullable Location location(long now, boolean rests) {
    NodeId at = node;
    if (at == null) {
      return null;
    }
    NodeId to = target;
    return switch (place) {
      case STARTING -> Location.starts(at.address());
      case RUNNING ->
          rests || restUntil > now ? Location.rests(at.address()) : Location.runs(at.address());
      case HALTING ->
          to == null ? Location.halts(at.address()) : Location.moves(at.address(), to.address());
      case UNKNOWN, FREE, LOST -> null;
    };
  }
}
