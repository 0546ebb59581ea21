package sluice.app.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import sluice.core.recording.RecordingLoss;
import sluice.core.recording.RecordingMode;
import sluice.core.recording.RecordingSettings;
import sluice.video.TestClip;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Demuxer;

@Timeout(60)
class ServiceRecordingsIT {
  @TempDir Path folder;

  @Test
  void videoThatComesWhileTheStoreCantBeOpened_isCountedAsLost() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    Path clip = new TestClip().write(folder.resolve("clip.mp4"), 51);
    try (ServiceRecordings recordings =
        new ServiceRecordings(
            file.resolve("recordings"),
            () -> new RecordingConfig(Optional.empty(), 1L << 30, 0, Duration.ofDays(1)),
            stream -> Optional.empty(),
            facts -> {},
            InstantSource.system())) {
      pass(clip, recordings, "yard", RecordingMode.CONTINUOUS);
      await()
          .until(
              () ->
                  recordings.status("yard").state().condition()
                      == RecorderState.Condition.INTERRUPTED);
      Duration before = lost(recordings, "yard");

      pass(clip, recordings, "yard", RecordingMode.CONTINUOUS);
      pass(clip, recordings, "gate", RecordingMode.EVENTS);

      assertThat(lost(recordings, "yard").minus(before)).isEqualTo(Duration.ofSeconds(2));
      assertThat(lost(recordings, "gate")).isZero();
      recordings.forget("yard");
      assertThat(lost(recordings, "yard")).isZero();
    }
  }

  private static Duration lost(ServiceRecordings recordings, String stream) {
    return recordings.status(stream).lost().get(RecordingLoss.DISK_ERROR);
  }

  private static void pass(
      Path clip, ServiceRecordings recordings, String stream, RecordingMode mode) {
    RecordingSettings wanted = RecordingSettings.OFF.with(mode, Duration.ofSeconds(10));
    try (Demuxer demuxer =
        Demuxer.open(DecoderSettings.file(clip), () -> false, recordings.taps(stream, wanted))) {
      while (demuxer.read() != null) {
        // the tap sees it
      }
    }
  }
}
