package sluice.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.service.IsolatedCameras;
import sluice.testing.DecoderRemains;
import sluice.testing.FrameArrivals.Pace;
import sluice.video.Camera;

/** A camera that means harm beside a good one; {@link HostileCameraRun} is the long form. */
@Timeout(120)
@Tag("alone")
@EnabledOnOs(OS.LINUX)
class HostileCameraIT {
  private static final int OPENINGS = 4;

  /** Of a machine that may be busy. */
  private static final double LEAST_SHARE = 0.9;

  @TempDir Path folder;

  @Test
  void hostileCamera_costsTheGoodOneNothing() throws IOException {
    try (FuzzCamera hostile =
            HostileCameraRun.camera(folder, HostileCameraRun.SEED, HostileCameraRun.CASE);
        IsolatedCameras cameras =
            new IsolatedCameras(folder, 1, HostileCameraRun.stream(hostile))) {
      long begun = System.nanoTime();
      cameras
          .service()
          .await(
              2,
              status ->
                  !status.id().equals(HostileCameraRun.HOSTILE)
                      || IsolatedCameras.restarts(status) >= OPENINGS);
      Pace good = cameras.arrivals().pace("s00", begun, System.nanoTime());

      assertThat(good.rate() / Camera.RATE).as("%s", good).isGreaterThan(LEAST_SHARE);
      assertThat(cameras.service().stream("s00").faults().restarts()).isEmpty();
    }
    assertThat(DecoderRemains.settled()).matches(DecoderRemains::isNothing);
  }
}
