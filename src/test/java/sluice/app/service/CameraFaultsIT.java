package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;
import sluice.service.stream.Transition;
import sluice.testing.TinySsd;
import sluice.video.OpenMedia;

/** A faulty camera beside streams that must not be affected; {@link CameraFaults} measures it. */
@Timeout(180)
@Tag("alone")
class CameraFaultsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private CameraScene scene;

  @BeforeEach
  void start() throws IOException {
    scene =
        new CameraScene(
            folder,
            TinySsd.write(folder),
            "frame-timeout = 1500ms, min-backoff = 100ms, max-backoff = 400ms, max-stuck = 0");
    await().atMost(PATIENCE).until(() -> scene.status().counts().framesInferred() > 10);
    await()
        .atMost(PATIENCE)
        .until(() -> scene.files().stream().allMatch(file -> file.counts().framesInferred() > 10));
  }

  @AfterEach
  void endsWithNothingLeft() throws IOException {
    scene.close();
    assertThat(scene.service().fatalErrors()).isEmpty();
    assertThat(OpenMedia.pictures()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void cameraFault_isDetected_andEnds_withoutAffectingOthers(CameraFault fault) throws IOException {
    StreamStatus healthy = scene.status();
    fault.begin(scene.camera());
    if (fault.stopsFrames()) {
      await().atMost(PATIENCE).until(() -> retries(scene.status()) >= 2);
      assertThat(scene.status().faults().lastError().orElseThrow())
          .matches(fault::isNamedBy)
          .doesNotContain("s3cret");
      assertThat(scene.status().transitions())
          .extracting(Transition::state)
          .contains(StreamState.RETRYING);
    } else {
      await()
          .atMost(PATIENCE)
          .until(() -> scene.status().counts().framesIn() > healthy.counts().framesIn() + 50);
    }
    if (fault == CameraFault.DAMAGED) {
      await()
          .atMost(PATIENCE)
          .until(() -> scene.status().counts().damaged() > healthy.counts().damaged());
    }

    fault.end(scene.camera());
    StreamStatus ending = scene.status();
    await()
        .atMost(PATIENCE)
        .until(
            () -> scene.status().counts().framesInferred() > ending.counts().framesInferred() + 25);
    assertThat(scene.status().state()).isEqualTo(StreamState.RUNNING);
    if (fault == CameraFault.RESIZED) {
      assertThat(scene.status().faults().restarts()).isEmpty();
    }
    assertOthersAreUnaffected();
  }

  private void assertOthersAreUnaffected() {
    List<Long> before =
        scene.files().stream().map(status -> status.counts().framesInferred()).toList();
    for (int i = 0; i < before.size(); i++) {
      int file = i;
      await()
          .atMost(PATIENCE)
          .until(() -> scene.files().get(file).counts().framesInferred() > before.get(file));
    }
    assertThat(scene.files())
        .allSatisfy(
            file -> {
              assertThat(file.state()).isEqualTo(StreamState.RUNNING);
              assertThat(file.faults().restarts()).isEmpty();
              assertThat(file.counts().damaged()).isZero();
              assertThat(file.counts().drops().values()).containsOnly(0L);
              assertThat(file.faults().stuckThreads()).isZero();
            });
  }

  private static long retries(StreamStatus status) {
    return status.faults().restarts().values().stream().mapToLong(Long::longValue).sum();
  }
}
