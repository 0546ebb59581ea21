package sluice.telemetry.tracing;

import java.time.InstantSource;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import sluice.core.DropCause;
import sluice.core.ErrorCode;
import sluice.core.Frame;
import sluice.core.FrameResult;
import sluice.core.LatencyStage;
import sluice.core.SluiceException;
import sluice.core.StreamObserver;
import sluice.core.TraceContext;
import sluice.telemetry.tracing.FrameRecord.Reason;
import sluice.telemetry.tracing.FrameRecord.StreamFacts;

/**
 * Observer that chooses the frames of one run of a stream and hands them on once they are over. For
 * a frame that is not chosen it compares two numbers. Other observers are to be told after it: it
 * says which trace a frame has. Thread-safe, as far as observers of a stream have to be.
 */
public final class FrameTracer implements StreamObserver {
  private final RecordQueue queue;
  private final Supplier<Sampling> common;
  private final InstantSource date;
  private volatile Settings settings;
  private volatile Choice choice;
  private volatile WallClock clock;
  private volatile boolean chosenBefore;
  private volatile long lastChosen;

  FrameTracer(String stream, RecordQueue queue, Supplier<Sampling> common, InstantSource date) {
    this.queue = queue;
    this.common = common;
    this.date = date;
    settings = new Settings(new StreamFacts(stream, "", "", false), OptionalDouble.empty());
    choice = new Choice(common.get(), settings);
    clock = WallClock.now(date);
  }

  /** What the stream's settings say. */
  private record Settings(StreamFacts facts, OptionalDouble perSecond) {}

  /**
   * What is chosen by the settings of all streams and those of this one.
   *
   * @param shared what counts for streams without a rate of their own
   */
  private record Choice(Sampling shared, Settings own, Sampling sampling) {
    Choice(Sampling shared, Settings own) {
      this(
          shared,
          own,
          own.perSecond().isPresent() ? shared.withRate(own.perSecond().getAsDouble()) : shared);
    }
  }

  /**
   * Takes over what the stream's settings say, for the next frames.
   *
   * @param perSecond the stream's own rate; absent: that of all streams
   * @param model name of the model that it uses
   * @param device where that runs
   * @param follows whether objects are followed
   */
  public void configure(OptionalDouble perSecond, String model, String device, boolean follows) {
    settings =
        new Settings(new StreamFacts(settings.facts().stream(), model, device, follows), perSecond);
  }

  @SuppressWarnings("ReferenceEquality") // each change makes new ones, and a frame must cost little
  private Sampling sampling() {
    Sampling shared = common.get();
    Settings own = settings;
    Choice known = choice;
    if (known.shared() != shared || known.own() != own) {
      known = new Choice(shared, own);
      choice = known;
    }
    return known.sampling();
  }

  @Override
  public void frameFinished(FrameResult result) {
    Sampling wanted = sampling();
    Frame frame = result.frame();
    long spent = frame.timings().get(LatencyStage.END_TO_END);
    if (isDue(frame.readyNanos() + spent, wanted.intervalNanos()) || spent > wanted.slowNanos()) {
      frame.trace(TraceContext.random());
    }
  }

  private boolean isDue(long instant, long interval) {
    if (interval == Sampling.NEVER || (chosenBefore && instant - lastChosen < interval)) {
      return false;
    }
    chosenBefore = true;
    lastChosen = instant;
    return true;
  }

  @Override
  public void frameDelivered(FrameResult result) {
    TraceContext context = result.frame().trace();
    if (context != null) {
      long spent = result.frame().timings().get(LatencyStage.END_TO_END);
      Reason reason = spent > sampling().slowNanos() ? Reason.SLOW : Reason.RATE;
      add(result.frame(), context, reason, true, result.detections().size(), "");
    }
  }

  @Override
  public void frameDropped(Frame frame, DropCause cause) {
    if (cause == DropCause.MAX_AGE) {
      TraceContext context = TraceContext.random();
      frame.trace(context);
      add(frame, context, Reason.MAX_AGE, true, 0, cause.wireName());
    }
  }

  @Override
  public void inferenceFailed(Frame frame, Throwable cause) {
    ErrorCode code = cause instanceof SluiceException known ? known.code() : ErrorCode.INTERNAL;
    add(
        frame,
        TraceContext.random(),
        Reason.FAILED,
        false,
        0,
        code.name().toLowerCase(Locale.ROOT));
  }

  private void add(
      Frame frame,
      TraceContext context,
      Reason reason,
      boolean pictured,
      int objects,
      String error) {
    WallClock now = clock.fresh(date);
    clock = now;
    long end = System.nanoTime();
    queue.add(
        FrameRecord.of(
            frame, context, reason, settings.facts(), now, pictured, objects, error, end));
  }

  @Override
  public void frameRead() {}

  @Override
  public void frameDropped(DropCause cause) {}

  @Override
  public void inputDamaged() {}
}
