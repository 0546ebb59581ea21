package sluice.app.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.settings.RecordingConfig;
import sluice.core.recording.RecorderState;
import sluice.core.recording.RecordingMode;
import sluice.core.recording.RecordingSettings;
import sluice.telemetry.RecordingFacts;
import sluice.testing.NewThreads;

@Timeout(60)
class ServiceRecordingsTest {
  private static final RecordingSettings ON =
      RecordingSettings.OFF.with(RecordingMode.CONTINUOUS, Duration.ofSeconds(10));

  @TempDir Path folder;

  private ServiceRecordings recordings(Path store) {
    return new ServiceRecordings(
        store,
        () -> new RecordingConfig(Optional.empty(), 1L << 30, 0, Duration.ofDays(1)),
        stream -> Optional.empty(),
        ServiceRecordingsTest::refuse,
        InstantSource.system());
  }

  private static void refuse(RecordingFacts facts) {
    throw new AssertionError("there is a store: " + facts);
  }

  @Test
  void withoutRecordings_thereIsNoStore_andNoThread() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("recordings"));
    NewThreads threads = new NewThreads();
    try (ServiceRecordings recordings = recordings(empty)) {
      recordings.begin();
      assertThat(recordings.taps("yard", RecordingSettings.OFF)).isEmpty();
      recordings.forget("yard");
      assertThat(threads.named(name -> name.startsWith("sluice-recording"))).isEmpty();
      assertThat(recordings.port()).isEmpty();
    }
    assertThat(empty).isEmptyDirectory();
  }

  @Test
  void storeThatCantBeOpened_isSaid_andHoldsUpNoEnd() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    try (ServiceRecordings recordings = recordings(file.resolve("recordings"))) {
      assertThat(recordings.taps("yard", ON)).hasSize(1);
      await()
          .until(
              () ->
                  recordings.status("yard").state().condition()
                      == RecorderState.Condition.INTERRUPTED);
      assertThat(recordings.status("yard").state().reason())
          .contains("sluice.recording.path", file.toString());
      assertThat(recordings.port()).isEmpty();
    }
  }

  @Test
  void streamThatCantBeRecorded_saysWhy_untilItCan() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    try (ServiceRecordings recordings = recordings(file.resolve("recordings"))) {
      recordings.cannotRecord("yard", "its source is pictures");
      assertThat(recordings.status("yard").state())
          .isEqualTo(RecorderState.unsupported("its source is pictures"));
      recordings.taps("yard", ON);
      assertThat(recordings.status("yard").state().condition())
          .isNotEqualTo(RecorderState.Condition.UNSUPPORTED);
    }
  }
}
