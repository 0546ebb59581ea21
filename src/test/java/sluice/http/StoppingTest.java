package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.RawLiveSocket;

/** Whoever watches and doesn't read must not hold up the end of the server. */
@Timeout(60)
class StoppingTest {
  /** More than the buffers of a connection hold. */
  private static final byte[] HUGE = new byte[32 << 20];

  private static final Duration NEVER = Duration.ofHours(1);

  @TempDir Path folder;
  private @Nullable TestService service;

  @BeforeEach
  void start() {
    service = new TestService(folder, TestHttpSettings.http());
  }

  @AfterEach
  void stop() {
    tested().close();
  }

  private TestService tested() {
    TestService started = service;
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return started;
  }

  /** Fills the connections of all who watch, until none takes more. */
  private void flood() {
    FakeLivePictures live = tested().ports.live;
    for (int number = 1; number <= 3; number++) {
      live.come(FakeLivePictures.picture("lobby", number, HUGE));
    }
  }

  private void assertEndsByItself() throws Exception {
    tested().server.stop(NEVER).toCompletableFuture().get(30, TimeUnit.SECONDS);
    await().until(() -> tested().ports.live.watches.isEmpty());
    assertThat(tested().telemetry.liveViewers().count()).isZero();
  }

  @Test
  void mjpegClientThatDoesNotRead_isDisconnected_onStop() throws Exception {
    int port = tested().server.address().getPort();
    try (RawLiveSocket socket = RawLiveSocket.get(port, "/api/v1/streams/lobby/live.mjpg")) {
      await().until(() -> !tested().ports.live.watches.isEmpty());
      flood();
      await().until(() -> socket.in().available() > 0);
      assertEndsByItself();
    }
  }

  @Test
  void socketClientThatDoesNotRead_isDisconnected_onStop() throws Exception {
    TestService tested = tested();
    String ticket =
        TestService.json(tested.send("POST", "/api/v1/live/tickets", "{}")).get("ticket").asText();
    try (RawLiveSocket socket = RawLiveSocket.enter(tested.server.address().getPort(), ticket)) {
      socket.say("{\"type\":\"watch\",\"pictures\":{\"lobby\":320}}");
      await().until(() -> !tested.ports.live.watches.isEmpty());
      flood();
      assertEndsByItself();
    }
  }
}
