package sluice.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sluice.config.settings.HttpConfig;
import sluice.http.access.ConnectionLimiter.Connection;

class ConnectionLimiterTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress MALLORY = InetAddress.ofLiteral("192.0.2.1");

  private final List<String> cut = new ArrayList<>();
  private long now;
  private final ConnectionLimiter limiter = limiter(false);

  private ConnectionLimiter limiter(boolean behindProxy) {
    HttpConfig.Limits limits =
        new HttpConfig.Limits(
            1_000,
            16,
            6,
            4,
            4,
            4,
            100,
            4,
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60));
    HttpConfig config =
        new HttpConfig(
            "127.0.0.1",
            0,
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            behindProxy,
            Set.of(),
            1,
            limits);
    return new ConnectionLimiter(config, () -> now);
  }

  private Optional<Connection> admit(ConnectionLimiter limiter, InetAddress peer, String name) {
    Optional<Connection> connection = limiter.admit(peer);
    connection.ifPresent(
        each ->
            each.onCut(
                () -> {
                  cut.add(name);
                  each.closed();
                }));
    now++;
    return connection;
  }

  private Connection open(InetAddress peer, String name) {
    return admit(limiter, peer, name).orElseThrow();
  }

  private void answering(InetAddress peer, String name) {
    open(peer, name).requestCame();
  }

  @Test
  void headerThatDrips_isCutAtItsDeadline_howeverItComes() {
    open(MALLORY, "drips");
    answering(MALLORY, "asks");
    now = Duration.ofSeconds(9).toNanos();
    limiter.cutOverdue();
    assertThat(cut).isEmpty();
    now = Duration.ofSeconds(11).toNanos();
    limiter.cutOverdue();
    assertThat(cut).containsExactly("drips");
    assertThat(limiter.size()).isEqualTo(1);
  }

  @Test
  void nextRequest_mayTakeAsLongAsAConnectionMayBeSilent() {
    Connection kept = open(MALLORY, "kept");
    kept.requestCame();
    now = Duration.ofSeconds(100).toNanos();
    kept.answered();
    now = Duration.ofSeconds(159).toNanos();
    limiter.cutOverdue();
    assertThat(cut).isEmpty();
    now = Duration.ofSeconds(161).toNanos();
    limiter.cutOverdue();
    assertThat(cut).containsExactly("kept");
  }

  @Test
  void addressWithItsShareFull_displacesItsOwnOldestThatWaits() {
    open(HERE, "other");
    answering(MALLORY, "asks");
    for (int i = 1; i < 6; i++) {
      open(MALLORY, "drip " + i);
    }
    open(MALLORY, "one more");
    assertThat(cut).containsExactly("drip 1");
  }

  @Test
  void addressWhoseConnectionsAreAllAnswered_isRefused() {
    for (int i = 0; i < 6; i++) {
      answering(MALLORY, "asks");
    }
    assertThat(admit(limiter, MALLORY, "one more")).isEmpty();
    assertThat(admit(limiter, HERE, "here")).isPresent();
    assertThat(cut).isEmpty();
  }

  @Test
  void otherMachines_leavePlacesForThisOne() {
    for (int i = 0; i < 12; i++) {
      answering(InetAddress.ofLiteral("192.0.2." + (i + 1)), "asks");
    }
    assertThat(admit(limiter, InetAddress.ofLiteral("192.0.2.99"), "one more")).isEmpty();
    for (int i = 0; i < 4; i++) {
      assertThat(admit(limiter, HERE, "health")).isPresent();
    }
    assertThat(cut).isEmpty();
  }

  @Test
  void proxy_hasNoShare() {
    ConnectionLimiter behind = limiter(true);
    for (int i = 0; i < 12; i++) {
      admit(behind, MALLORY, "proxy").orElseThrow().requestCame();
    }
    assertThat(cut).isEmpty();
  }

  @Test
  void drainedLimiter_admitsNone_andLetsRequestsBeAnswered() {
    Connection asks = open(HERE, "asks");
    asks.requestCame();
    open(HERE, "waits");
    var drained = limiter.drain().toCompletableFuture();
    assertThat(cut).containsExactly("waits");
    assertThat(admit(limiter, HERE, "late")).isEmpty();
    assertThat(drained).isNotDone();
    asks.answered();
    assertThat(cut).containsExactly("waits", "asks");
    assertThat(drained).isDone();
  }
}
