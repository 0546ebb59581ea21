package sluice.service.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
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
  void contentThatIsNotRead_isNotTriedAgain_fromTheNetworkEither() {
    assertThat(RetryPolicy.of(new UnsupportedSourceException("http://camera: HLS"), false))
        .isEqualTo(RetryPolicy.FAIL);
  }
}
