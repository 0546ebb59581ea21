package sluice.recording;

import java.time.Instant;
import sluice.video.mux.Fragment;

/**
 * A fragment on its way to the disk.
 *
 * @param run what it belongs to
 * @param fragment its bytes and its media time
 * @param startsAt when its first picture came
 * @param endsAt when its last picture ends
 */
record RecordedFragment(RunFormat run, Fragment fragment, Instant startsAt, Instant endsAt) {

  /** Bytes that it holds. */
  int bytes() {
    return fragment.bytes().length;
  }

  /** How long it plays, in nanoseconds. */
  long nanos() {
    return fragment.end().minus(fragment.start()).toNanos();
  }
}
