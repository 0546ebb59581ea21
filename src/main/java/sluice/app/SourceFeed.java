package sluice.app;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import sluice.config.Delivery;
import sluice.config.StreamConfig;
import sluice.core.ErrorCode;
import sluice.core.Frame;
import sluice.core.FrameLedger;
import sluice.core.HandOver;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.core.StreamObserver;
import sluice.pipeline.FrameFeed;
import sluice.stage.source.FrameReader;
import sluice.stage.source.PaceClock;
import sluice.stage.source.PictureReader;
import sluice.stage.source.SourceLocation;
import sluice.stage.source.SourceOpener;
import sluice.stage.source.SourceSettings;

/**
 * The source of a stream of the service. Everything that may block happens on the decoder's thread:
 * also finding out what an address means, for that looks into the file system. Once the source is
 * {@link #opened}, there are {@link #frames}.
 */
final class SourceFeed implements FrameFeed {
  private final StreamConfig config;
  private final Duration timeout;
  private final FrameLedger ledger;
  private final StreamObserver observer;
  private final Optional<DemoSource> demo;
  private final AtomicLong drawn = new AtomicLong();
  private final CompletableFuture<SourceInfo> opened = new CompletableFuture<>();
  private volatile @Nullable SluiceException refusal;
  private @Nullable FrameReader reader;
  private boolean stopped;
  private volatile boolean live;

  SourceFeed(StreamConfig config, Duration timeout, FrameLedger ledger, StreamObserver observer) {
    this.config = config;
    this.timeout = timeout;
    this.ledger = ledger;
    this.observer = observer;
    this.demo = config.source().scheme().equals("demo") ? parse(config) : Optional.empty();
  }

  private static Optional<DemoSource> parse(StreamConfig config) {
    try {
      return DemoSource.parse(config.source().reveal());
    } catch (SluiceException saidWhenItIsOpened) {
      return Optional.empty();
    }
  }

  /** Completes on the decoder's thread when the source is open; fails when it can't be. */
  CompletionStage<SourceInfo> opened() {
    return opened.minimalCompletionStage();
  }

  @Override
  public HandOver<Frame> frames() {
    FrameReader current = reader();
    if (current == null) {
      throw new IllegalStateException("the source of " + config.id() + " is not open");
    }
    return current.frames();
  }

  /** Why it ended; null while it runs and where it ended in order. */
  @Nullable Throwable failure() {
    FrameReader current = reader();
    return current == null ? refusal : current.frames().failure();
  }

  /** Whether frames wait to be worked on. */
  boolean hasFrames() {
    FrameReader current = reader();
    return current != null && !current.frames().isClosed() && current.frames().size() > 0;
  }

  /** Gives up what waits, and what comes. */
  void discard() {
    FrameReader current = reader();
    if (current != null) {
      current.frames().close();
    }
  }

  /** Frames of a demo that were drawn: signs of life before there is a picture. */
  long drawn() {
    return drawn.get();
  }

  /** Whether only the newest frame is worked on. */
  boolean isLatest() {
    return config.delivery().map(Delivery.LATEST::equals).orElse(live);
  }

  /** Whether nothing has to come at the moment. */
  boolean mayBeSilent() {
    boolean waitsForRoom = !isLatest() && hasFrames();
    boolean pacesItself = config.realtime() && opened.isDone() && !live;
    return demo.isPresent() || waitsForRoom || pacesItself;
  }

  @Override
  public void run() {
    try {
      FrameReader made = open();
      if (begin(made)) {
        made.run();
      } else {
        made.stop();
      }
    } catch (RuntimeException failure) {
      refusal =
          failure instanceof SluiceException known
              ? known
              : new SluiceException(ErrorCode.INTERNAL, config.id() + ": " + failure, failure);
      opened.completeExceptionally(failure);
    }
  }

  private FrameReader open() {
    SourceLocation location =
        demo.map(DemoSource::location)
            .orElseGet(() -> SourceLocation.parse(config.source().reveal()));
    SourceSettings settings = settings(location);
    live = settings.effectiveDelivery() == sluice.stage.source.Delivery.LATEST;
    FrameReader made =
        new FrameReader(
            config.id(), settings, opener(settings), ledger, observer, PaceClock.SYSTEM);
    made.opened()
        .whenComplete(
            (info, failure) -> {
              if (failure == null) {
                opened.complete(info);
              } else {
                opened.completeExceptionally(failure);
              }
            });
    return made;
  }

  private PictureReader.Opener opener(SourceSettings settings) {
    PictureReader.Opener opener = SourceOpener.of(settings);
    return cancelled -> {
      demo.ifPresent(scene -> scene.draw((frames, all) -> drawn.incrementAndGet(), cancelled));
      return opener.open(cancelled);
    };
  }

  private SourceSettings settings(SourceLocation location) {
    return SourceSettings.builder(location)
        .delivery(config.delivery().map(SourceFeed::delivery).orElse(null))
        .fps(config.detectFps().orElse(0))
        .loop(config.loop())
        .realtime(config.realtime())
        .openTimeout(timeout)
        .readTimeout(timeout)
        .build();
  }

  private static sluice.stage.source.Delivery delivery(Delivery delivery) {
    return switch (delivery) {
      case EVERY -> sluice.stage.source.Delivery.EVERY;
      case LATEST -> sluice.stage.source.Delivery.LATEST;
    };
  }

  private synchronized boolean begin(FrameReader made) {
    reader = made;
    return !stopped;
  }

  private synchronized @Nullable FrameReader reader() {
    return reader;
  }

  @Override
  public void stop() {
    FrameReader current;
    synchronized (this) {
      stopped = true;
      current = reader;
    }
    if (current != null) {
      current.stop();
    }
  }
}
