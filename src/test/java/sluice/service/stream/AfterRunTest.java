package sluice.service.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.UnsupportedSourceException;
import sluice.core.source.SourceAddress;
import sluice.service.recovery.CrashHistory;
import sluice.service.recovery.RestartCause;

class AfterRunTest {
  @Test
  void cameraThatBreaksOff_isTriedAgain() {
    assertThat(after(new SluiceException(ErrorCode.INPUT, "silent")))
        .isEqualTo(new AfterRun.Retry(RestartCause.INPUT, "silent"));
  }

  @Test
  void contentThatIsNotRead_failsTheStream() {
    assertThat(after(new UnsupportedSourceException("a playlist")))
        .isEqualTo(new AfterRun.Rest(StreamState.FAILED, "a playlist"));
  }

  @Test
  void addressThatIsRecordedAlone_isLeftOnRequestAlone() {
    assertThat(after(new SluiceException(ErrorCode.INPUT, "silent")).endsRecording()).isFalse();
    assertThat(after(new UnsupportedSourceException("a playlist")).endsRecording()).isFalse();
    assertThat(new AfterRun.Start("changed").endsRecording()).isFalse();
    assertThat(new AfterRun.Rest(StreamState.PAUSED, "paused").endsRecording()).isTrue();
    assertThat(new AfterRun.Rest(StreamState.COMPLETED, "at its end").endsRecording()).isTrue();
    assertThat(AfterRun.notEnabled().endsRecording()).isTrue();
    assertThat(new AfterRun.End(false).endsRecording()).isTrue();
  }

  private static AfterRun after(SluiceException failure) {
    return AfterRun.after(
        new ActiveRun.Outcome(Optional.of(failure), Optional.empty()),
        new SourceAddress("rtsp://cam/1"),
        new CrashHistory(() -> 0));
  }
}
