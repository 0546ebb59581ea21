package sluice.cluster.stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.cluster.stream.PlacementEntry.Place;
import sluice.cluster.stream.PlacementEntry.Stray;

/**
 * The commands about streams that a placer gives to nodes. Each has an epoch of its own and is sent
 * again, as it is, until its node has answered. Whether a stream may begin somewhere is for the
 * caller to know; a stream's place changes here as a command says and in no other way.
 */
final class StreamCommands {
  private static final Logger LOG = LoggerFactory.getLogger(StreamCommands.class);

  private final PlacementState state;
  private final PlacerOutbox outbox;
  private final long retryMillis;

  /**
   * Without any command.
   *
   * @param retryMillis after which a command that was not answered is sent again
   */
  StreamCommands(PlacementState state, PlacerOutbox outbox, long retryMillis) {
    this.state = state;
    this.outbox = outbox;
    this.retryMillis = retryMillis;
  }

  /** Begins a stream at a node. It must be {@linkplain PlacementEntry#mayStart free to}. */
  void start(PlacementEntry entry, NodeId node) {
    entry.place = Place.STARTING;
    entry.begunAt = state.now();
    entry.node = node;
    entry.target = null;
    order(entry, node);
  }

  /**
   * Ends a stream at its node; one that is at no node stays as it is.
   *
   * @param target where it is to run when it has ended; null where that is not known, or nowhere
   * @param reason why it moves; empty where it ends for good
   */
  void halt(PlacementEntry entry, @Nullable NodeId target, String reason) {
    NodeId node = entry.node;
    if (node == null) {
      return;
    }
    entry.place = Place.HALTING;
    entry.target = target;
    entry.reason = reason;
    order(entry, node);
  }

  /** Its node is told if what is desired is not what it runs. */
  void update(PlacementEntry entry) {
    DesiredStream wanted = entry.desired;
    NodeId node = entry.node;
    boolean runs = entry.place == Place.RUNNING || entry.place == Place.STARTING;
    if (runs && wanted != null && node != null && entry.version != wanted.version()) {
      order(entry, node);
    }
  }

  /** Ends a stream at a node that runs it beside its own. */
  void haltStray(PlacementEntry entry, NodeId node) {
    LOG.warn("stream {} also runs at node {}: it ends there", entry.id, node);
    Stray stray = new Stray();
    stray.epoch = state.nextEpoch();
    entry.strays.put(node, stray);
    send(entry, node, stray);
  }

  /** Gives a command about a stream to its node, with an epoch of its own. */
  private void order(PlacementEntry entry, NodeId node) {
    entry.epoch = state.nextEpoch();
    entry.confirmed = false;
    state.touch(entry, node);
    send(entry, node);
  }

  private void send(PlacementEntry entry, NodeId id) {
    entry.sentAt = state.now();
    NodeTable.Node node = state.nodes().get(id);
    DesiredStream wanted = entry.desired;
    if (node == null) {
      return;
    }
    if (entry.place == Place.HALTING) {
      outbox.halt(node.info, entry.id, wanted == null, entry.epoch);
    } else if (wanted != null) {
      entry.version = wanted.version();
      outbox.run(node.info, wanted, entry.epoch);
    }
  }

  private void send(PlacementEntry entry, NodeId id, Stray stray) {
    stray.sentAt = state.now();
    NodeTable.Node node = state.nodes().get(id);
    if (node != null) {
      outbox.halt(node.info, entry.id, false, stray.epoch);
    }
  }

  /** Sends again what was not answered for long enough. */
  void sendAgain() {
    for (PlacementEntry entry : state.streams()) {
      NodeId node = entry.node;
      if (node != null && isUnanswered(entry) && isDue(entry.sentAt)) {
        send(entry, node);
      }
      entry.strays.forEach(
          (id, stray) -> {
            if (isDue(stray.sentAt)) {
              send(entry, id, stray);
            }
          });
    }
  }

  private boolean isDue(long sentAt) {
    return state.now() - sentAt >= retryMillis;
  }

  private static boolean isUnanswered(PlacementEntry entry) {
    return entry.isHeld() && !entry.confirmed;
  }

  /**
   * Gives commands that were not answered epochs of a claim that has just begun: nodes refuse those
   * below. They are due to be sent again.
   */
  void renumber() {
    long due = state.now() - retryMillis;
    for (PlacementEntry entry : state.streams()) {
      if (isUnanswered(entry)) {
        entry.epoch = state.nextEpoch();
        entry.sentAt = due;
      }
      for (Stray stray : entry.strays.values()) {
        stray.epoch = state.nextEpoch();
        stray.sentAt = due;
      }
    }
  }
}
