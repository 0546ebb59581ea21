package sluice.testing.servers;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A subscriber that keeps all that comes, and comes back after each outage of its broker, which
 * keeps for it what is published meanwhile. Thread-safe.
 */
public final class MqttSubscriber implements AutoCloseable {
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Mqtt5AsyncClient client;

  /**
   * Something that was published.
   *
   * @param isRetained whether it was there before the subscription
   * @param properties of the user
   */
  public record Received(
      String topic,
      byte[] payload,
      boolean isRetained,
      String contentType,
      Map<String, String> properties) {

    static Received of(Mqtt5Publish publish) {
      Map<String, String> properties = new HashMap<>();
      publish
          .getUserProperties()
          .asList()
          .forEach(each -> properties.put(each.getName().toString(), each.getValue().toString()));
      return new Received(
          publish.getTopic().toString(),
          publish.getPayloadAsBytes(),
          publish.isRetain(),
          publish.getContentType().map(Object::toString).orElse(""),
          properties);
    }

    /** The payload as text. */
    public String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  /**
   * Subscribes, and waits until it has.
   *
   * @param id its name at the broker
   * @param filter topics
   */
  public MqttSubscriber(int port, String id, String filter) {
    client =
        MqttClient.builder()
            .useMqttVersion5()
            .identifier(id)
            .serverHost("127.0.0.1")
            .serverPort(port)
            .automaticReconnect()
            .initialDelay(50, TimeUnit.MILLISECONDS)
            .maxDelay(200, TimeUnit.MILLISECONDS)
            .applyAutomaticReconnect()
            .buildAsync();
    client.publishes(
        MqttGlobalPublishFilter.ALL, publish -> received.add(Received.of(publish)), Runnable::run);
    client.toBlocking().connectWith().cleanStart(false).noSessionExpiry().send();
    client.toBlocking().subscribeWith().topicFilter(filter).qos(MqttQos.AT_LEAST_ONCE).send();
  }

  /** All that came, in order. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  private static Mqtt5BlockingClient connected(int port) {
    Mqtt5BlockingClient client =
        MqttClient.builder()
            .useMqttVersion5()
            .identifier("once-" + UUID.randomUUID())
            .serverHost("127.0.0.1")
            .serverPort(port)
            .buildBlocking();
    client.connect();
    return client;
  }

  static void publish(int port, String topic, String payload, boolean retain) {
    Mqtt5BlockingClient client = connected(port);
    client
        .publishWith()
        .topic(topic)
        .payload(payload.getBytes(StandardCharsets.UTF_8))
        .qos(MqttQos.AT_LEAST_ONCE)
        .retain(retain)
        .send();
    client.disconnect();
  }

  /** What a broker retains: all that comes before a message that is published behind it. */
  static Map<String, String> retained(int port) {
    Mqtt5BlockingClient client = connected(port);
    Map<String, String> all = new TreeMap<>();
    String end = "end-of-retained/" + UUID.randomUUID();
    try (var publishes = client.publishes(MqttGlobalPublishFilter.ALL)) {
      client.subscribeWith().topicFilter("#").qos(MqttQos.AT_LEAST_ONCE).send();
      client.publishWith().topic(end).qos(MqttQos.AT_LEAST_ONCE).send();
      while (true) {
        Optional<Mqtt5Publish> next = publishes.receive(20, TimeUnit.SECONDS);
        Received publish = Received.of(next.orElseThrow());
        if (publish.topic().equals(end)) {
          return all;
        }
        if (publish.isRetained()) {
          all.put(publish.topic(), publish.text());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      client.disconnect();
    }
  }

  @Override
  public void close() {
    client.disconnect();
  }
}
