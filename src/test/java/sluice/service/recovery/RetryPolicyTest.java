package sluice.service.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sluice.core.DecoderCrashException;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.UnsupportedSourceException;

class RetryPolicyTest {
  @Test
  void networkSourceThatFails_isTriedAgain_recordingIsNot() {
    SluiceException failure = new SluiceException(ErrorCode.INPUT, "http://camera: silent");
    assertThat(RetryPolicy.of(failure, false)).isEqualTo(RetryPolicy.RETRY);
    assertThat(RetryPolicy.of(failure, true)).isEqualTo(RetryPolicy.FAIL);
  }

  @Test
  void decoderThatCrashed_isTriedAgain_butNotForARecordingThatMayBeTheCause() {
    DecoderCrashException byItsContent = new DecoderCrashException("signal 11", true);
    DecoderCrashException fromOutside = new DecoderCrashException("killed", false);
    assertThat(RetryPolicy.of(byItsContent, false)).isEqualTo(RetryPolicy.RETRY);
    assertThat(RetryPolicy.of(byItsContent, true)).isEqualTo(RetryPolicy.FAIL);
    assertThat(RetryPolicy.of(fromOutside, false)).isEqualTo(RetryPolicy.RETRY);
    assertThat(RetryPolicy.of(fromOutside, true)).isEqualTo(RetryPolicy.RETRY);
  }

  @Test
  void contentThatIsNotRead_isNotTriedAgain_fromTheNetworkEither() {
    assertThat(RetryPolicy.of(new UnsupportedSourceException("http://camera: HLS"), false))
        .isEqualTo(RetryPolicy.FAIL);
  }
}
