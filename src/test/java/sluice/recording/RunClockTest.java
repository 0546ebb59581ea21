package sluice.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunClockTest {
  private static final Instant WALL = Instant.parse("2026-03-29T00:59:59Z");
  private static final long NANOS = 7_000_000_000L;

  private final RunClock clock = new RunClock(WALL, NANOS);

  /** A packet whose media time is that, and which comes so long after the clock was made. */
  private void packet(long mediaMillis, long afterMillis) {
    clock.packet(
        TimeUnit.MILLISECONDS.toNanos(mediaMillis),
        NANOS + TimeUnit.MILLISECONDS.toNanos(afterMillis));
  }

  @Test
  void mediaTimeZero_isWhenTheFirstPacketCame_whereAllComeInTime() {
    packet(0, 0);
    packet(40, 40);
    clock.fragment();
    assertThat(clock.at(Duration.ZERO)).isEqualTo(WALL);
    assertThat(clock.at(Duration.ofSeconds(3))).isEqualTo(WALL.plusSeconds(3));
  }

  @Test
  void cameraThatSendsWhatItHasKept_isDatedByItsNewestPacket() {
    packet(0, 0);
    packet(1000, 10);
    packet(2000, 20);
    clock.fragment();
    assertThat(clock.at(Duration.ofMillis(2000))).isEqualTo(WALL.plusMillis(20));
  }

  @Test
  void packetsThatTheNetworkDelays_changeNothing() {
    packet(0, 0);
    clock.fragment();
    packet(40, 900);
    packet(80, 90);
    assertThat(clock.fragment()).isFalse();
    assertThat(clock.at(Duration.ZERO)).isEqualTo(WALL);
  }

  @Test
  void sourceWhoseClockIsOffByMoreThanIsAllowed_hasDrifted() {
    packet(0, 0);
    clock.fragment();
    packet(10_000, 11_001);
    assertThat(clock.fragment()).isTrue();
    packet(10_000, 8_999);
    assertThat(clock.fragment()).isTrue();
    packet(10_000, 10_900);
    assertThat(clock.fragment()).isFalse();
  }

  @Test
  void wallClockThatIsSet_isNoticed_andOneThatDriftsIsNot() {
    long later = NANOS + TimeUnit.HOURS.toNanos(1);
    assertThat(clock.hasStepped(WALL.plusSeconds(3600).plusMillis(900), later)).isFalse();
    assertThat(clock.hasStepped(WALL.plusSeconds(3602), later)).isTrue();
    assertThat(clock.hasStepped(WALL, later)).isTrue();
  }

  @Test
  void fragmentOfSoundAlone_isNoDrift() {
    packet(0, 0);
    clock.fragment();
    assertThat(clock.fragment()).isFalse();
  }

  @Test
  void beforeTheFirstFragment_thereIsNoWallTime() {
    packet(0, 0);
    assertThatThrownBy(() -> clock.at(Duration.ZERO)).isInstanceOf(IllegalStateException.class);
  }
}
