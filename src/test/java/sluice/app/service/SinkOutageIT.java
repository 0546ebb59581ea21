package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@link SinkOutageRun} does for minutes, in short: all servers killed, and the service. */
@Timeout(300)
class SinkOutageIT {
  @TempDir Path folder;

  @Test
  void whatWasInTheSpools_arrives_inOrder_whateverIsKilled() throws Exception {
    try (SinkOutages outages = new SinkOutages(folder, 20)) {
      outages.run(Duration.ofSeconds(2));
      outages.killServers();
      outages.run(Duration.ofSeconds(2));
      outages.killService();
      outages.run(Duration.ofSeconds(2));
      outages.startServers();
      assertThat(outages.end()).isZero();

      assertThat(outages.arrivals())
          .isNotEmpty()
          .allSatisfy(
              arrival -> {
                assertThat(arrival.spooled()).hasSizeGreaterThan(80);
                assertThat(arrival.missing()).isZero();
                assertThat(arrival.outOfOrder()).isZero();
                assertThat(arrival.stream().equals("every") ? arrival.gaps() : 0).isZero();
              });
    }
  }
}
