package sluice.cluster.stream;

import java.time.Duration;
import sluice.cluster.placement.PlannerLimits;

/**
 * Settings of the placer.
 *
 * @param margin how long after a member was downed its streams may still run there
 * @param collect how long the placer waits at its start for agents to say what they run
 * @param unsure how long after that streams that no agent has named wait for members whose agents
 *     say nothing. Such members can be reached: others are removed from the cluster, which is
 *     waited for
 * @param retry after which what was not answered is sent again
 * @param reportEvery time between questions to agents that have answered
 * @param rest how long a stream that was moved for balance or preference is not moved for these
 * @param holdOff how long a stream that could not be begun waits before it is tried again
 * @param limits of the plans
 */
public record PlacerSettings(
    Duration margin,
    Duration collect,
    Duration unsure,
    Duration retry,
    Duration reportEvery,
    Duration rest,
    Duration holdOff,
    PlannerLimits limits) {
  /** The usual ones, with the margin of the cluster's downing strategy. */
  public static PlacerSettings withMargin(Duration margin) {
    return new PlacerSettings(
        margin,
        Duration.ofSeconds(3),
        Duration.ofSeconds(60),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(5),
        Duration.ofSeconds(30),
        PlannerLimits.DEFAULT);
  }
}
