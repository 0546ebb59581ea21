package sluice.stage.source;

import java.util.EnumMap;
import java.util.Map;
import sluice.core.DropCause;
import sluice.core.FrameResult;
import sluice.core.StreamObserver;

/** Recording observer: counts the calls it gets. */
final class RecordingObserver implements StreamObserver {
  private final Map<DropCause, Integer> drops = new EnumMap<>(DropCause.class);
  private int read;
  private int damaged;

  @Override
  public synchronized void frameRead() {
    read++;
  }

  @Override
  public synchronized void frameDropped(DropCause cause) {
    drops.merge(cause, 1, Integer::sum);
  }

  @Override
  public synchronized void inputDamaged() {
    damaged++;
  }

  @Override
  public void frameFinished(FrameResult result) {
    throw new AssertionError("a source finishes no frame");
  }

  synchronized int read() {
    return read;
  }

  synchronized int damaged() {
    return damaged;
  }

  synchronized Map<DropCause, Integer> drops() {
    return Map.copyOf(drops);
  }
}
