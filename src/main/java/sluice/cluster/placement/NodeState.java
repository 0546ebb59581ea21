package sluice.cluster.placement;

import java.util.ArrayList;
import java.util.List;

/** A node while a plan is made. */
final class NodeState {
  /** Sums of weights are not exact. */
  static final double TOLERANCE = 1e-9;

  final int index;
  final NodeOffer offer;

  /** What runs here and is not about to leave, by priority, the lowest first, then by name. */
  final List<StreamState> settled = new ArrayList<>();

  /** Weight of all that is here, that comes here, and that room is kept for. */
  private double taken;

  /** Weight of what is about to leave. */
  private double ending;

  /** Streams that ran and are on their way from here or to here. */
  int transfers;

  NodeState(int index, NodeOffer offer) {
    this.index = index;
    this.offer = offer;
  }

  String name() {
    return offer.node();
  }

  boolean isOpen() {
    return offer.intake() == NodeOffer.Intake.OPEN;
  }

  boolean isLeaving() {
    return offer.intake() == NodeOffer.Intake.LEAVING;
  }

  void take(double weight) {
    taken += weight;
  }

  void giveBack(double weight) {
    taken -= weight;
  }

  void end(double weight) {
    ending += weight;
  }

  /** Capacity that is free now. */
  double free() {
    return offer.capacity() - taken;
  }

  /** Capacity that is free when all has left that is about to. */
  double freeSoon() {
    return offer.capacity() - load();
  }

  boolean fits(double weight) {
    return isOpen() && weight <= free() + TOLERANCE;
  }

  /** What it has to do when all that is under way has come and gone. */
  double load() {
    return taken - ending;
  }

  /** Share of the capacity that is in use then; of a node without any, it is full. */
  double ratio() {
    return ratioWith(0);
  }

  /** The share with so much more weight. */
  double ratioWith(double more) {
    double capacity = offer.capacity();
    return capacity > 0 ? (load() + more) / capacity : 1;
  }
}
