package sluice.stage.sink;

import java.time.Clock;
import sluice.core.Delivery;
import sluice.core.HandOffQueue.OverflowStrategy;

/**
 * Context of a sink of the service: what it needs to know besides its settings.
 *
 * @param stream id of the stream whose results it gets
 * @param delivery whether the stream waits for its sinks, so that no result is lost
 * @param clock gives the day and the time
 * @param housekeeping runs tasks that must not hold up results, such as compressing closed files;
 *     one at a time, now or on a timer, shared by all sinks of the process
 * @param ids names the stream's runs and numbers what happens, for all its sinks alike
 * @param threads where sinks work that write on this machine, shared by all of the process
 */
public record SinkContext(
    String stream,
    Delivery delivery,
    Clock clock,
    Housekeeping housekeeping,
    RunIds ids,
    SinkThreads threads) {

  /** What happens to results that come faster than the sink takes them. */
  public OverflowStrategy whenFull() {
    return switch (delivery) {
      case EVERY -> OverflowStrategy.WAIT;
      case LATEST -> OverflowStrategy.DROP_OLDEST;
    };
  }
}
