package sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import sluice.core.DropCause;
import sluice.core.MotionPhase;
import sluice.http.TestService;

class StreamMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final StreamMeters meters = new StreamMeters(registry, "lobby");

  @Test
  void drops_areCountedByCause() {
    meters.frameDropped(DropCause.OVERLOAD);
    assertThat(registry.get("sluice.frames.dropped").tag("cause", "overload").counter().count())
        .isEqualTo(1);
  }

  @Test
  void timeOfMotion_isCountedByState() {
    meters.motionSeen(MotionPhase.MOVING, 500_000_000);
    meters.motionSeen(MotionPhase.MOVING, 1_000_000_000);
    meters.motionSeen(MotionPhase.IDLE, 2_000_000_000);

    assertThat(registry.get("sluice.motion.seconds").tag("state", "moving").counter().count())
        .isEqualTo(1.5);
    assertThat(registry.get("sluice.motion.seconds").tag("state", "idle").counter().count())
        .isEqualTo(2);
  }

  @Test
  void removedStream_leavesNoMeters() {
    meters.frameRead();
    meters.remove();
    meters.frameRead();
    meters.update(TestService.status("lobby", "demo:"));
    assertThat(registry.getMeters()).isEmpty();
  }
}
