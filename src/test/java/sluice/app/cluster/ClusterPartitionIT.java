package sluice.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import sluice.service.recovery.FatalErrorHandler;

/**
 * A node of a cluster of real processes that is cut off by its network; takes a minute, and is run
 * by {@code -Dsluice.cluster.partition=true}.
 */
@EnabledIfSystemProperty(named = "sluice.cluster.partition", matches = "true")
@Timeout(400)
@Tag("alone")
class ClusterPartitionIT {
  private static final int NODES = 3;
  private static final int STREAMS = 6;

  @TempDir Path folder;

  @Test
  void aNodeThatIsCutOff_endsItsStreamsBeforeTheyRunElsewhere_andComesBackLater() throws Exception {
    try (NodeNetwork network = network()) {
      PartitionDrill.Outcome outcome =
          PartitionDrill.run(
              network,
              folder,
              NODES,
              DrillSettings.streams(STREAMS),
              2,
              "failover { detect = 2s, decide = 2s, margin = 1s }",
              Duration.ofSeconds(8));

      assertThat(outcome.exitCode()).isEqualTo(FatalErrorHandler.Cause.CLUSTER_LOST.exitCode());
      assertThat(outcome.lag()).isLessThan(Duration.ofMillis(500));
      assertThat(outcome.moved()).as("streams that were moved though they need not").isZero();
      assertThat(outcome.healed()).as("nodes that have streams").hasSize(NODES);
    }
  }

  private static NodeNetwork network() {
    try {
      return new NodeNetwork(NODES);
    } catch (IOException e) {
      return abort("network namespaces need root, iproute2 and veth: " + e.getMessage());
    }
  }
}
