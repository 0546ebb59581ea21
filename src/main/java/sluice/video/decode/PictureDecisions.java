package sluice.video.decode;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The pictures whose packets were read, until the decoder gives them or they pass: first those of
 * which it isn't decided yet whether they are wanted, then those of which it is, in the order in
 * which they are shown. Keeps which frames of the decoder's nobody wants. Does not own packets. One
 * thread.
 */
final class PictureDecisions {
  private final PriorityQueue<PlannedPicture> undecided =
      new PriorityQueue<>(Comparator.comparingLong(picture -> picture.pts));

  private final Deque<PlannedPicture> decided = new ArrayDeque<>();

  /** Timestamps of pictures that are not wanted, of which the decoder may give frames. */
  private final TreeSet<Long> unwanted = new TreeSet<>();

  private long last = Long.MIN_VALUE;

  /** Adds a picture of which it is to be decided. */
  void add(PlannedPicture picture) {
    undecided.add(picture);
  }

  /** Adds a picture that is wanted, whatever the others are. */
  void addWanted(PlannedPicture picture) {
    picture.decide(true);
    decided.add(picture);
  }

  /**
   * Takes out the first of the undecided, which the caller then decides on.
   *
   * @param pts it is shown before this timestamp
   * @return null where there is none
   */
  @Nullable PlannedPicture nextUndecided(long pts) {
    PlannedPicture first = undecided.peek();
    return first == null || first.pts >= pts ? null : undecided.remove();
  }

  /** Decides on a picture that is shown after those that were decided on before. */
  void decide(PlannedPicture picture, boolean wanted) {
    picture.decide(wanted);
    decided.add(picture);
    last = picture.pts;
    if (!wanted) {
      unwanted.add(picture.pts);
    }
  }

  /** Forgets the undecided, and up to where was decided. */
  void clearUndecided() {
    undecided.clear();
    last = Long.MIN_VALUE;
  }

  /** The timestamp up to which all was decided; {@link Long#MIN_VALUE} where nothing was. */
  long last() {
    return last;
  }

  /** All up to a timestamp was decided. */
  void decidedUpTo(long pts) {
    last = pts;
  }

  /** Whether no picture is left of which it was decided. */
  boolean areDone() {
    return decided.isEmpty();
  }

  /** Whether there is a next picture in turn, of those that were decided on, and it is wanted. */
  boolean isNextWanted() {
    PlannedPicture next = decided.peekFirst();
    return next != null && next.isWanted();
  }

  /** Takes out the next picture in turn where it isn't wanted; null where it is, or none is. */
  @Nullable PlannedPicture nextUnwanted() {
    PlannedPicture next = decided.peekFirst();
    return next == null || next.isWanted() ? null : decided.removeFirst();
  }

  /**
   * Takes out the next picture in turn.
   *
   * @param pts it is shown at this timestamp or before
   * @return null where there is none
   */
  @Nullable PlannedPicture nextUpTo(long pts) {
    PlannedPicture next = decided.peekFirst();
    return next == null || next.pts > pts ? null : decided.removeFirst();
  }

  /**
   * Takes out the next picture in turn.
   *
   * @throws java.util.NoSuchElementException when there is none
   */
  void removeNext() {
    decided.removeFirst();
  }

  /** The first that is wanted of those that were decided on; null where none is. */
  @Nullable PlannedPicture firstWanted() {
    return decided.stream().filter(PlannedPicture::isWanted).findFirst().orElse(null);
  }

  /** Those that are wanted, in turn; a copy. */
  List<PlannedPicture> wanted() {
    return decided.stream().filter(PlannedPicture::isWanted).toList();
  }

  /** No frame with an earlier timestamp will come. */
  void forgetUnwantedBefore(long pts) {
    unwanted.headSet(pts).clear();
  }

  /** Whether a frame with this timestamp is one that nobody wants; asked once of each. */
  boolean isUnwantedFrame(long pts) {
    return unwanted.remove(pts);
  }
}
