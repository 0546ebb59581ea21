package sluice.service;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sluice.core.SluiceException;
import sluice.service.model.ModelFacts;
import sluice.service.model.ModelUse;
import sluice.service.model.OpenModel;

/** Fake compiled model whose device is controlled by the test. */
public final class FakeModel implements OpenModel {
  final ModelUse use;
  public final AtomicInteger closes = new AtomicInteger();
  public final AtomicInteger cancels = new AtomicInteger();
  public volatile Duration longest = Duration.ZERO;
  volatile long inferences;
  public volatile @Nullable SluiceException abandoned;

  /** What the next question about its inferences throws. */
  public final AtomicReference<@Nullable RuntimeException> fault = new AtomicReference<>();

  public FakeModel(ModelUse use) {
    this.use = use;
  }

  /** What was compiled. */
  public ModelUse use() {
    return use;
  }

  @Override
  public ModelFacts facts() {
    return new ModelFacts("fake", "FAKE", 64, 48, 1, 2, Map.of(), 1, 1);
  }

  @Override
  public long inferences() {
    return inferences;
  }

  @Override
  public int busyRequests() {
    return 0;
  }

  @Override
  public int waitingFrames() {
    return 0;
  }

  @Override
  public int tensorSets() {
    return 0;
  }

  @Override
  public Duration longestInference() {
    RuntimeException thrown = fault.getAndSet(null);
    if (thrown != null) {
      throw thrown;
    }
    return longest;
  }

  @Override
  public void cancelLongerThan(Duration limit) {
    cancels.incrementAndGet();
  }

  @Override
  public int abandon(SluiceException cause) {
    abandoned = cause;
    return 1;
  }

  @Override
  public void close() {
    closes.incrementAndGet();
  }
}
