package sluice.bench;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.core.Detection;

/**
 * The first frames of an input, whose objects are kept to be compared: as many as are asked for;
 * where nothing is found in them, which would compare nothing, twice and four times as many. Not
 * thread-safe.
 */
final class DetectionWindow {
  private static final int MOST_DOUBLINGS = 2;

  private final @Nullable List<Detection>[] found;

  /** Frames of the window. */
  private int size;

  /** Frames that are through, up to the first one that is not. */
  private int through;

  /**
   * A window before its first frame.
   *
   * @param least frames from the first one on, 0 or more
   */
  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of lists can't be made otherwise
  DetectionWindow(int least) {
    size = least;
    found = new List[least << MOST_DOUBLINGS];
  }

  /** Whether all frames of the window are through. */
  boolean isComplete() {
    return through >= size;
  }

  /** Whether a frame with this number, from 0 on, is to be kept. */
  boolean wants(long number) {
    return !isComplete() && number < found.length && found[(int) number] == null;
  }

  /** Keeps what was found in a frame that is wanted. */
  void add(long number, List<Detection> objects) {
    found[(int) number] = objects;
    while (through < found.length && found[through] != null) {
      through++;
    }
    while (isComplete() && size < found.length && isEmpty()) {
      size *= 2;
    }
  }

  private boolean isEmpty() {
    return Arrays.stream(found, 0, size).allMatch(each -> each != null && each.isEmpty());
  }

  /** What was found in the window's frames, up to the first one that is not through. */
  FirstDetections detections() {
    return new FirstDetections(
        Arrays.stream(found, 0, size).takeWhile(each -> each != null).toList());
  }
}
