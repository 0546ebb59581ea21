package sluice.telemetry.tracing;

import java.time.InstantSource;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import sluice.core.CropInference;
import sluice.core.DropCause;
import sluice.core.Frame;
import sluice.core.FrameResult;
import sluice.core.LatencyStage;
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
  private final CropMatcher crops;
  private volatile Settings settings;
  private volatile Choice choice;
  private volatile WallClock clock;
  private volatile boolean chosenBefore;
  private volatile long lastChosen;

  FrameTracer(String stream, RecordQueue queue, Supplier<Sampling> common, InstantSource date) {
    this.queue = queue;
    this.common = common;
    this.date = date;
    settings = new Settings(new StreamFacts(stream, "", "", false, ""), OptionalDouble.empty());
    choice = new Choice(common.get(), settings);
    clock = WallClock.now(date);
    crops = new CropMatcher(this::add);
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
  public synchronized void configure(
      OptionalDouble perSecond, String model, String device, boolean follows) {
    StreamFacts known = settings.facts();
    settings =
        new Settings(
            new StreamFacts(known.stream(), model, device, follows, known.run()), perSecond);
  }

  /**
   * The stream's sinks are told of a run from here on.
   *
   * @param run its name, as messages have it
   */
  public synchronized void begin(String run) {
    Settings known = settings;
    StreamFacts facts = known.facts();
    settings =
        new Settings(
            new StreamFacts(facts.stream(), facts.model(), facts.device(), facts.follows(), run),
            known.perSecond());
  }

  /**
   * Opens the stream's source, and traces that by itself.
   *
   * @param scheme of its address; empty where it has none
   * @param cancelled whether a failure only says that nobody wants it any more
   * @return what {@code open} gives; what it throws goes on
   */
  public <T> T opening(String scheme, BooleanSupplier cancelled, Supplier<T> open) {
    Operation operation =
        Operation.openSource(settings.facts().stream(), scheme.isEmpty() ? "file" : scheme);
    return OperationRecord.run(queue, date, operation, cancelled, open);
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
      TraceContext context = TraceContext.random();
      frame.trace(context);
      long finished = frame.readyNanos() + spent;
      crops.chosen(context, finished - frame.stagesNanos(), finished);
    }
  }

  @Override
  public void cropInferred(CropInference crop) {
    crops.answered(crop);
  }

  private void add(TraceContext frame, CropInference crop) {
    queue.add(new CropRecord(frame, settings.facts().stream(), clock, crop));
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
    add(frame, TraceContext.random(), Reason.FAILED, false, 0, ErrorType.of(cause));
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
