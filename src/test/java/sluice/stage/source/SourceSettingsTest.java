package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import sluice.core.DecodeChoice;
import sluice.core.Delivery;
import sluice.core.ErrorCode;
import sluice.core.Playback;
import sluice.core.SluiceException;
import sluice.core.TransportChoice;

class SourceSettingsTest {
  private static final SourceLocation FILE = SourceLocation.parse("clip.mp4");
  private static final SourceLocation CAMERA = SourceLocation.parse("rtsp://u:p@host/");

  @Test
  void defaults_readEverythingOnce() {
    assertThat(new SourceSettings(FILE, Playback.builder().build()))
        .isEqualTo(
            new SourceSettings(
                FILE,
                new Playback(
                    null,
                    false,
                    0,
                    DecodeChoice.AUTO,
                    0,
                    false,
                    0,
                    false,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    TransportChoice.AUTO)));
  }

  @Test
  void delivery_followsTheKindUnlessSet() {
    assertThat(new SourceSettings(FILE, Playback.builder().build()).effectiveDelivery())
        .isEqualTo(Delivery.EVERY);
    assertThat(new SourceSettings(CAMERA, Playback.builder().build()).effectiveDelivery())
        .isEqualTo(Delivery.LATEST);
    assertThat(
            new SourceSettings(FILE, Playback.builder().delivery(Delivery.LATEST).build())
                .effectiveDelivery())
        .isEqualTo(Delivery.LATEST);
  }

  @Test
  void valuesOutOfRange_areRefusedByName() {
    assertRefused(b -> b.fps(-1), "fps: -1.0 (expected: 0 or more; 0 = as they come)");
    assertRefused(b -> b.fps(Double.NaN), "fps: NaN (expected: 0 or more; 0 = as they come)");
    assertRefused(b -> b.skipFirst(-1), "skip-first: -1 (expected: 0 or more)");
    assertRefused(b -> b.limit(-5), "limit: -5 (expected: 0 or more; 0 = no limit)");
    assertRefused(b -> b.openTimeout(Duration.ZERO), "open-timeout: PT0S (expected: more than 0)");
    assertRefused(
        b -> b.readTimeout(Duration.ofSeconds(-1)), "read-timeout: PT-1S (expected: more than 0)");
  }

  @Test
  void loopOfLiveSource_isRefused() {
    assertThatThrownBy(() -> new SourceSettings(CAMERA, Playback.builder().loop(true).build()))
        .hasMessage(
            "loop: true (expected: false for rtsp://***@host/, which is live and can't start"
                + " again)");
  }

  private static void assertRefused(UnaryOperator<Playback.Builder> option, String message) {
    assertThatThrownBy(() -> new SourceSettings(FILE, option.apply(Playback.builder()).build()))
        .isInstanceOf(SluiceException.class)
        .hasMessage(message)
        .satisfies(e -> assertThat(((SluiceException) e).code()).isEqualTo(ErrorCode.USAGE));
  }
}
