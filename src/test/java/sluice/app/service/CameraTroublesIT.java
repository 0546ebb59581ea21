package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;
import sluice.service.stream.Transition;
import sluice.testing.TinySsd;
import sluice.video.OpenMedia;

/** A camera in trouble beside streams that must not notice; {@link CameraTroubles} measures it. */
@Timeout(180)
class CameraTroublesIT {
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
    assertThat(scene.service().emergencies()).isEmpty();
    assertThat(OpenMedia.pictures()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void cameraFault_isDetected_andEnds_withoutAffectingOthers(CameraTrouble trouble)
      throws IOException {
    StreamStatus well = scene.status();
    trouble.begin(scene.camera());
    if (trouble.stopsFrames()) {
      await().atMost(PATIENCE).until(() -> retries(scene.status()) >= 2);
      assertThat(scene.status().faults().lastError().orElseThrow())
          .matches(trouble::isToldBy)
          .doesNotContain("s3cret");
      assertThat(scene.status().transitions())
          .extracting(Transition::state)
          .contains(StreamState.RETRYING);
    } else {
      await()
          .atMost(PATIENCE)
          .until(() -> scene.status().counts().framesIn() > well.counts().framesIn() + 50);
    }
    if (trouble == CameraTrouble.DAMAGED) {
      await()
          .atMost(PATIENCE)
          .until(() -> scene.status().counts().damaged() > well.counts().damaged());
    }

    trouble.end(scene.camera());
    StreamStatus ending = scene.status();
    await()
        .atMost(PATIENCE)
        .until(
            () -> scene.status().counts().framesInferred() > ending.counts().framesInferred() + 25);
    assertThat(scene.status().state()).isEqualTo(StreamState.RUNNING);
    if (trouble == CameraTrouble.RESIZED) {
      assertThat(scene.status().faults().restarts()).isEmpty();
    }
    assertOthersDidNotNotice();
  }

  private void assertOthersDidNotNotice() {
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
