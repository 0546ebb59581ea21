package sluice.stage.sink.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import sluice.core.message.Message;
import sluice.stage.sink.SinkFact;

/** A far side in memory, which several connections lead to, one after the other. */
final class FarSide {
  /** What came and what was told, in its order: ids of messages, {@code removed STREAM}. */
  final List<String> log = new CopyOnWriteArrayList<>();

  /** Messages in their order. */
  final List<Message> messages = new CopyOnWriteArrayList<>();

  /** How many messages each call had. */
  final List<Integer> batches = new CopyOnWriteArrayList<>();

  final Set<String> known = ConcurrentHashMap.newKeySet();
  volatile boolean isAway;

  /** A connection. */
  Destination connection() {
    return new Connection();
  }

  /** Bodies of messages that hold a text. */
  List<String> bodies(String text) {
    return messages.stream()
        .map(message -> new String(message.body(), StandardCharsets.UTF_8))
        .filter(body -> body.contains(text))
        .toList();
  }

  private final class Connection implements Destination {
    @Override
    public int batchSize() {
      return 10;
    }

    @Override
    public Duration linger() {
      return Duration.ZERO;
    }

    @Override
    public void deliver(List<Message> batch, Settlement settlement) throws DeliveryException {
      check();
      batches.add(batch.size());
      for (Message message : batch) {
        messages.add(message);
        log.add(message.id());
        settlement.acknowledged(message);
      }
    }

    @Override
    public void idle() throws DeliveryException {
      check();
    }

    private void check() throws DeliveryException {
      if (isAway) {
        throw new DeliveryException("it is away", Duration.ofMillis(50));
      }
    }

    @Override
    public void streamChanged(StreamProfile stream) {
      known.add(stream.id());
    }

    @Override
    public void streamRemoved(String stream) {
      known.remove(stream);
      log.add("removed " + stream);
    }

    @Override
    public List<SinkFact> test(Message message) {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
