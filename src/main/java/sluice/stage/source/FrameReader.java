package sluice.stage.source;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sluice.core.DecodeChoice;
import sluice.core.DecodeMode;
import sluice.core.Delivery;
import sluice.core.DropCause;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.Frame;
import sluice.core.FrameLedger;
import sluice.core.HandOffQueue;
import sluice.core.LatencyStage;
import sluice.core.MotionState;
import sluice.core.Picture;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.core.StreamObserver;
import sluice.stage.motion.MotionGate;
import sluice.video.decode.DecodedPicture;

/**
 * Reads one run of a stream: opens the source, reads it to its end, its limit or {@link #stop}, and
 * hands frames over as the settings say. {@link #run} belongs on a platform thread of the stream's
 * own, for it blocks in the decoder; it owns the decoder and is the only one to touch it.
 *
 * <p>The hand-off completes when the source has ended, the limit is reached or the reader was
 * stopped; it fails with a {@link SluiceException} when the source could not be opened or read on,
 * ended although it is live, or holds no picture. What was handed over before is delivered first.
 * By then the decoder is closed.
 *
 * <p>Frame numbers and media times start at 0 with the source's first picture and go on over the
 * passes of a looped one; what is skipped at the start counts in the first pass only.
 */
public final class FrameReader implements Runnable {
  /**
   * Frames that wait where all are delivered. The decoder fills them in bursts of half as many,
   * which takes less processor time a frame than one picture at a time.
   */
  static final int EVERY_CAPACITY = 8;

  /** A picture is decoded so much earlier than it should have to be. */
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private enum State {
    NEW,
    RUNNING,
    ENDED
  }

  private final String streamId;
  private final SourceSettings settings;
  private final SourceReader.Opener opener;
  private final FrameLedger ledger;
  private final StreamObserver observer;
  private final PaceClock clock;
  private final MotionGate motion;
  private final HandOffQueue<Frame> frames;
  private final CompletableFuture<SourceInfo> opened = new CompletableFuture<>();

  private final Object lock = new Object();
  private State state = State.NEW;
  private @Nullable Thread runner;
  private volatile boolean stopped;

  private final MediaTimeline timeline = new MediaTimeline();
  private final RateDemand rate;
  private final Pacer pacer;
  private long number;
  private long delivered;

  /** Of the last picture, with those that were decoded for it only. */
  private long decodeNanos;

  /** Of this pass. */
  private long pictures;

  /** Whether the frame that was handed over last let all pass. */
  private boolean lastIsMoving;

  /** Why the last picture that was left out was. */
  private DropCause surplus = DropCause.RATE;

  private DecodeMode mode = DecodeMode.ALL;

  /**
   * A reader of the settings' location.
   *
   * @param streamId the stream that the frames belong to
   * @param settings what is read, and how
   * @param ledger where frames are opened
   * @param observer hears of pictures read, drops and damage
   */
  public FrameReader(
      String streamId, SourceSettings settings, FrameLedger ledger, StreamObserver observer) {
    this(
        streamId,
        settings,
        SourceOpener.of(settings),
        ledger,
        observer,
        PaceClock.SYSTEM,
        MotionGate.off());
  }

  /**
   * A reader of anything that can be opened.
   *
   * @param streamId the stream that the frames belong to
   * @param settings how it is read
   * @param opener opens it, again for each pass of a looped source
   * @param ledger where frames are opened
   * @param observer hears of pictures read, drops and damage
   * @param clock paces a recording that is played in real time
   * @param motion leaves out pictures in which nothing moves
   */
  public FrameReader(
      String streamId,
      SourceSettings settings,
      SourceReader.Opener opener,
      FrameLedger ledger,
      StreamObserver observer,
      PaceClock clock,
      MotionGate motion) {
    this.streamId = streamId;
    this.settings = settings;
    this.opener = opener;
    this.ledger = ledger;
    this.observer = observer;
    this.clock = clock;
    this.motion = motion;
    this.rate =
        new RateDemand(
            timeline,
            new FrameRateLimiter(settings.playback().fps(), settings.phase()),
            this::refreshes,
            this::pass,
            this::rest);
    this.pacer = new Pacer(clock);
    this.frames =
        switch (settings.effectiveDelivery()) {
          case EVERY ->
              new HandOffQueue<>(EVERY_CAPACITY, HandOffQueue.OverflowStrategy.WAIT, this::discard);
          case LATEST ->
              new HandOffQueue<>(1, HandOffQueue.OverflowStrategy.DROP_OLDEST, this::discard);
        };
  }

  /**
   * Where the frames arrive. The consumer closes each that it takes. Closing the hand-off ends the
   * run at its next picture; {@link #stop} ends it also where none comes.
   */
  public HandOffQueue<Frame> frames() {
    return frames;
  }

  /**
   * Completes when the source is open; fails with a {@link SluiceException} when it can't be opened
   * or the reader was stopped before. Completed by the decoder's thread: do nothing long on it.
   */
  public CompletionStage<SourceInfo> opened() {
    return opened.minimalCompletionStage();
  }

  /** Reads until the end; may be called once. Throws nothing that the hand-off does not show. */
  @Override
  public void run() {
    synchronized (lock) {
      if (state == State.ENDED) {
        return;
      }
      if (state == State.RUNNING) {
        throw new IllegalStateException("stream " + streamId + " is being read already");
      }
      state = State.RUNNING;
      runner = Thread.currentThread();
    }
    SluiceException failure = null;
    try {
      readPasses();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SluiceException e) {
      // A cancelled decoder may well complain; that is no failure of the source.
      failure = stopped ? null : e;
    } catch (RuntimeException | Error e) {
      failure =
          new SluiceException(
              ErrorCode.INTERNAL,
              settings.location().name() + ": reading failed: " + Failures.reason(e),
              e);
    }
    observer.framePaced(0);
    motion.end();
    show(DecodeMode.ALL);
    synchronized (lock) {
      runner = null;
      state = State.ENDED;
      if (stopped) {
        Thread.interrupted();
      }
    }
    end(failure);
  }

  /**
   * Ends the run from any thread: a wait for room, for a frame's time or in the decoder returns
   * soon, then the hand-off completes. Where the run has not begun, it completes at once. Does
   * nothing the second time. Interrupting the thread ends the run too, but no wait in the decoder.
   */
  public void stop() {
    boolean never;
    synchronized (lock) {
      stopped = true;
      never = state == State.NEW;
      if (never) {
        state = State.ENDED;
      }
      if (runner != null) {
        runner.interrupt();
      }
    }
    if (never) {
      end(null);
    }
  }

  private void end(@Nullable SluiceException failure) {
    if (failure == null) {
      opened.completeExceptionally(inputError("was stopped before it was open"));
      frames.complete();
    } else {
      opened.completeExceptionally(failure);
      frames.fail(failure);
    }
  }

  private void readPasses() throws InterruptedException {
    boolean first = true;
    boolean again;
    do {
      try (SourceReader reader = opener.open(() -> stopped)) {
        opened.complete(reader.info());
        again = readPass(reader, first) && settings.playback().loop();
      }
      first = false;
    } while (again && wanted());
  }

  /** Reads to the end of the source; false when no more is wanted before that. */
  private boolean readPass(SourceReader reader, boolean first) throws InterruptedException {
    SourceInfo info = reader.info();
    timeline.startPass(info.frameRate());
    rate.startPass();
    pictures = 0;
    long damaged = 0;
    long undecoded = 0;
    while (wanted()) {
      if (isSelective() && pictures == settings.playback().skipFirst()) {
        reader.serve(rate);
      }
      DecodedPicture decoded;
      try {
        decoded = reader.next();
        show(reader.mode());
      } finally {
        observer.framesUndecoded(reader.undecoded() - undecoded);
        undecoded = reader.undecoded();
        for (; damaged < reader.damaged(); damaged++) {
          observer.inputDamaged();
        }
      }
      if (decoded == null) {
        if (wanted()) {
          requirePictures(info);
        }
        return wanted();
      }
      pictures++;
      decodeNanos = decoded.decodeNanos();
      if (!take(decoded, pictures <= settings.playback().skipFirst(), first, info.live())) {
        return false;
      }
    }
    return false;
  }

  /** Waits before a picture is decoded, so that it is there in its time and not held until then. */
  private void rest(long time) {
    if (!settings.playback().realtime()) {
      return;
    }
    try {
      pacer.rest(time, REST_NANOS + 2 * decodeNanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // ends the wait for the picture's own time
    }
  }

  private boolean isSelective() {
    return rate.intervalNanos() > 0 && settings.playback().decode() == DecodeChoice.AUTO;
  }

  private void show(DecodeMode now) {
    if (mode != now) {
      mode = now;
      observer.decodeMode(now);
    }
  }

  /** A picture that was left out by the reader, for it is not due. */
  private void pass(long timestampNanos) {
    pictures++;
    number++;
    observer.frameRead();
    pacer.skip(timeline.next(timestampNanos));
    observer.frameDropped(DropCause.RATE);
  }

  /** A pass that gives nothing must not end quietly, nor be repeated for ever. */
  private void requirePictures(SourceInfo info) {
    if (pictures == 0) {
      throw inputError("holds no picture that can be decoded (expected: a video or an image)");
    }
    if (pictures <= settings.playback().skipFirst()) {
      throw inputError(
          "has nothing left after skip-first: "
              + settings.playback().skipFirst()
              + " (expected: less than its "
              + pictures
              + " pictures)");
    }
    // One picture from a web address is a snapshot; it has no length either.
    boolean snapshot = settings.location().kind() == SourceLocation.Kind.HTTP && pictures == 1;
    if (info.live() && !settings.playback().loop() && !snapshot) {
      throw inputError(
          "the stream ended after "
              + pictures
              + " pictures (expected: a live stream that goes on; check the camera and the"
              + " network)");
    }
  }

  /** Takes a picture over and hands it on, or leaves it out; false when no more are wanted. */
  private boolean take(DecodedPicture decoded, boolean skipped, boolean firstPass, boolean live)
      throws InterruptedException {
    boolean given = false;
    try {
      decoded.picture().tell(observer);
      observer.frameRead();
      if (skipped && !firstPass) {
        return true;
      }
      long time = timeline.next(decoded.timestampNanos());
      long frameNumber = number++;
      if (skipped) {
        return true;
      }
      boolean due = rate.isDue(time);
      if (!due && !refreshes()) {
        pacer.skip(time);
        observer.frameDropped(DropCause.RATE);
        return true;
      }
      if (settings.playback().realtime() && !live) {
        pace(time);
      }
      Picture shown = shown(decoded.picture());
      boolean wanted = due && motion.admits(shown, time);
      surplus = due ? DropCause.GATED : DropCause.RATE;
      if (!wanted && !refreshes()) {
        observer.frameDropped(surplus);
        return true;
      }
      Frame frame = open(shown, frameNumber, time);
      given = true;
      frame.timings().set(LatencyStage.DECODE, decoded.decodeNanos());
      frame.motion(motion.state());
      boolean isMoving = isMoving();
      if (wanted) {
        lastIsMoving = isMoving;
        return frames.put(frame) && ++delivered != settings.playback().limit();
      }
      if (frames.refresh(frame)) {
        lastIsMoving = isMoving;
      } else {
        frame.close();
        observer.frameDropped(surplus);
      }
      return true;
    } finally {
      if (!given) {
        decoded.picture().close();
      }
    }
  }

  /**
   * Whether a picture between two due times may take the place of the frame that was due and waits
   * for its turn at the model. So the rate decides how many are inferred, and the turn which: at a
   * low rate one picture would age for long where its turn comes late. A picture in which nothing
   * moves doesn't take the place of one in which something did: that is why it was let pass.
   */
  private boolean refreshes() {
    return settings.effectiveDelivery() == Delivery.LATEST
        && frames.size() > 0
        && (isMoving() || !lastIsMoving);
  }

  /** Whether the gate lets all pictures pass, as of the last one that it was asked of. */
  private boolean isMoving() {
    MotionState known = motion.state();
    return known == null || known.active();
  }

  private void pace(long time) throws InterruptedException {
    try {
      observer.framePaced(pacer.await(time));
    } catch (InterruptedException e) {
      observer.frameDropped(DropCause.STOPPED);
      throw e;
    }
  }

  /** The picture as it is displayed; the same reference. */
  private Picture shown(Picture picture) {
    return settings.playback().flip() ? new MirroredPicture(picture) : picture;
  }

  private Frame open(Picture shown, long frameNumber, long time) {
    return ledger.open(streamId, frameNumber, time, clock.now(), shown);
  }

  private boolean wanted() {
    return !stopped && !frames.isClosed();
  }

  private void discard(Frame frame, HandOffQueue.Reason reason) {
    frame.close();
    if (reason == HandOffQueue.Reason.REPLACED) {
      delivered--; // on the reader's thread: one that gives way is no result
    }
    observer.frameDropped(
        switch (reason) {
          case REPLACED -> DropCause.OVERLOAD;
          case REFRESHED -> surplus;
          case CLOSED -> DropCause.STOPPED;
        });
  }

  private SluiceException inputError(String what) {
    return new SluiceException(ErrorCode.INPUT, settings.location().name() + ": " + what);
  }
}
