package sluice.video.isolation.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import sluice.testing.DecoderMemory;
import sluice.testing.DecoderRemains;
import sluice.video.CamerasProcess;
import sluice.video.decode.InputOpener;

/**
 * Decoding in processes of their own beside decoding here; {@link IsolationCostRun} measures it.
 */
@Timeout(120)
@Tag("alone")
@EnabledOnOs(OS.LINUX)
class IsolationCostIT {
  private static final int CAMERAS = 4;

  /** Later than decoded here: some pictures, on a machine that is busy. */
  private static final long MOST_LATER_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Kilobytes of a process that decodes small pictures; far above what is measured. */
  private static final long MOST_SHARE = 100 * 1024;

  @Test
  void processes_giveThePicturesOfManyCameras_inTime_andLeaveNothing()
      throws IOException, InterruptedException {
    try (CamerasProcess cameras = CamerasProcess.drawn(CAMERAS, 320, 192, 500_000);
        IsolatedInputs inputs = new IsolatedInputs(HelperProgram.ofThisProcess())) {
      IsolationCost cost = new IsolationCost(cameras, 50, 50);
      IsolationCost.OfOne here = cost.one(InputOpener.IN_PROCESS);
      IsolationCost.OfOne apart = cost.one(inputs);
      IsolationCost.OfMany many = cost.many(inputs, CAMERAS, 1);

      assertThat(median(apart)).isLessThan(median(here) + MOST_LATER_NANOS);
      assertThat(many.rate()).as("pictures a second of all").isGreaterThan(20.0 * CAMERAS);
      assertThat(many.memory())
          .extracting(DecoderMemory::share)
          .allMatch(kilobytes -> kilobytes < MOST_SHARE);
    }
    assertThat(DecoderRemains.settled()).matches(DecoderRemains::isNothing);
  }

  private static long median(IsolationCost.OfOne one) {
    return one.laterNanos()[one.laterNanos().length / 2];
  }
}
