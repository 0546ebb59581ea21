package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sluice.service.recovery.CrashHistory;
import sluice.service.recovery.RestartCause;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;
import sluice.testing.DecoderProcesses;
import sluice.testing.DecoderRemains;
import sluice.testing.FrameArrivals.Pace;
import sluice.testing.StartedService;
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

      assertThat(DecoderProcesses.pids()).as("one for each stream").hasSize(2);
      StreamStatus hit = cameras.service().stream("s00");
      assertThat(hit.state()).isEqualTo(StreamState.RUNNING);
      assertThat(hit.faults().restarts())
          .as("%s", hit.transitions())
          .containsOnly(entry(RestartCause.DECODER_CRASH, 2L), entry(RestartCause.SILENCE, 1L));
      assertThat(hit.faults().decoderCrashes()).isEqualTo(2);
      assertThat(cameras.service().stream("s01").faults().restarts()).isEmpty();
      assertThat(other.rate() / Camera.RATE).as("%s", other).isGreaterThan(LEAST_SHARE);
    }
    assertThat(DecoderRemains.settled()).matches(DecoderRemains::isNothing);
  }

  @Test
  void sourceThatCrashesItsDecoderAgainAndAgain_isHeld_untilItIsRestarted()
      throws IOException, InterruptedException {
    try (IsolatedCameras cameras = new IsolatedCameras(folder, 1, "")) {
      StartedService service = cameras.service();
      for (int crash = 1; crash < CrashHistory.LIMIT; crash++) {
        assertThat(cameras.hit("s00", "SEGV").back()).as("after crash %s", crash).isPresent();
      }
      DecoderProcesses.signal(cameras.process("s00"), "SEGV");
      service.await(1, status -> status.state() == StreamState.FAILED);

      assertThat(service.stream("s00").cause())
          .contains("crashed the decoder's process 5 times within 10 minutes and is held")
          .contains("signal 6");
      assertThat(DecoderProcesses.pids()).isEmpty();
      service.restart("s00");
      service.await(1, status -> status.state() == StreamState.RUNNING);
    }
    assertThat(DecoderRemains.settled()).matches(DecoderRemains::isNothing);
  }
}
