package sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterMetersTest {
  private final Telemetry telemetry =
      new Telemetry(
          "1", new ProcessResources(() -> 0, () -> 0, () -> 0), InstantSource.system(), false);

  @AfterEach
  void close() {
    telemetry.close();
  }

  private List<String> scraped() {
    StringBuilder text = new StringBuilder();
    telemetry
        .scrape(MetricFormat.PLAIN)
        .forEachRemaining(part -> text.append(new String(part, StandardCharsets.UTF_8)));
    return text.toString().lines().filter(line -> line.startsWith("sluice_cluster")).toList();
  }

  @Test
  void serviceOnItsOwn_tellsNothingOfACluster() {
    assertThat(scraped()).isEmpty();
  }

  @Test
  void node_tellsEachFact_asItIsAtTheScrape() {
    Facts facts = new Facts();
    telemetry.cluster(facts);
    facts.begun = 6;
    facts.majority = false;

    assertThat(scraped())
        .containsExactlyInAnyOrder(
            "sluice_cluster_nodes{status=\"up\"} 3.0",
            "sluice_cluster_nodes{status=\"joining\"} 0.0",
            "sluice_cluster_nodes{status=\"leaving\"} 0.0",
            "sluice_cluster_nodes{status=\"unreachable\"} 1.0",
            "sluice_cluster_streams{placement=\"waiting\"} 2.0",
            "sluice_cluster_streams{placement=\"starting\"} 0.0",
            "sluice_cluster_streams{placement=\"running\"} 40.0",
            "sluice_cluster_streams{placement=\"moving\"} 0.0",
            "sluice_cluster_streams{placement=\"ending\"} 0.0",
            "sluice_cluster_node_capacity 24.5",
            "sluice_cluster_node_weight 10.25",
            "sluice_cluster_placer 0.0",
            "sluice_cluster_placer_known 1.0",
            "sluice_cluster_majority 0.0",
            "sluice_cluster_state_healthy 1.0",
            "sluice_cluster_streams_begun_total 6.0",
            "sluice_cluster_streams_ended_total 1.0");
  }

  /** Each answer is another one, so that none is taken for another. */
  private static final class Facts implements ClusterFacts {
    private long begun;
    private boolean majority = true;

    @Override
    public long nodes(NodeStatus status) {
      return switch (status) {
        case UP -> 3;
        case UNREACHABLE -> 1;
        default -> 0;
      };
    }

    @Override
    public long streams(Placement placement) {
      return switch (placement) {
        case WAITING -> 2;
        case RUNNING -> 40;
        default -> 0;
      };
    }

    @Override
    public double capacity() {
      return 24.5;
    }

    @Override
    public double weight() {
      return 10.25;
    }

    @Override
    public boolean isPlacer() {
      return false;
    }

    @Override
    public boolean isPlacerKnown() {
      return true;
    }

    @Override
    public boolean hasMajority() {
      return majority;
    }

    @Override
    public boolean isStateHealthy() {
      return true;
    }

    @Override
    public long begun() {
      return begun;
    }

    @Override
    public long ended() {
      return 1;
    }
  }
}
