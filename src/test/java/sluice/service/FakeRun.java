package sluice.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import sluice.config.settings.StreamTracing;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.core.TileSettings;
import sluice.core.scene.SceneSettings;
import sluice.service.model.ModelSlot;
import sluice.service.model.OpenModel;
import sluice.service.model.SlotModels;
import sluice.service.stream.ActiveRun;
import sluice.service.stream.DecodingPlace;
import sluice.service.stream.StreamSpec;

/** Fake run that is controlled by the test. */
public final class FakeRun implements ActiveRun {
  public static final SourceInfo SOURCE = new SourceInfo("rtsp://cam", 64, 48, 25, -1, true);

  public final StreamSpec spec;
  private final CompletableFuture<SourceInfo> opened = new CompletableFuture<>();
  private final CompletableFuture<Outcome> ended = new CompletableFuture<>();
  private final List<SlotModels> attached = new ArrayList<>();
  private final List<FrameSettings> frameSettings = new ArrayList<>();
  private @Nullable CompletableFuture<Void> inUse;
  private volatile long activity;
  private volatile boolean maySilent;
  private boolean stopped;
  private @Nullable SluiceException aborted;
  private @Nullable SluiceException refusal;

  /** What is known of its silence. */
  public volatile @Nullable String silence;

  public volatile DecodingPlace place = DecodingPlace.SERVICE;

  /** A decoder that ignores being stopped. */
  public volatile boolean stuck;

  /** What asking for its signs of life throws; null: nothing. */
  public volatile @Nullable RuntimeException fault;

  /** All that a run takes of the settings each time that it gets a model. */
  public record FrameSettings(
      OptionalDouble threshold,
      Set<String> labels,
      Duration maxAge,
      SceneSettings scene,
      StreamTracing tracing,
      TileSettings tiles) {}

  FakeRun(StreamSpec spec) {
    this.spec = spec;
  }

  @Override
  public CompletionStage<SourceInfo> opened() {
    return opened;
  }

  @Override
  public synchronized CompletionStage<Void> attach(SlotModels models, StreamSpec as) {
    if (refusal != null) {
      throw refusal;
    }
    CompletableFuture<Void> before = inUse;
    CompletableFuture<Void> now = new CompletableFuture<>();
    inUse = now;
    attached.add(models);
    frameSettings.add(
        new FrameSettings(
            as.config().threshold(),
            as.config().labels(),
            as.config().maxAge(),
            as.config().scene(),
            as.config().tracing(),
            as.config().tiles()));
    if (before != null) {
      before.complete(null);
    }
    return now;
  }

  @Override
  public long activity() {
    RuntimeException thrown = fault;
    if (thrown != null) {
      throw thrown;
    }
    return activity;
  }

  @Override
  public boolean mayBeSilent() {
    return maySilent;
  }

  @Override
  public Optional<String> silence() {
    return Optional.ofNullable(silence);
  }

  @Override
  public DecodingPlace place() {
    return place;
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

  public void open() {
    opened.complete(SOURCE);
  }

  public void frame() {
    activity++;
  }

  public void paced() {
    maySilent = true;
  }

  public void refuse(SluiceException cause) {
    refusal = cause;
  }

  public void end(@Nullable SluiceException failure) {
    end(failure, ModelSlot.DETECTION);
  }

  /** Ends it; a failure of a device is that of the slot's model. */
  public void end(@Nullable SluiceException failure, ModelSlot slot) {
    synchronized (this) {
      freeModel();
    }
    opened.completeExceptionally(new SluiceException(ErrorCode.INPUT, "not open"));
    Optional<SluiceException> cause = Optional.ofNullable(failure);
    ended.complete(
        new Outcome(
            cause, cause.filter(known -> known.code() == ErrorCode.DEVICE).map(device -> slot)));
  }

  private void freeModel() {
    CompletableFuture<Void> used = inUse;
    if (used != null) {
      used.complete(null);
    }
  }

  /** The models for detection that it was attached to, one after the other. */
  public synchronized List<OpenModel> attached() {
    return attached.stream().map(models -> models.get(ModelSlot.DETECTION)).toList();
  }

  /** All models that it was attached to, one set after the other. */
  public synchronized List<SlotModels> attachments() {
    return List.copyOf(attached);
  }

  /** Nothing of the models is used any more, though the run goes on. */
  public synchronized void freeModels() {
    freeModel();
  }

  /** What it works with, by {@link #attached}. */
  public synchronized List<FrameSettings> frameSettings() {
    return List.copyOf(frameSettings);
  }

  public synchronized boolean isStopped() {
    return stopped;
  }

  public synchronized @Nullable SluiceException aborted() {
    return aborted;
  }
}
