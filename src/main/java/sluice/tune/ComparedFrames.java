package sluice.tune;

import java.util.List;
import java.util.function.IntFunction;
import sluice.core.Detection;

/**
 * The choice of the frames whose detections are compared: the first ones of an input, and more of
 * them until something is found there, as frames without objects tell nothing of a candidate.
 */
public final class ComparedFrames {
  /** Most frames that are looked at. */
  public static final int MOST = 1600;

  private static final int FACTOR = 2;

  private ComparedFrames() {}

  /**
   * The detections of so many frames that there are some.
   *
   * @param least how many frames are looked at first, at least 1
   * @param read what the most exact computation finds in the first so many frames
   * @return of each frame from the first one on; without any detection where there is none in the
   *     first {@link #MOST} frames
   */
  public static List<List<Detection>> search(int least, IntFunction<List<List<Detection>>> read) {
    int frames = least;
    List<List<Detection>> found = read.apply(frames);
    while (areEmpty(found) && frames < MOST) {
      frames = Math.min(MOST, frames * FACTOR);
      found = read.apply(frames);
    }
    return found;
  }

  /** Whether nothing was found in any frame. */
  public static boolean areEmpty(List<List<Detection>> frames) {
    return frames.stream().allMatch(List::isEmpty);
  }
}
