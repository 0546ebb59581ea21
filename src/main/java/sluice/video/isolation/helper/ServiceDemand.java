package sluice.video.isolation.helper;

import sluice.video.decode.PictureDemand;
import sluice.video.isolation.protocol.Message;
import sluice.video.isolation.protocol.Order;

/**
 * The service's demand for pictures: hands each question on and waits for the answer. One thread.
 *
 * <p>All methods but {@link #passed} may throw a {@link LeavingException} or {@link OrderFault}.
 */
final class ServiceDemand implements PictureDemand {
  private final long interval;
  private final ServiceMessages messages;
  private final ServiceOrders orders;
  private long next = Long.MIN_VALUE;

  ServiceDemand(long intervalNanos, ServiceMessages messages, ServiceOrders orders) {
    this.interval = intervalNanos;
    this.messages = messages;
    this.orders = orders;
  }

  @Override
  public long intervalNanos() {
    return interval;
  }

  @Override
  public void begin() {
    ask(Message.Call.BEGIN, 0, false);
  }

  @Override
  public boolean wants(long timestampNanos) {
    return ask(Message.Call.WANTS, timestampNanos, false);
  }

  @Override
  public boolean wantsNear(long timestampNanos, boolean key) {
    return ask(Message.Call.WANTS_NEAR, timestampNanos, key);
  }

  @Override
  public void rest(long timestampNanos) {
    ask(Message.Call.REST, timestampNanos, false);
  }

  @Override
  public long nextNanos() {
    return next;
  }

  @Override
  public void passed(long timestampNanos) {
    messages.add(new Message.Demand(Message.Call.PASSED, timestampNanos, false));
  }

  private boolean ask(Message.Call call, long timestampNanos, boolean key) {
    messages.send(new Message.Demand(call, timestampNanos, key));
    Order.Answer answer = orders.answer();
    next = answer.nextNanos();
    return answer.wanted();
  }
}
