package sluice.stage.sink.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.core.Detection;
import sluice.core.FrameResult;
import sluice.core.Picture;
import sluice.core.Predictions;
import sluice.core.message.StateChange;
import sluice.core.scene.EventPicture;
import sluice.core.scene.SceneEvent;
import sluice.stage.sink.RunIds;
import sluice.stage.sink.SinkItem;
import sluice.stage.sink.json.MessageFactory;
import sluice.stage.sink.picture.FrameEncoder;

/**
 * Messages of a stream, shared by its sinks: what several of them tell alike is made once. They are
 * told of one thing before the next, so it remembers the last one of each sort only. Two sinks
 * whose filters keep different objects of a frame have messages with one id and different content.
 * Thread-safe.
 */
final class StreamMessages {
  /** Pictures of the decoder's that are held, at the most. */
  static final int FRAME_PICTURES = 4;

  /** Pictures of objects that are waited for, at the most. */
  static final int EVENT_PICTURES = 64;

  private final MessageFactory factory;
  private final FrameEncoder encoder;
  private final AtomicInteger framePictures = new AtomicInteger();
  private final AtomicInteger eventPictures = new AtomicInteger();
  private final List<FrameMessage> frames = new ArrayList<>();
  private @Nullable Told<SceneEvent> event;
  private @Nullable Told<SceneEvent> eventWithPicture;
  private @Nullable Told<StateChange> state;

  /** A frame as one or more sinks tell of it. */
  private record FrameMessage(
      String run, long frame, List<Detection> kept, boolean pictured, PendingMessage message) {

    boolean isOf(String otherRun, long otherFrame) {
      return frame == otherFrame && run.equals(otherRun);
    }

    /** Compared one by one: filters leave out detections, and make none. */
    @SuppressWarnings("ReferenceEquality")
    boolean keeps(List<Detection> others) {
      boolean same = kept.size() == others.size();
      for (int i = 0; same && i < others.size(); i++) {
        same = kept.get(i) == others.get(i);
      }
      return same;
    }
  }

  /** Something that happened, known by itself: two equal things that happen are two. */
  private record Told<T>(String run, T what, PendingMessage message) {

    @SuppressWarnings("ReferenceEquality")
    boolean isOf(String otherRun, T other) {
      return what == other && run.equals(otherRun);
    }
  }

  /**
   * Messages of a stream, none yet.
   *
   * @param encoder shared by all streams
   */
  StreamMessages(String stream, FrameEncoder encoder) {
    factory = new MessageFactory(stream);
    this.encoder = encoder;
  }

  /**
   * What a sink tells of a frame.
   *
   * @param source name of the source, without credentials
   * @param result its frame must be open during the call and stays the caller's
   * @param told what the sink's filters keep of its predictions
   * @param pictured whether the frame itself goes along
   */
  synchronized PendingMessage frame(
      String run, String source, FrameResult result, Predictions told, boolean pictured) {
    long number = result.frame().number();
    frames.removeIf(known -> !known.isOf(run, number));
    for (FrameMessage known : frames) {
      if (known.pictured() == pictured && known.keeps(told.detections())) {
        return known.message();
      }
    }
    SinkItem item = SinkItem.of(result, told);
    PendingMessage made =
        new PendingMessage(
            true,
            pictured ? framePicture(result.frame().picture()) : PendingPicture.NONE,
            jpeg -> factory.ofFrame(run, source, item, jpeg));
    frames.add(new FrameMessage(run, number, told.detections(), pictured, made));
    return made;
  }

  private PendingPicture framePicture(Picture picture) {
    for (FrameMessage other : frames) {
      if (other.pictured()) {
        return other.message().picture();
      }
    }
    return picture(framePictures, FRAME_PICTURES, () -> encoder.encode(picture));
  }

  private static PendingPicture picture(
      AtomicInteger held, int most, Supplier<CompletionStage<Optional<byte[]>>> source) {
    if (held.incrementAndGet() > most) {
      held.decrementAndGet();
      return PendingPicture.LOST;
    }
    CompletionStage<Optional<byte[]>> encoding;
    try {
      encoding = source.get();
    } catch (RuntimeException | Error failure) {
      held.decrementAndGet();
      throw failure;
    }
    var _ = encoding.whenComplete((jpeg, failure) -> held.decrementAndGet());
    return PendingPicture.of(encoding);
  }

  /**
   * An event of the scene.
   *
   * @param number of the event; see {@link RunIds#number}
   */
  synchronized PendingMessage event(String run, long number, SceneEvent happened) {
    Told<SceneEvent> known = event;
    if (known == null || !known.isOf(run, happened)) {
      known = told(run, happened, number, PendingPicture.NONE);
      event = known;
    }
    return known.message();
  }

  /** The same with the picture of its object. */
  synchronized PendingMessage event(
      String run, long number, SceneEvent happened, EventPicture best) {
    Told<SceneEvent> known = eventWithPicture;
    if (known == null || !known.isOf(run, happened)) {
      known = told(run, happened, number, picture(eventPictures, EVENT_PICTURES, best::jpeg));
      eventWithPicture = known;
    }
    return known.message();
  }

  private Told<SceneEvent> told(
      String run, SceneEvent happened, long number, PendingPicture picture) {
    return new Told<>(
        run,
        happened,
        new PendingMessage(false, picture, jpeg -> factory.ofEvent(run, number, happened, jpeg)));
  }

  /**
   * A state of the stream.
   *
   * @param number of the state; see {@link RunIds#number}
   */
  synchronized PendingMessage state(String run, long number, StateChange change) {
    Told<StateChange> known = state;
    if (known == null || !known.isOf(run, change)) {
      known =
          new Told<>(
              run,
              change,
              new PendingMessage(
                  false, PendingPicture.NONE, jpeg -> factory.ofState(run, number, change)));
      state = known;
    }
    return known.message();
  }
}
