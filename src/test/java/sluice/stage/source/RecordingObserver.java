package sluice.stage.source;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import sluice.core.DecodeMode;
import sluice.core.DropCause;
import sluice.core.FrameResult;
import sluice.core.StreamObserver;

/** Recording observer: counts the calls it gets. */
final class RecordingObserver implements StreamObserver {
  private final Map<DropCause, Integer> drops = new EnumMap<>(DropCause.class);
  private final List<Long> late = new ArrayList<>();
  private int read;
  private int damaged;
  private long undecoded;
  private final List<DecodeMode> modes = new ArrayList<>();
  private long heldPictures;
  private long heldBytes;

  @Override
  public synchronized void frameRead() {
    read++;
  }

  @Override
  public synchronized void frameDropped(DropCause cause) {
    drops.merge(cause, 1, Integer::sum);
  }

  @Override
  public synchronized void framesUndecoded(long number) {
    undecoded += number;
  }

  @Override
  public synchronized void decodeMode(DecodeMode mode) {
    modes.add(mode);
  }

  @Override
  public synchronized void pictureHeld(long bytes) {
    heldPictures++;
    heldBytes += bytes;
  }

  @Override
  public synchronized void pictureFreed(long bytes) {
    heldPictures--;
    heldBytes -= bytes;
  }

  @Override
  public synchronized void inputDamaged() {
    damaged++;
  }

  @Override
  public void frameFinished(FrameResult result) {
    throw new AssertionError("a source finishes no frame");
  }

  @Override
  public synchronized void framePaced(long lateNanos) {
    late.add(lateNanos);
  }

  /** How late each paced frame was, nanoseconds, and 0 at the end. */
  synchronized List<Long> late() {
    return List.copyOf(late);
  }

  synchronized int read() {
    return read;
  }

  synchronized long undecoded() {
    return undecoded;
  }

  /** What was decoded, in turn. */
  synchronized List<DecodeMode> modes() {
    return List.copyOf(modes);
  }

  /** Pictures that are held now. */
  synchronized long heldPictures() {
    return heldPictures;
  }

  /** Their bytes. */
  synchronized long heldBytes() {
    return heldBytes;
  }

  synchronized int damaged() {
    return damaged;
  }

  synchronized Map<DropCause, Integer> drops() {
    return Map.copyOf(drops);
  }
}
