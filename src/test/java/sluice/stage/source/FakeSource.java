package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntBinaryOperator;
import org.jspecify.annotations.Nullable;
import sluice.core.Orientation;
import sluice.core.SourceInfo;
import sluice.core.TestPicture;
import sluice.video.decode.DecodedPicture;

/**
 * Fake source whose pictures a test lists: each pass reads the same list. Every picture it gave out
 * is remembered, so that a test can ask whether its reference was closed.
 */
public final class FakeSource implements SourceReader.Opener {
  static final long DECODE_NANOS = 7;

  /** One step of a pass; gives null for data that could not be decoded. */
  @FunctionalInterface
  private interface Step {
    @Nullable DecodedPicture read(BooleanSupplier cancelled);
  }

  final CountDownLatch blocked = new CountDownLatch(1);
  final AtomicInteger opens = new AtomicInteger();
  public final AtomicInteger closes = new AtomicInteger();
  private final List<TestPicture> given = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final double frameRate;
  private boolean live;

  FakeSource(double frameRate) {
    this.frameRate = frameRate;
  }

  /** A source of a constant rate. */
  public static FakeSource ofRate(int pictures, double frameRate) {
    FakeSource source = new FakeSource(frameRate);
    for (int i = 0; i < pictures; i++) {
      source.picture(Math.round(i * 1e9 / frameRate));
    }
    return source;
  }

  public FakeSource live() {
    live = true;
    return this;
  }

  FakeSource picture(long timestampNanos) {
    steps.add(cancelled -> give(timestampNanos, false));
    return this;
  }

  /** A picture that is painted, for who looks at what is on it. */
  FakeSource picture(long timestampNanos, int width, int height, IntBinaryOperator painter) {
    steps.add(
        cancelled ->
            give(
                TestPicture.bgr24(width, height, Orientation.UPRIGHT, painter),
                timestampNanos,
                false));
    return this;
  }

  FakeSource damagedPicture(long timestampNanos) {
    steps.add(cancelled -> give(timestampNanos, true));
    return this;
  }

  FakeSource undecodable() {
    steps.add(cancelled -> null);
    return this;
  }

  public FakeSource failure(RuntimeException failure) {
    steps.add(
        cancelled -> {
          throw failure;
        });
    return this;
  }

  /** Waits as a silent network peer does: until it is cancelled, and then fails. */
  public FakeSource silence(RuntimeException failure) {
    steps.add(
        cancelled -> {
          awaitCancel(cancelled);
          throw failure;
        });
    return this;
  }

  void awaitCancel(BooleanSupplier cancelled) {
    blocked.countDown();
    while (!cancelled.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  /** Every picture that was given out was closed once. */
  public synchronized void assertAllClosed() {
    assertThat(given).allMatch(picture -> picture.openReferences() == 0);
    assertThat(given).allMatch(picture -> picture.surplusCloses() == 0);
  }

  public synchronized int pictures() {
    return given.size();
  }

  private DecodedPicture give(long timestampNanos, boolean damaged) {
    return give(TestPicture.bgr24(2, 2), timestampNanos, damaged);
  }

  private synchronized DecodedPicture give(
      TestPicture picture, long timestampNanos, boolean damaged) {
    given.add(picture);
    return new DecodedPicture(picture, timestampNanos, DECODE_NANOS, damaged);
  }

  @Override
  public SourceReader open(BooleanSupplier cancelled) {
    opens.incrementAndGet();
    return new SourceReader() {
      private int next;
      private long damaged;

      @Override
      public SourceInfo info() {
        return new SourceInfo("fake", 2, 2, frameRate, steps.size(), live);
      }

      @Override
      public @Nullable DecodedPicture next() {
        while (next < steps.size()) {
          DecodedPicture picture = steps.get(next++).read(cancelled);
          if (picture != null) {
            damaged += picture.damaged() ? 1 : 0;
            return picture;
          }
          damaged++;
        }
        return null;
      }

      @Override
      public long damaged() {
        return damaged;
      }

      @Override
      public void close() {
        closes.incrementAndGet();
      }
    };
  }
}
