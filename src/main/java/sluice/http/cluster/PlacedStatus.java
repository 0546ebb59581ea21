package sluice.http.cluster;

import java.time.Duration;
import java.util.Optional;
import sluice.json.JsonField;

/**
 * What a cluster adds to a stream's status, and the very JSON that the API gives.
 *
 * @param node absent where none has it
 * @param nodeUnreachable absent where the node answers, or none has the stream
 * @param age absent where the node answers
 */
public record PlacedStatus(
    @JsonField(description = "in a cluster: the node that has the stream; absent where none has")
        Optional<String> node,
    @JsonField(
            description =
                "in a cluster: what is done about the stream: waiting, starting,"
                    + " running, moving, ending or unknown")
        StreamPlacement.State placement,
    @JsonField(description = "in a cluster: why it waits or moves", omitEmpty = true)
        String placementReason,
    @JsonField(description = "in a cluster: the node that it moves to") Optional<String> movesTo,
    @JsonField(
            description =
                "in a cluster: number of the last command about the stream, which its results name"
                    + " too")
        long epoch,
    @JsonField(
            description =
                "in a cluster: true where the node doesn't answer, and the rest is what it said"
                    + " last")
        Optional<Boolean> nodeUnreachable,
    @JsonField(
            description = "in a cluster: how old what is shown is, where the node doesn't answer")
        Optional<Duration> age) {

  /**
   * What is shown besides of a stream of which no status is known.
   *
   * @param state as the states of streams, and {@code waiting-for-node}
   * @param cause in words
   */
  record Unknown(String state, String cause) {}

  Unknown withoutStatus() {
    String state =
        switch (placement) {
          case WAITING, UNKNOWN -> "waiting-for-node";
          case STARTING, RUNNING, MOVING -> "starting";
          case ENDING -> "stopped";
        };
    String cause =
        placementReason.isEmpty()
            ? node.map(each -> "node " + each + " has not told of it yet").orElse("no node has it")
            : placementReason;
    return new Unknown(state, cause);
  }

  /** Of a stream whose node answers, or that no node has. */
  static PlacedStatus of(StreamPlacement placement, Optional<String> node) {
    return new PlacedStatus(
        node,
        placement.state(),
        placement.reason(),
        placement.to(),
        placement.epoch(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The same, of a node that doesn't answer.
   *
   * @param age of what is known; absent where nothing is
   */
  PlacedStatus unreachable(Optional<Duration> age) {
    return new PlacedStatus(
        node, placement, placementReason, movesTo, epoch, Optional.of(true), age);
  }
}
