package sluice.telemetry.tracing;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import sluice.core.CropInference;
import sluice.core.TraceContext;

/**
 * Finds the frame in which a second model was asked of an object, by the instants of its result
 * stages: no frame has to carry anything for that. Answers may come before their frame is chosen.
 * Remembers the newest of both, so that frames that aren't chosen cost nothing. Thread-safe.
 */
final class CropMatcher {
  /** Frames and answers that are remembered. */
  static final int MOST = 64;

  private final BiConsumer<TraceContext, CropInference> matched;
  private final ArrayDeque<Asking> frames = new ArrayDeque<>();
  private final ArrayDeque<CropInference> answers = new ArrayDeque<>();

  /**
   * Nothing is remembered.
   *
   * @param matched gets an answer with the trace of its frame; called on the caller's thread
   */
  CropMatcher(BiConsumer<TraceContext, CropInference> matched) {
    this.matched = matched;
  }

  /** A chosen frame, and when its result stages asked. */
  private record Asking(TraceContext frame, long fromNanos, long toNanos) {
    boolean asked(CropInference crop) {
      return crop.askedNanos() - fromNanos >= 0 && toNanos - crop.askedNanos() >= 0;
    }
  }

  /**
   * A frame was chosen.
   *
   * @param fromNanos when its result stages began
   * @param toNanos when they had ended
   */
  synchronized void chosen(TraceContext frame, long fromNanos, long toNanos) {
    Asking asking = new Asking(frame, fromNanos, toNanos);
    Iterator<CropInference> each = answers.iterator();
    while (each.hasNext()) {
      CropInference crop = each.next();
      if (asking.asked(crop)) {
        each.remove();
        matched.accept(frame, crop);
      }
    }
    add(frames, asking);
  }

  /** An answer was read. */
  synchronized void answered(CropInference crop) {
    Asking asking = asking(crop);
    if (asking != null) {
      matched.accept(asking.frame(), crop);
    } else {
      add(answers, crop);
    }
  }

  private @Nullable Asking asking(CropInference crop) {
    return frames.stream().filter(frame -> frame.asked(crop)).findFirst().orElse(null);
  }

  private static <T> void add(ArrayDeque<T> remembered, T newest) {
    if (remembered.size() == MOST) {
      remembered.remove();
    }
    remembered.add(newest);
  }
}
