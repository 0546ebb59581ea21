package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;
import sluice.testing.DecoderProcesses;
import sluice.testing.DecoderRemains;
import sluice.testing.FrameArrivals.Pace;
import sluice.video.Camera;

/** Decoders' processes that end beside others; {@link DecoderCrashRun} is the long form. */
@Timeout(120)
@Tag("alone")
@EnabledOnOs(OS.LINUX)
class DecoderCrashIT {
  /** Of a machine that may be busy. */
  private static final double LEAST_SHARE = 0.9;

  @TempDir Path folder;

  @Test
  void crashOfADecoder_costsItsOwnStreamOnly() throws IOException, InterruptedException {
    try (IsolatedCameras cameras = new IsolatedCameras(folder, 2, "")) {
      long begun = System.nanoTime();
      for (String signal : new String[] {"SEGV", "KILL", "STOP"}) {
        IsolatedCameras.Hit hit = cameras.hit("s00", signal);
        assertThat(hit.back()).as("a new picture after %s", signal).isPresent();
      }
      Pace other = cameras.arrivals().pace("s01", begun, System.nanoTime());

      assertThat(cameras.isSettled()).as("one process for each stream").isTrue();
      assertThat(DecoderProcesses.pids()).hasSize(2);
      StreamStatus hit = cameras.service().stream("s00");
      assertThat(hit.state()).isEqualTo(StreamState.RUNNING);
      assertThat(IsolatedCameras.restarts(hit)).as("%s", hit.faults()).isEqualTo(3);
      assertThat(cameras.service().stream("s01").faults().restarts()).isEmpty();
      assertThat(other.rate() / Camera.RATE).as("%s", other).isGreaterThan(LEAST_SHARE);
    }
    assertThat(DecoderRemains.settled()).matches(DecoderRemains::isNothing);
  }
}
