package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients that send a header byte by byte do to others: nothing. */
@Timeout(120)
class DripTest {
  @TempDir Path folder;

  private static int asks(TestService service, String path, String token) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client
          .send(
              service.request(path).header("Authorization", "Bearer " + token).build(),
              HttpResponse.BodyHandlers.ofString())
          .statusCode();
    }
  }

  /** The short form of {@link DripRun}. */
  @Test
  void drippingClients_closeHealthAndApiToNobody() throws Exception {
    try (TestService service =
            new TestService(folder, TestHttpSettings.http().withToken().connectionsPerAddress(32));
        DrippingClients clients = new DrippingClients(service.server.address(), 300)) {
      for (int i = 0; i < 20; i++) {
        assertThat(asks(service, "/health/live", "none")).isEqualTo(200);
        asks(service, "/api/v1/streams", "wrong");
        assertThat(asks(service, "/api/v1/streams", TestHttpSettings.TOKEN)).isEqualTo(200);
        clients.drip();
      }
      assertThat(clients.cut()).isPositive();
    }
  }

  @Test
  void headerThatDrips_isCutAtItsDeadline() throws Exception {
    try (TestService service =
            new TestService(folder, TestHttpSettings.http().headerTimeout(Duration.ofSeconds(1)));
        DrippingClients clients = new DrippingClients(service.server.address(), 1)) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                clients.drip();
                return clients.cut() > 0;
              });
    }
  }
}
