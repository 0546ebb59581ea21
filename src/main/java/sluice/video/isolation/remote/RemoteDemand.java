package sluice.video.isolation.remote;

import org.jspecify.annotations.Nullable;
import sluice.video.decode.PictureDemand;
import sluice.video.isolation.protocol.Limits;
import sluice.video.isolation.protocol.Message;
import sluice.video.isolation.protocol.Order;
import sluice.video.isolation.protocol.ProtocolException;

/** Calls a demand for a process that decodes. One thread. */
final class RemoteDemand {
  private final HelperProcess process;
  private @Nullable PictureDemand demand;

  /** None yet. */
  RemoteDemand(HelperProcess process) {
    this.process = process;
  }

  /** From now on this one is called. */
  void serve(PictureDemand served) {
    demand = served;
    process.write(new Order.Serve(served.intervalNanos()));
  }

  /**
   * Calls it, and answers.
   *
   * @throws ProtocolException where nobody is to be called, or with a time that can't be
   */
  void call(Message.Demand asked) {
    PictureDemand called = demand;
    if (called == null) {
      throw new ProtocolException("it asks which pictures are wanted, and all are");
    }
    long time =
        ProtocolException.within(
            "a picture's time", asked.timestampNanos(), -Limits.TICKS, Limits.TICKS);
    switch (asked.call()) {
      case BEGIN -> {
        called.begin();
        answer(called, true);
      }
      case WANTS -> answer(called, called.wants(time));
      case WANTS_NEAR -> answer(called, called.wantsNear(time, asked.key()));
      case REST -> {
        called.rest(time);
        answer(called, true);
      }
      case PASSED -> called.passed(time);
    }
  }

  private void answer(PictureDemand called, boolean wanted) {
    process.write(new Order.Answer(wanted, called.nextNanos()));
  }
}
