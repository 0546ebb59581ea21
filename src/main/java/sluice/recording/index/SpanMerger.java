package sluice.recording.index;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import sluice.core.recording.RecordedSpan;

/** Makes spans of segments that come in the order of their begins. Used by one thread. */
final class SpanMerger {
  private final long step;
  private final List<RecordedSpan> spans = new ArrayList<>();
  private boolean open;
  private long from;
  private long to;
  private long bytes;

  /**
   * A merger.
   *
   * @param step gaps below it vanish, in milliseconds
   */
  SpanMerger(long step) {
    this.step = step;
  }

  /** The next segment; times in milliseconds. */
  void add(long startsAt, long endsAt, long size) {
    if (open && startsAt - to >= step) {
      end();
    }
    if (!open) {
      open = true;
      from = startsAt;
      to = endsAt;
      bytes = 0;
    }
    to = Math.max(to, endsAt);
    bytes += size;
  }

  /** All spans, in order; nothing is added any more. */
  List<RecordedSpan> spans() {
    if (open) {
      end();
    }
    return spans;
  }

  private void end() {
    spans.add(new RecordedSpan(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to), bytes));
    open = false;
  }
}
