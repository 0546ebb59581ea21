package sluice.cluster.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sluice.cluster.placement.WeightEstimate;
import sluice.cluster.stream.PlacementEntry.Place;

/**
 * What the parts of a {@link PlacementBook} share: its nodes, its streams, its time, the epoch of
 * the last command, and whether a plan is due. It decides nothing and sends nothing. For one thread
 * at a time.
 */
final class PlacementState {
  private final NodeTable nodes;
  private final Function<String, OptionalDouble> known;
  private final Map<String, PlacementEntry> streams = new TreeMap<>();
  private long now;
  private long epoch;
  private boolean dirty;

  /**
   * Without nodes and streams, at time 0.
   *
   * @param margin how long the streams of a node that was downed may run there
   * @param known weights that a placer before has measured, by stream
   */
  PlacementState(Duration margin, Function<String, OptionalDouble> known) {
    this.nodes = new NodeTable(margin);
    this.known = known;
  }

  NodeTable nodes() {
    return nodes;
  }

  /** Milliseconds since the begin, as {@link #advance} has counted them. */
  long now() {
    return now;
  }

  void advance(long millis) {
    now += millis;
  }

  /** That of the last command; 0 before the first claim. */
  long epoch() {
    return epoch;
  }

  /** For another command. */
  long nextEpoch() {
    return ++epoch;
  }

  /** Commands are numbered from a new claim on, which is above all epochs before. */
  void beginTerm(long claim) {
    epoch = claim;
  }

  /** Whether something has changed since the last plan. */
  boolean isDirty() {
    return dirty;
  }

  /** Something has changed that a plan has to see. */
  void changed() {
    dirty = true;
  }

  /** A plan has seen all. */
  void planned() {
    dirty = false;
  }

  /** All streams by id; a copy, so that streams can be forgotten meanwhile. */
  Collection<PlacementEntry> streams() {
    return List.copyOf(streams.values());
  }

  @Nullable PlacementEntry stream(String id) {
    return streams.get(id);
  }

  /**
   * The stream of that id.
   *
   * @param place where it is if it was not known
   */
  PlacementEntry streamOrNew(String id, Place place) {
    return streams.computeIfAbsent(id, _ -> entry(id, place));
  }

  private PlacementEntry entry(String id, Place place) {
    PlacementEntry entry = new PlacementEntry(id, place);
    known.apply(id).ifPresent(weight -> entry.estimate = new WeightEstimate(weight));
    return entry;
  }

  /** What a node answers to questions before now about a stream is older than what is known. */
  void touch(PlacementEntry entry, NodeId node) {
    entry.changedAt = node;
    entry.changed = nodes.asks();
    dirty = true;
  }

  /** A stream is nowhere now. One that nobody wants is forgotten. */
  void free(PlacementEntry entry) {
    NodeId from = entry.node;
    dirty = true;
    entry.place = Place.FREE;
    entry.node = null;
    entry.target = null;
    entry.confirmed = false;
    if (entry.holdUntil <= now) {
      entry.reason = "";
    }
    if (from != null) {
      touch(entry, from);
    }
    if (entry.desired == null) {
      forget(entry);
    }
  }

  /** Takes a stream out, unless some node still has to end it. */
  void forget(PlacementEntry entry) {
    if (entry.strays.isEmpty()) {
      streams.remove(entry.id);
    }
  }
}
