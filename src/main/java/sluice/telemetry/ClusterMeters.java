package sluice.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/** The meters of a node of a cluster, whose values are asked for when they are scraped. */
final class ClusterMeters {
  private final MeterRegistry registry;
  private final ClusterFacts facts;

  private ClusterMeters(MeterRegistry registry, ClusterFacts facts) {
    this.registry = registry;
    this.facts = facts;
  }

  /** Registers them; once for a registry, which holds the facts from then on. */
  static void register(MeterRegistry registry, ClusterFacts facts) {
    new ClusterMeters(registry, facts).register();
  }

  private void register() {
    for (ClusterFacts.NodeStatus status : ClusterFacts.NodeStatus.values()) {
      gauge(
          "sluice.cluster.nodes",
          "Nodes of the cluster as this one sees them",
          Tags.of("status", status.wireName()),
          () -> facts.nodes(status));
    }
    for (ClusterFacts.Placement placement : ClusterFacts.Placement.values()) {
      gauge(
          "sluice.cluster.streams",
          "Streams of the whole cluster; each node tells the same",
          Tags.of("placement", placement.wireName()),
          () -> facts.streams(placement));
    }
    gauge(
        "sluice.cluster.node.capacity",
        "Weights of streams that this node may have together",
        Tags.empty(),
        facts::capacity);
    gauge(
        "sluice.cluster.node.weight",
        "Weight of the streams that this node has, those that come included",
        Tags.empty(),
        facts::weight);
    gauge("sluice.cluster.placer", "1 while this node places the streams, else 0", facts::isPlacer);
    gauge(
        "sluice.cluster.placer.known",
        "1 while the node that places the streams is heard of, else 0",
        facts::isPlacerKnown);
    gauge(
        "sluice.cluster.majority",
        "1 while enough nodes are heard of to keep a change, else 0",
        facts::hasMajority);
    gauge(
        "sluice.cluster.state.healthy",
        "1 while this node's disk takes what the cluster keeps, else 0",
        facts::isStateHealthy);
    counter(
        "sluice.cluster.streams.begun", "Streams that this node was given", ClusterFacts::begun);
    counter(
        "sluice.cluster.streams.ended",
        "Streams that have ended at this node: moved away, removed or given up",
        ClusterFacts::ended);
  }

  private void gauge(String name, String help, BooleanSupplier value) {
    gauge(name, help, Tags.empty(), () -> value.getAsBoolean() ? 1 : 0);
  }

  private void gauge(String name, String help, Tags tags, DoubleSupplier value) {
    Gauge.builder(name, value::getAsDouble).description(help).tags(tags).register(registry);
  }

  /** Held by the gauges, whose suppliers the registry holds. */
  private void counter(String name, String help, ToDoubleFunction<ClusterFacts> value) {
    FunctionCounter.builder(name, facts, value).description(help).register(registry);
  }
}
