package sluice.http.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import sluice.json.JsonField;

/** The answers about the cluster, and the very JSON that the API gives. */
public final class ClusterAnswers {
  private ClusterAnswers() {}

  /** The cluster as the node sees it that was asked. */
  public record Cluster(
      @JsonField(description = "the node that answers") String node,
      @JsonField(description = "all nodes") List<Node> nodes,
      @JsonField(description = "where each stream is") List<Placed> streams) {}

  /** A node. */
  public record Node(
      @JsonField(description = "host and port of its cluster address") String name,
      @JsonField(description = "as a member") ClusterView.Status status,
      @JsonField(description = "whether the nodes that watch it hear of it") boolean reachable,
      @JsonField(
              description = "weights of streams that it may have together; 0 where unknown",
              decimals = 3)
          double capacity,
      @JsonField(description = "by which streams choose it") List<String> labels,
      @JsonField(description = "of the streams that it has", decimals = 3) double weight,
      @JsonField(description = "how many streams it has") int streams,
      @JsonField(
              description = "its place by the time at which it came up, the oldest is 1; 0 before")
          int age,
      @JsonField(description = "whether it places the streams") boolean placer,
      @JsonField(description = "whether it takes streams") ClusterView.Intake intake,
      @JsonField(
              description =
                  "how long ago it told of its streams; absent for the node that answers, and where"
                      + " nobody has asked for statuses yet")
          Optional<Duration> told) {

    static Node of(ClusterView.Node node, Optional<Duration> age) {
      return new Node(
          node.name(),
          node.status(),
          node.reachable(),
          node.capacity(),
          List.copyOf(new TreeSet<>(node.labels())),
          node.weight(),
          node.streams(),
          node.age(),
          node.placer(),
          node.intake(),
          age);
    }
  }

  /** Where a stream is. */
  public record Placed(
      @JsonField(description = "the stream") String id,
      @JsonField(description = "what is done about it") StreamPlacement.State state,
      @JsonField(description = "the node that has it; absent where none has") Optional<String> node,
      @JsonField(description = "the node that it moves to") Optional<String> movesTo,
      @JsonField(description = "number of the last command about it") long epoch,
      @JsonField(description = "why it waits or moves", omitEmpty = true) String reason) {

    static Placed of(String id, StreamPlacement placement) {
      return new Placed(
          id,
          placement.state(),
          placement.node(),
          placement.to(),
          placement.epoch(),
          placement.reason());
    }
  }

  /** Where a stream shall go. */
  public record Move(@JsonField(description = "name of a node") String to) {}

  /** What was accepted; it is done in its own time. */
  public record Accepted(@JsonField(description = "what is done now, in words") String accepted) {}
}
