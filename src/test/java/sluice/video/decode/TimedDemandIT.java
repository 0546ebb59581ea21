package sluice.video.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.video.TestClip;

/** A demand that is slow to answer doesn't make decoding look slow. */
class TimedDemandIT {
  private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(100);

  @TempDir Path folder;

  @Test
  void timeOfQuestions_isNotThatOfDecoding() {
    Path clip = new TestClip().size(64, 48).gop(4).write(folder.resolve("clip.mp4"), 60);
    SlowDemand demand = new SlowDemand();
    long decoding = 0;
    long start = System.nanoTime();
    try (Decoder decoder = TestClip.decoder(clip)) {
      decoder.serve(demand);
      for (DecodedPicture next = decoder.next(); next != null; next = decoder.next()) {
        next.picture().close();
        assertThat(next.decodeNanos()).isNotNegative();
        decoding += next.decodeNanos();
      }
      // however slow the machine is: together they are no more than passed, for neither is in the
      // other
      assertThat(decoding + demand.thought).isBetween(1L, System.nanoTime() - start);
      assertThat(decoder.undecoded()).isPositive();
    }
    assertThat(demand.asked).isPositive();
  }

  /** Wants every fourth picture of 25 a second, and takes its time for the first few answers. */
  private static final class SlowDemand implements PictureDemand {
    private static final int SLOW_ANSWERS = 10;
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(160);
    private int asked;
    private long thought;
    private long next;

    @Override
    public long intervalNanos() {
      return INTERVAL;
    }

    @Override
    public void begin() {
      think();
    }

    @Override
    public boolean wants(long timestampNanos) {
      think();
      boolean wanted = timestampNanos >= next;
      if (wanted) {
        next = timestampNanos + INTERVAL;
      }
      return wanted;
    }

    @Override
    public boolean wantsNear(long timestampNanos, boolean key) {
      return wants(timestampNanos);
    }

    private void think() {
      long start = System.nanoTime();
      while (asked < SLOW_ANSWERS && System.nanoTime() - start < SLOW) {
        Thread.onSpinWait();
      }
      thought += System.nanoTime() - start;
      asked++;
    }

    @Override
    public void rest(long timestampNanos) {
      // nothing is waited for
    }

    @Override
    public long nextNanos() {
      return next;
    }

    @Override
    public void passed(long timestampNanos) {
      // it was not wanted
    }
  }
}
