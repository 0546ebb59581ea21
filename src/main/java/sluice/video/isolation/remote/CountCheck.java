package sluice.video.isolation.remote;

import sluice.video.isolation.protocol.Counts;
import sluice.video.isolation.protocol.ProtocolException;

/** What a process counts, believed as far as it grows, and not by leaps. One thread. */
final class CountCheck {
  /** From one message to the next; what is counted here is passed on one by one. */
  private static final long MOST = 1_000_000;

  private Counts counts = Counts.NONE;

  /** The last that were believed. */
  Counts counts() {
    return counts;
  }

  /**
   * Takes new ones.
   *
   * @throws ProtocolException where they can't be
   */
  void take(Counts told) {
    check("undecoded pictures", told.undecoded(), counts.undecoded());
    check("damaged packets", told.damaged(), counts.damaged());
    counts = told;
  }

  private static void check(String what, long told, long before) {
    ProtocolException.within("the number of " + what, told, before, before + MOST);
  }
}
