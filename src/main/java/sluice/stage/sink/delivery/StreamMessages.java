package sluice.stage.sink.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.core.Detection;
import sluice.core.FrameResult;
import sluice.core.Predictions;
import sluice.core.message.Message;
import sluice.core.message.StateChange;
import sluice.core.scene.SceneEvent;
import sluice.stage.sink.SinkItem;

/**
 * Messages of a stream, shared by its sinks: what several of them tell alike is made once. They are
 * told of one thing before the next, so it remembers the last one of each sort only. Two sinks
 * whose filters keep different objects of a frame have messages with one id and different content.
 * Thread-safe.
 */
final class StreamMessages {
  private final MessageFactory factory;
  private final List<FrameMessage> frames = new ArrayList<>();
  private @Nullable Told<SceneEvent> event;
  private @Nullable Told<StateChange> state;

  /** A frame as one or more sinks tell of it. */
  private record FrameMessage(
      String run, long frame, List<Detection> kept, PendingMessage message) {

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

  /** Messages of a stream, none yet. */
  StreamMessages(String stream) {
    factory = new MessageFactory(stream);
  }

  /**
   * What a sink tells of a frame.
   *
   * @param source name of the source, without credentials
   * @param result its frame must be open during the call and stays the caller's
   * @param told what the sink's filters keep of its predictions
   */
  synchronized PendingMessage frame(
      String run, String source, FrameResult result, Predictions told) {
    long number = result.frame().number();
    frames.removeIf(known -> !known.isOf(run, number));
    for (FrameMessage known : frames) {
      if (known.keeps(told.detections())) {
        return known.message();
      }
    }
    SinkItem item = SinkItem.of(result, told);
    PendingMessage made = new PendingMessage(true, () -> factory.ofFrame(run, source, item));
    frames.add(new FrameMessage(run, number, told.detections(), made));
    return made;
  }

  /**
   * An event of the scene.
   *
   * @param number of the event in its run
   */
  synchronized PendingMessage event(String run, long number, SceneEvent happened) {
    Told<SceneEvent> known = event;
    if (known == null || !known.isOf(run, happened)) {
      known = told(run, happened, () -> factory.ofEvent(run, number, happened));
      event = known;
    }
    return known.message();
  }

  /**
   * A state of the stream.
   *
   * @param number of the state in its run
   */
  synchronized PendingMessage state(String run, long number, StateChange change) {
    Told<StateChange> known = state;
    if (known == null || !known.isOf(run, change)) {
      known = told(run, change, () -> factory.ofState(run, number, change));
      state = known;
    }
    return known.message();
  }

  private static <T> Told<T> told(String run, T what, Supplier<Message> maker) {
    return new Told<>(run, what, new PendingMessage(false, maker));
  }
}
