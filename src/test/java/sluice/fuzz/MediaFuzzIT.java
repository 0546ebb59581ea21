package sluice.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Cameras that mean harm, in short; {@link FuzzRun} has the long form. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class MediaFuzzIT {
  private static final int CASES = 200;

  /** Each starts a process. */
  private static final int ISOLATED_CASES = 15;

  @TempDir Path folder;

  @Test
  void fuzzedSdp_isOpenedOrRefused() throws Exception {
    try (MediaTarget target = MediaTarget.sdp(folder)) {
      requireNothingFound(Fuzzing.run("sdp", target, 0, CASES, 1, done -> {}));
    }
  }

  @Test
  void fuzzedRtspCamera_isReadOrRefused() throws Exception {
    try (MediaTarget target = MediaTarget.rtsp(folder)) {
      requireNothingFound(Fuzzing.run("rtsp", target, 0, CASES, 1, done -> {}));
    }
  }

  /**
   * A camera whose AV1 packets made FFmpeg 8.0.1 write behind a buffer (its fix: 18761f9fb55c); the
   * C library then ended the process. Another generator of cases needs another number here.
   */
  @Test
  void av1PacketsThatOverflowedABuffer_areReadOrRefused() throws Exception {
    try (MediaTarget target = MediaTarget.rtsp(folder)) {
      FuzzReport report = Fuzzing.run("rtsp", target, 2580, 1, 8, done -> {});

      assertThat(report.findings()).isEmpty();
      assertThat(report.foreign()).isEmpty();
      assertThat(report.outcomes()).containsOnlyKeys("pictures");
    }
  }

  @Test
  void fuzzedRtspCamera_inAProcessOfItsOwn_leavesThisOneAsItWas() throws Exception {
    try (IsolatedTarget target = new IsolatedTarget(folder)) {
      FuzzReport report = Fuzzing.run("isolated", target, 0, ISOLATED_CASES, 1, done -> {});

      assertThat(report.findings()).isEmpty();
      assertThat(report.outcomes()).containsKey("pictures").hasSizeGreaterThan(1);
    }
  }

  private static void requireNothingFound(FuzzReport report) {
    assertThat(report.findings()).isEmpty();
    assertThat(report.outcomes()).containsKey("pictures").hasSizeGreaterThan(4);
  }
}
