package sluice.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;

/** A run that does what the test says. */
final class FakeRun implements ActiveRun {
  static final SourceInfo SOURCE = new SourceInfo("rtsp://cam", 64, 48, 25, -1, true);

  final StreamSpec spec;
  private final CompletableFuture<SourceInfo> opened = new CompletableFuture<>();
  private final CompletableFuture<Outcome> ended = new CompletableFuture<>();
  private final List<OpenModel> attached = new ArrayList<>();
  private @Nullable CompletableFuture<Void> inUse;
  private volatile long activity;
  private volatile boolean maySilent;
  private boolean stopped;
  private @Nullable SluiceException aborted;
  private @Nullable SluiceException refusal;

  /** A decoder that ignores being stopped. */
  volatile boolean stuck;

  FakeRun(StreamSpec spec) {
    this.spec = spec;
  }

  @Override
  public CompletionStage<SourceInfo> opened() {
    return opened;
  }

  @Override
  public synchronized CompletionStage<Void> attach(OpenModel model, StreamSpec as) {
    if (refusal != null) {
      throw refusal;
    }
    CompletableFuture<Void> before = inUse;
    CompletableFuture<Void> now = new CompletableFuture<>();
    inUse = now;
    attached.add(model);
    if (before != null) {
      before.complete(null);
    }
    return now;
  }

  @Override
  public long activity() {
    return activity;
  }

  @Override
  public boolean mayBeSilent() {
    return maySilent;
  }

  @Override
  public void stop() {
    synchronized (this) {
      stopped = true;
    }
    if (!stuck) {
      end(null);
    }
  }

  @Override
  public void abort(SluiceException cause) {
    synchronized (this) {
      aborted = cause;
      freeModel();
    }
    if (!stuck) {
      end(cause);
    }
  }

  @Override
  public CompletionStage<Outcome> ended() {
    return ended;
  }

  void open() {
    opened.complete(SOURCE);
  }

  void frame() {
    activity++;
  }

  void paced() {
    maySilent = true;
  }

  void refuse(SluiceException cause) {
    refusal = cause;
  }

  void end(@Nullable SluiceException failure) {
    synchronized (this) {
      freeModel();
    }
    opened.completeExceptionally(new SluiceException(ErrorCode.INPUT, "not open"));
    ended.complete(new Outcome(Optional.ofNullable(failure)));
  }

  private void freeModel() {
    CompletableFuture<Void> used = inUse;
    if (used != null) {
      used.complete(null);
    }
  }

  synchronized List<OpenModel> attached() {
    return List.copyOf(attached);
  }

  synchronized boolean isStopped() {
    return stopped;
  }

  synchronized @Nullable SluiceException aborted() {
    return aborted;
  }
}
