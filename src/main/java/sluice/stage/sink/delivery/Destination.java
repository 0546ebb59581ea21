package sluice.stage.sink.delivery;

import java.time.Duration;
import java.util.List;
import sluice.core.message.Message;
import sluice.stage.sink.SinkFact;

/**
 * The far side of a sink: its connection to a broker, a server or a database. One for each sink,
 * whatever the number of its streams. All methods are called by one thread, the sink's sender,
 * which may block, but for no longer than {@link #CALL_LIMIT} in one call; an implementation has
 * timeouts for all that it waits for. Nothing is opened before the first call of {@link #deliver},
 * {@link #idle} or {@link #test}.
 *
 * <p>It retries nothing itself, and switches the retries of its client off or bounds them: the
 * sender tries again, with growing waits, for ever. It connects anew by itself with the next call
 * after a failure.
 */
public interface Destination extends AutoCloseable {
  /**
   * How long one call may take before the sink counts as hung and its connection is left behind.
   */
  Duration CALL_LIMIT = Duration.ofSeconds(60);

  /** Most messages of one call of {@link #deliver}, at least 1. */
  int batchSize();

  /**
   * How long a message may wait for others before a batch that isn't full is delivered; zero: not
   * at all.
   */
  Duration linger();

  /**
   * Delivers messages, and blocks until each of them is settled or one has failed. They may be of
   * several streams; those of one stream are in order, and must arrive in order: where one fails,
   * no later one of its stream may be settled as acknowledged in the same call, and none may still
   * arrive after the call has returned. Where it throws, messages that are not settled are
   * delivered again, the first of them first, the same objects.
   *
   * @throws DeliveryException when the far side can't be reached, fails or refuses the connection
   * @throws InterruptedException when the sender is to end
   */
  void deliver(List<Message> messages, Settlement settlement)
      throws DeliveryException, InterruptedException;

  /**
   * Called about once a second while there is nothing to deliver: connects where it isn't
   * connected, and sees to the connection. Returns soon.
   *
   * @throws DeliveryException when the far side can't be reached, fails or refuses the connection
   * @throws InterruptedException when the sender is to end
   */
  default void idle() throws DeliveryException, InterruptedException {}

  /**
   * A stream uses the sink, or what it watches has changed. Only remembers it: what follows is done
   * with the next call of another method.
   */
  default void streamChanged(StreamProfile stream) {}

  /**
   * A stream doesn't use the sink any more: it was removed, or its settings don't name the sink. It
   * is told once all of its messages are settled, the last of which is the state {@code removed},
   * and told again until the call that follows succeeds, so that what is remembered survives a
   * failure. Also of a stream that this destination was never told of: it was removed while the
   * service didn't run, or before the connection was made anew. As {@link #streamChanged}.
   */
  default void streamRemoved(String stream) {}

  /**
   * Tries the connection and sends a message of {@link sluice.core.message.MessageKind#TEST}, where
   * that does no harm. Only called on a destination of its own, made for a test ({@link
   * DestinationContext#isTest}).
   *
   * @return what was seen, in the order in which it is shown: the server and its version, the topic
   *     and so on, without secrets
   * @throws DeliveryException when the far side can't be reached, fails or refuses
   * @throws InterruptedException when the test is given up
   */
  List<SinkFact> test(Message message) throws DeliveryException, InterruptedException;

  /** Closes the connection in at most 5 s; does not throw. Closing twice does nothing. */
  @Override
  void close();
}
