package sluice.video.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PictureAllowanceTest {
  private final AtomicLong now = new AtomicLong(-5);
  private final PictureAllowance allowance = new PictureAllowance(4, 8, now::get);

  @Test
  void fewPicturesASecond_areFewForEver() {
    for (int i = 0; i < 1000; i++) {
      assertThat(allowance.take()).as("picture %d", i).isTrue();
      now.addAndGet(TimeUnit.MILLISECONDS.toNanos(250));
    }
  }

  @Test
  void burst_isAllowedOnceThereWasTimeForIt() {
    for (int burst = 0; burst < 3; burst++) {
      for (int i = 0; i < 8; i++) {
        assertThat(allowance.take()).isTrue();
      }
      now.addAndGet(TimeUnit.SECONDS.toNanos(2));
    }
  }

  @Test
  void manyPictures_areNeverFewAgain() {
    for (int i = 0; i < 8; i++) {
      assertThat(allowance.take()).isTrue();
    }
    assertThat(allowance.take()).isFalse();
    now.addAndGet(TimeUnit.HOURS.toNanos(1));
    assertThat(allowance.take()).isFalse();
  }
}
