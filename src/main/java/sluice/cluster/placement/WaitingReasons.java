package sluice.cluster.placement;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says why streams wait. What is free is told as it is at the end of the plan. */
final class WaitingReasons {
  private final Board board;
  private final List<Entry> entries = new ArrayList<>();

  private enum Kind {
    UNSUITABLE,
    TURN,
    SOON,
    ROOM
  }

  private record Entry(StreamState stream, Kind kind, String detail) {}

  WaitingReasons(Board board) {
    this.board = board;
  }

  /** No node that takes streams has the labels. */
  void unsuitable(StreamState stream) {
    entries.add(new Entry(stream, Kind.UNSUITABLE, ""));
  }

  /** Enough is under way. */
  void turn(StreamState stream) {
    entries.add(new Entry(stream, Kind.TURN, ""));
  }

  /** A node makes room. */
  void soon(StreamState stream, NodeState node) {
    entries.add(new Entry(stream, Kind.SOON, node.name()));
  }

  /** It fits nowhere. */
  void room(StreamState stream) {
    entries.add(new Entry(stream, Kind.ROOM, ""));
  }

  List<Waiting> all() {
    Map<Profile, Double> free = new HashMap<>();
    return entries.stream()
        .map(entry -> new Waiting(entry.stream().id(), text(entry, free)))
        .toList();
  }

  private String text(Entry entry, Map<Profile, Double> free) {
    StreamState stream = entry.stream();
    Profile profile = stream.profile;
    String text =
        switch (entry.kind()) {
          case UNSUITABLE -> unsuitable(profile);
          case TURN -> board.underWay() + " moves are under way, its own comes after them";
          case SOON -> "node " + entry.detail() + " makes room for it";
          case ROOM -> room(stream, free.computeIfAbsent(profile, this::mostFree));
        };
    NodeState node = stream.node;
    return node != null && node.isLeaving() ? "node " + node.name() + " leaves; " + text : text;
  }

  private String unsuitable(Profile profile) {
    int all = board.nodes.size();
    if (all == 0) {
      return "there is no node";
    }
    if (profile.needs.isEmpty()) {
      return "no node takes streams";
    }
    String needs = "needs " + labels(profile.needs);
    String which =
        switch (profile.needs.size()) {
          case 1 -> "it";
          case 2 -> "both";
          default -> "them all";
        };
    if (profile.suitable == 0) {
      return "%s; 0 of %d nodes have %s".formatted(needs, all, which);
    }
    return "%s; %d of %d nodes have %s, and take no streams"
        .formatted(needs, profile.suitable, all, which);
  }

  private String room(StreamState stream, double free) {
    Profile profile = stream.profile;
    String nodes = profile.needs.isEmpty() ? "no node" : "no node with " + labels(profile.needs);
    String weight = number(stream.weight(), RoundingMode.CEILING);
    if (stream.weight() > profile.greatestCapacity + NodeState.TOLERANCE) {
      return "%s is large enough for weight %s: the largest has a capacity of %s"
          .formatted(nodes, weight, number(profile.greatestCapacity, RoundingMode.FLOOR));
    }
    return "%s has room for weight %s: %s are free at the most"
        .formatted(nodes, weight, number(free, RoundingMode.FLOOR));
  }

  private double mostFree(Profile profile) {
    return board.nodes.stream()
        .filter(node -> node.isOpen() && profile.suits(node))
        .mapToDouble(NodeState::free)
        .max()
        .orElse(0);
  }

  /** Labels as a list in a sentence. */
  static String labels(Set<String> labels) {
    List<String> all = List.copyOf(labels);
    if (all.size() < 2) {
      return String.join("", all);
    }
    return String.join(", ", all.subList(0, all.size() - 1)) + " and " + all.getLast();
  }

  /** Two decimals at the most, so that what is asked for never looks like what is free. */
  private static String number(double value, RoundingMode rounding) {
    return BigDecimal.valueOf(Math.max(0, value))
        .setScale(6, RoundingMode.HALF_EVEN)
        .setScale(2, rounding)
        .stripTrailingZeros()
        .toPlainString();
  }
}
